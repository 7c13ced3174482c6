"""Fixtures that every test may ask for. What they rest on lies in tests/support."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

from tests.support.browser import running_browser
from tests.support.postgresql import Cluster, running_cluster
from tests.support.serving import OURS, Served, serving
from tests.support.tools import find_chromium, find_postgresql, lack

NEEDS = {"browser": "browser", "postgresql_cluster": "postgresql"}  # fixture -> marker
KEY = "0123456789abcdef" * 4
Serve = Callable[..., Served]

# A busy machine is no fault. Under CI the parent is Hypothesis' own profile: the same examples.
settings.register_profile(
    "patient", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a tool by the fixtures it asks for, so that ``-m "not browser"`` holds."""
    for item in items:
        for fixture in NEEDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDS[fixture])


@pytest.fixture(scope="session", autouse=True)
def _own_environment() -> Iterator[None]:
    """Nothing in the tester's shell configures Uptake, Streamlit or PostgreSQL's client."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(OURS)]:
            patch.delenv(name)
        yield


@pytest.fixture(autouse=True)
def _own_event_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright's loop counts as running on this thread even between browser tests.

    For a test without a browser it is put aside, or ``asyncio.run`` would refuse to start.
    """
    if "browser" in request.fixturenames:
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for ``--home`` with nothing in it: no config.toml, no data."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def uptake_key(monkeypatch: pytest.MonkeyPatch) -> str:
    """The fixed key that person identifiers are hashed with, in the environment and returned."""
    monkeypatch.setenv("UPTAKE_KEY", KEY)
    return KEY


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """A private PostgreSQL server (one per pytest worker)."""
    binaries = find_postgresql()
    if binaries is None:
        lack("postgresql")
    with running_cluster(binaries) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_url(postgresql_cluster: Cluster) -> str:
    """SQLAlchemy's address of the server's maintenance database: make nothing in there."""
    return postgresql_cluster.url("postgres")


@pytest.fixture
def postgresql_database(postgresql_cluster: Cluster) -> Iterator[str]:
    """SQLAlchemy's address of an empty database that is this test's alone."""
    with postgresql_cluster.database() as name:
        yield postgresql_cluster.url(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium with an empty profile (one per pytest worker)."""
    executable = find_chromium()
    if executable is None:
        lack("chromium")
    with running_browser(executable) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser window with cookies and storage of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serve]:
    """``served(home, environment={})`` starts ``uptake serve`` and gives its address and output.

    Every server a test starts is stopped after it. A server for many tests: ``serving`` in
    tests/support/serving.py, in a fixture of wider scope.
    """
    with ExitStack() as stack:

        def start(home: Path, environment: Mapping[str, str] | None = None) -> Served:
            log = tmp_path / f"serve-{len(list(tmp_path.glob('serve-*.log')))}.log"
            return stack.enter_context(serving(home, log, environment))

        yield start
