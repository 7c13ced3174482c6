"""Hostile names, titles and texts through every source, and out by every way.

One organisation is loaded once (tests/support/hostile.py). Whatever its exports say stays text: on
pages, in a browser, in files, in a terminal and in a log.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import uptake
from etl.catalogue import sources
from etl.outcome import Outcome
from etl.run import load
from etl.settings import load_settings
from tests.app.conftest import Drawn, drawing, offering
from tests.browser.test_dashboard import VIOLATIONS, go
from tests.conftest import KEY
from tests.support.hostile import ATTACKS, EVIL, NEWSLETTER, hostile_exports
from tests.support.scanning import cells_of
from tests.support.serving import serving
from tests.support.simulated import make

PLAIN = re.compile("[\n\t -~\u00a0-\U0010ffff]*")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.]+$)")
VERBS = (
    *(("metric", "members", "--by", "department", "--format", f) for f in ("table", "csv", "json")),
    *(("metric", "idea_people", "--by", "idea", "--format", f) for f in ("table", "csv", "json")),
    ("metric", "topic_people", "--by", "topic"),
    ("metric", "\x1b[31mred"),
    ("departments", "review"),
    ("ledger", "--by", "department"),
    ("status",),
    ("disclosure",),
)
PAGES = (
    *("adoption", "departments", "department", "participation", "ideas", "idea"),
    *("who-is-counted", "data-health", "audit-log"),
)
UNSEEN = {
    "Staff list: organizational data of Microsoft 365",
    "Staff list: FTE or posts (refused, with the reason)",
    "Clicks of another tool (CSV mapped under [clicks.csv.NAME])",
    "List of who is eligible: an account and a device",
}
"""Another header of a source that is there, one that loads nothing, and one without a name."""


@dataclass(frozen=True)
class Hostile:
    """A home that loaded all of it, how that went and what it said."""

    home: Path
    outcome: Outcome
    said: str
    edition: Path

    def parameters(self, page: str) -> dict[str, str]:
        """Which department, or idea, a page is about: one with a hostile name."""
        found = cells_of(self.edition)
        if page == "idea":
            return {"idea": next(c for c in found if re.fullmatch("[0-9a-f]{16}", str(c)))}
        return {"department": "odd-1"} if page == "department" else {}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    base = tmp_path_factory.mktemp("hostile")
    (base / "simulated").mkdir()
    (base / "files").mkdir()
    made = make(base / "simulated", staff=100, months=2, seed=7)
    home = made.settle(base / "home")
    (home / "config.toml").write_text(made.configuration + NEWSLETTER, encoding="utf-8")
    settings, said = load_settings(home, {"UPTAKE_KEY": KEY}), list[str]()
    outcome = load(settings, hostile_exports(made, base / "files"), said.append)
    [edition] = (settings.data / "editions").glob("*.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPTAKE_KEY", KEY)
        yield Hostile(home, outcome, "\n".join(said), edition)


def test_every_source_took_its_share_and_none_was_refused(hostile: Hostile) -> None:
    assert hostile.outcome.refused == []
    assert hostile.outcome.rejected_count == len(ATTACKS), "decisions that uptake did not write"
    labels = {each.label for each in sources()}
    unseen = {label for label in labels if f": {label};" not in hostile.said}
    assert unseen == UNSEEN
    cells = {str(cell) for cell in cells_of(hostile.edition)}
    for text in ATTACKS:
        seen = " ".join(text.split())
        assert [cell for cell in cells if cell.startswith(seen)], text
    assert PLAIN.fullmatch(hostile.said)


@pytest.mark.parametrize("words", VERBS, ids=lambda words: ascii(" ".join(words)))
def test_a_terminal_gets_nothing_that_steers_it(
    hostile: Hostile,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)  # where a verb writes a sheet to fill in
    uptake.main([*words, "--home", str(hostile.home)])
    told = capsys.readouterr()
    text = (told.out + told.err).replace("\r\n", "\n")
    assert text
    assert PLAIN.fullmatch(text)
    assert not TURNS.search(text)
    assert not [line for line in text.splitlines() if line.startswith("INFO forged")]
    if "csv" in words:
        assert formulas(told.out) == []


def formulas(text: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""))
    return [cell for row in rows for cell in row if FORMULA.match(cell)]


def test_pages_and_their_files_hold_names_as_text(hostile: Hostile) -> None:
    with ExitStack() as stack:
        draw, files = stack.enter_context(drawing(hostile.home)), stack.enter_context(offering())
        for page in PAGES[:-1]:
            drawn = draw(page, **hostile.parameters(page))
            assert not re.search(r"<(img|script|svg)[ />]", drawn.html), page
            assert 'href="javascript:' not in drawn.html
            assert directives(drawn) == []
        assert [
            name for name, make_file in files.items() if formulas(make_file().decode("utf-8-sig"))
        ] == []


def directives(drawn: Drawn) -> list[str]:
    """What Streamlit would read as Markdown with an attack in it."""
    kinds = ("markdown", "caption", "title", "header", "subheader", "button", "page_link", "tab")
    parts = [part.proto for kind in kinds for part in drawn.app.get(kind)]
    said = [str(getattr(p, field, "")) for p in parts for field in ("body", "label", "help")]
    return [text for text in said if ":red[" in text or "](javascript" in text or "![i]" in text]


def test_in_a_browser_nothing_of_it_runs_or_calls(hostile: Hostile, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    asked, wrong = list[str](), list[str]()
    page.add_init_script(f"{VIOLATIONS}; window.alert = () => window.broken.push('alert')")
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    with serving(hostile.home, hostile.home / "serve.log", {"UPTAKE_KEY": KEY}) as served:
        for name in PAGES:
            query = "&".join("=".join(pair) for pair in hostile.parameters(name).items())
            go(page, f"{served.url}/{name}?{query}")
            wrong += page.evaluate("window.broken")
            assert page.locator("img[src*=evil], svg[onload], [href^=javascript]").count() == 0
        ours = (served.url, served.url.replace("http", "ws"), "data:", "blob:")
        assert [address for address in asked if not address.startswith(ours)] == []
        assert wrong == []
        assert not [address for address in asked if EVIL in address]
        assert PLAIN.fullmatch(served.output().replace("\r\n", "\n"))
    context.close()


def test_what_is_logged_is_a_line_for_each_event(hostile: Hostile) -> None:
    for path in hostile.home.rglob("*.jsonl"):
        lines = path.read_text("utf-8").splitlines()
        assert all(isinstance(json.loads(line), dict) for line in lines)
        assert PLAIN.fullmatch("\n".join(lines))
