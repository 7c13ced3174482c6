"""The script as Streamlit runs it: navigation and the first page; sign-in: tests/access."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import installation
from tests.app.editions import publish

APP = Path(dashboard.__file__).parent / "app.py"


def run(home: Path, user: dict | None = None) -> AppTest:
    installation.open_installation(home)
    app = AppTest.from_file(APP, default_timeout=30)
    if user is not None:
        app.user = user
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return " ".join(part.proto.body for part in app.get("html"))


@pytest.fixture(autouse=True)
def _closed():
    yield
    installation._opened.clear()


def test_the_bare_address_is_the_adoption_page(home):
    publish(home)
    assert "34% of colleagues have joined" in words(run(home))
