"""A served town whose people have roles: see matrix.py for who sees what."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import installation
from dashboard.views import desk
from tests.access.matrix import Way
from tests.app.conftest import TODAY, Drawn
from tests.app.editions import publish
from tests.support.openid import Provider, write_person, write_sign_in

ISSUER = "https://id.council.example"
REACH = {"h1": frozenset({"housing"})}


def claims(subject: str, **changes: object) -> dict[str, object]:
    """What Streamlit knows of somebody who just signed in."""
    now = int(datetime.now(UTC).timestamp())
    return {
        "is_logged_in": True,
        "iss": ISSUER,
        "sub": subject,
        "iat": now,
        "exp": now + 3600,
        "email": f"{subject}@council.example",
        **changes,
    }


def give(home: Path, role: str, subject: str = "someone", issuer: str = ISSUER) -> None:
    """Make ``role`` the only role of the only person in access.toml."""
    (home / "access.toml").unlink(missing_ok=True)
    person = {"person": "h1"} if role == "manager" else {}
    write_person(home, issuer, subject, role, **person)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that every test has a copy of."""
    home = tmp_path_factory.mktemp("published")
    publish(home).keep_reach(REACH)
    return home


@pytest.fixture
def town(home: Path, published: Path) -> Path:
    """A home with an edition and a sign-in; nobody has a role yet."""
    shutil.copytree(published, home, dirs_exist_ok=True)
    write_sign_in(home, 8501, Provider("https://id.council.example").section())
    return home


def _script(url_path: str) -> None:
    from dashboard.views.pages import draw_page

    draw_page(url_path)


Visit = Callable[..., Drawn]


@pytest.fixture
def visit(town: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """``visit(way, user)`` draws a page for somebody; ``app`` goes on with an open session."""
    monkeypatch.setattr(desk, "local_day", lambda place: TODAY)
    installation.open_installation(town)

    def run(way: Way, user: Mapping[str, object], app: AppTest | None = None) -> Drawn:
        app = app or AppTest.from_function(
            _script, default_timeout=60, kwargs={"url_path": way.page}
        )
        app.user = dict(user)
        for name, value in way.query:
            app.query_params[name] = value
        app.run()
        assert not app.exception, [each.value for each in app.exception]
        return Drawn(app)

    yield run
    installation._opened.clear()
    st.cache_resource.clear()
