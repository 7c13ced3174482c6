"""A page of the dashboard, drawn without a browser."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import installation
from dashboard.views import desk

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Drawn:
    """A page after a run."""

    app: AppTest

    @property
    def html(self) -> str:
        """Everything written as HTML, in order."""
        return "\n".join(part.proto.body for part in self.app.get("html"))

    @property
    def text(self) -> str:
        """The words of the page: what is written and what the parts are given to draw."""
        parts = json.dumps(self.parts(), ensure_ascii=False)
        return unescape(re.sub("<[^>]+>", " ", self.html)) + parts

    @property
    def title(self) -> str:
        """What the page found."""
        found = re.findall(r"<h1[^>]*>(.*?)</h1>", self.html)
        assert len(found) == 1, "a page has one h1"
        return unescape(found[0])

    @property
    def findings(self) -> list[str]:
        """What each card found."""
        return [unescape(text) for text in re.findall(r"<h2[^>]*>(.*?)</h2>", self.html)]

    def parts(self, name: str | None = None) -> list[dict]:
        """The data of our own parts, of one kind or all."""
        drawn = (json.loads(part.proto.bytes) for part in self._raw())
        return [data for part, data in drawn if name in (None, part)]

    def _raw(self) -> list:
        return list(self.app.get("bidi_component"))

    def specs(self) -> list[str]:
        """The figures of the charts."""
        return [chart.proto.spec for chart in self.app.get("plotly_chart")]

    def rows(self, caption: str) -> list[list[str]]:
        """The texts of the table whose caption begins so."""
        found = [each for each in self.parts("table") if each["caption"].startswith(caption)]
        assert len(found) == 1, [each["caption"] for each in self.parts("table")]
        return [[cell["text"] for cell in row] for row in found[0]["rows"]]

    def again(self) -> "Drawn":
        """The same page after another run."""
        return _checked(self.app.run())


Draw = Callable[..., Drawn]


def _script(url_path: str) -> None:
    from dashboard.views.pages import draw_page

    draw_page(url_path)


def _checked(app: AppTest) -> Drawn:
    assert not app.exception, [each.value for each in app.exception]
    return Drawn(app)


@pytest.fixture
def draw(home: Path) -> Iterator[Draw]:
    """``draw("ideas", idea="…")`` opens the home and draws that page, seen on 23 November 2026."""
    with drawing(home) as run:
        yield run


@contextmanager
def drawing(home: Path) -> Iterator[Draw]:
    """What draws pages of a home until the block ends."""

    def run(url_path: str, theme: str = "light", **parameters: str) -> Drawn:
        installation.open_installation(home)
        app = AppTest.from_function(_script, default_timeout=30, kwargs={"url_path": url_path})
        app.context = {"theme": theme}
        for name, value in parameters.items():
            app.query_params[name] = value
        return _checked(app.run())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "local_day", lambda place: TODAY)
        yield run
    installation._opened.clear()
    st.cache_resource.clear()


Offered = dict[str, Callable[[], bytes]]


@pytest.fixture
def files() -> Iterator[Mapping[str, Callable[[], bytes]]]:
    """File name to what makes the file, for every download offered since the test began."""
    with offering() as offered:
        yield offered


@contextmanager
def offering() -> Iterator[Offered]:
    """The same until the block ends."""
    offered: Offered = {}

    def remember(label: str, data: Callable[[], bytes], file_name: str, **more: object) -> bool:
        offered[file_name] = data
        return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "download_button", remember)
        yield offered
