"""Every way out of one edition of canaries (canaries.py), walked once."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import uptake
from dashboard.edition import Edition, open_edition
from dashboard.metric import Frame, Query, catalogue, compute
from dashboard.outputs.text import FORMATS, frame_as
from tests.app.canaries import (
    BANDED,
    EVERYWHERE,
    FEW_HAVE,
    HIDDEN,
    Canaries,
    publish_canaries,
)
from tests.app.conftest import Drawn, drawing, offering

PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "adoption": ("adoption", {}),
    "departments": ("departments", {}),
    **{key: ("department", {"department": key}) for key in ("housing", HIDDEN[0], *BANDED)},
    "participation": ("participation", {}),
    "ideas": ("ideas", {}),
    "per 100": ("ideas", {"window": "All time", "show": "Per 100 colleagues"}),
    "idea": ("idea", {"idea": EVERYWHERE}),
    "idea of few": ("idea", {"idea": FEW_HAVE}),
    "who is counted": ("who-is-counted", {}),
    "data health": ("data-health", {}),
}
VERBS = (
    ("status",),
    ("disclosure",),
    *(("ledger", "--format", each) for each in ("table", "json", "csv")),
    ("ledger", "--by", "department"),
    ("metric", "members", "--by", "department"),
    ("metric", "adoption_rate", "--by", "department_week", "--format", "csv"),
    ("metric", "idea_people", "--by", "idea_department", "--format", "json"),
)


@dataclass(frozen=True)
class Page:
    """What a visitor gets: the page, and every file it offers."""

    drawn: Drawn
    files: Mapping[str, str]

    @property
    def alternatives(self) -> list[str]:
        """What stands for each chart where it cannot be seen."""
        return [chart.proto.alt for chart in self.drawn.app.get("plotly_chart")]

    @property
    def texts(self) -> dict[str, str]:
        """Everything that leaves the server for a browser."""
        return {
            "html": self.drawn.html,
            "parts": json.dumps(self.drawn.parts(), ensure_ascii=False),
            "figures": "\n".join(self.drawn.specs()),
            "alternatives": "\n".join(self.alternatives),
            **self.files,
        }


@dataclass(frozen=True)
class Ways:
    """The edition, and all that comes out of it. ``frames``: metric and grouping to the answer."""

    canaries: Canaries
    edition: Edition
    pages: Mapping[str, Page]
    said: Mapping[str, str]
    frames: Mapping[tuple[str, str], Frame]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Where a text comes out, and the text."""
        for name, page in self.pages.items():
            yield from ((f"{name}: {part}", text) for part, text in page.texts.items())
        yield from self.said.items()
        for (name, by), frame in self.frames.items():
            for each in FORMATS:
                yield f"{name} by {by} as {each}", frame_as(each, frame)


@contextmanager
def walked(home: Path) -> Iterator[Ways]:
    """Publish the canaries into ``home``, draw every page and ask every metric."""
    canaries = publish_canaries(home)
    with ExitStack() as stack:
        draw, files = stack.enter_context(drawing(home)), stack.enter_context(offering())
        pages = {}
        for name, (url_path, parameters) in PAGES.items():
            files.clear()
            drawn = draw(url_path, **parameters)
            pages[name] = Page(drawn, {n: make().decode("utf-8-sig") for n, make in files.items()})
        edition = open_edition(canaries.shelf)
        assert edition
        said = {" ".join(words): told(*words, "--home", str(home)) for words in VERBS}
        yield Ways(canaries, edition, pages, said, dict(_answered(edition)))


def told(*words: str) -> str:
    """What a verb prints."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(out):
        uptake.main(list(words))
    return out.getvalue()


def _answered(edition: Edition) -> Iterator[tuple[tuple[str, str], Frame]]:
    """Every metric by everything it may be asked by, those of one idea of the first."""
    for name, metric in catalogue().items():
        for by in metric.by:
            of = None if "idea" not in name or by.startswith("idea") else EVERYWHERE
            yield (name, by), compute(edition, Query(metric=name, by=by, idea_id=of))
