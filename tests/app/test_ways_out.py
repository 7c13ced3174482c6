"""Every way out tells the same: page, hover, text alternative, file, command line, error, order.

What the edition of canaries hides, puts into a band or rounds stands in none of them to the
person, and what stands in one stands alike in all.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.metric import Cell, Query, catalogue, compute
from dashboard.outputs.csv import COLUMNS
from dashboard.outputs.text import frame_as
from dashboard.words.figure import value_text
from etl.errors import UptakeError
from tests.app.canaries import BANDED, CELL, EVERYWHERE, GROUP, HIDDEN, SHOWN
from tests.app.town import AS_OF
from tests.app.ways import PAGES, Page, Ways, told, walked

WORDS = {
    "hidden": f"Hidden to protect privacy (fewer than {GROUP})",
    "few": f"Fewer than {CELL}",
    "under": f"Fewer than {GROUP}",
    "most": f"All but fewer than {CELL}",
    "rests": "Rests on a count that is not shown",
}
SHORT = {
    WORDS["hidden"]: "Hidden",
    WORDS["few"]: f"<{CELL}",
    WORDS["under"]: f"<{GROUP}",
    WORDS["most"]: "Nearly all",
    WORDS["rests"]: "Hidden",
}
SHARES = {"adoption_rate", "active_rate"}
COUNTS = {
    "headcount": ("adoption", "headcount"),
    "eligible_headcount": ("adoption", "eligible"),
    "members": ("adoption", "member"),
    "active_members": ("activity", "active_28"),
    "contributors": ("activity", "contributor_28"),
}
"""Metrics that are a count of one column of a table."""
FIGURES = COLUMNS[5:12]
NUMBER = re.compile(r"(?<![\w.#])\d[\d,]*(?:\.\d+)?(?![\w])")
Row = dict[str, str]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    with walked(tmp_path_factory.mktemp("ways")) as found:
        yield found


def rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def numbers_in(text: str) -> set[str]:
    return {each.replace(",", "") for each in NUMBER.findall(text)}


# --- what is withheld stands nowhere ------------------------------------------------------------


def test_the_edition_has_departments_and_ideas_of_every_kind(ways: Ways) -> None:
    adoption = {
        row["department_id"]: (row["headcount_status"], row["member_status"])
        for row in ways.canaries.cells("adoption")
        if row["date"] == AS_OF
    }
    assert {adoption[key] for key in HIDDEN} == {("hidden", "hidden")}
    assert [adoption[key] for key in BANDED] == [("ok", "few"), ("ok", "most")]
    assert {adoption[key] for key in SHOWN} == {("ok", "ok")}
    people = {
        row["department_id"]: row["people_status"]
        for row in ways.canaries.cells("idea_department")
        if row["idea_id"] == EVERYWHERE
    }
    assert {people["alpha"], people["gamma"], people["housing"]} == {"hidden", "few", "ok"}
    assert len(ways.canaries.withheld) > 200


def test_no_count_to_the_person_comes_out_by_any_way(ways: Ways) -> None:
    withheld = {str(count): what for count, what in ways.canaries.withheld.items()}
    tables = json.dumps(ways.canaries.edition.tables, default=str)
    found = {
        where: sorted(withheld[each] for each in numbers_in(text) & withheld.keys())
        for where, text in [*ways.texts(), ("edition", tables)]
    }
    assert {where: what for where, what in found.items() if what} == {}


# --- the same by every way ------------------------------------------------------------------------


@pytest.mark.parametrize("metric", sorted(catalogue()))
def test_table_json_and_csv_of_a_metric_say_the_same(ways: Ways, metric: str) -> None:
    for frame in (frame for (name, _), frame in ways.frames.items() if name == metric):
        lines = frame_as("table", frame).splitlines()[5:]
        objects = json.loads(frame_as("json", frame))["cells"]
        for cell, row, line in zip(objects, rows(frame_as("csv", frame)), lines, strict=True):
            for name in FIGURES:
                assert float(row[name] or "nan") == pytest.approx(
                    float("nan") if cell[name] is None else cell[name], nan_ok=True
                )
            assert (row["status"], row["note"]) == (cell["status"], cell["note"])
            if cell["status"] == "suppressed":
                assert cell["note"] in WORDS.values()
                assert {cell[name] for name in FIGURES} == {None}
                assert cell["note"] in line
            elif cell["value"] is not None:
                assert value_text(cell["value"], frame.metric.unit) in line


@pytest.mark.parametrize("metric", COUNTS)
def test_a_metric_says_what_the_edition_holds(ways: Ways, metric: str) -> None:
    table, column = COUNTS[metric]
    held = {row["department_id"]: row for row in ways.canaries.cells(table) if row["date"] == AS_OF}
    cells = ways.frames[metric, "department"].cells
    assert {cell.key for cell in cells} == {*HIDDEN, *BANDED, *SHOWN}
    for cell in cells:
        status = held[cell.key][f"{column}_status"]
        assert cell.value == held[cell.key][f"{column}_count"]
        assert cell.note == WORDS.get(status, "")


def test_the_files_of_a_page_say_what_the_command_line_says(ways: Ways) -> None:
    said = {
        key(row): figures(row)
        for frame in ways.frames.values()
        for row in (rows(frame_as("csv", frame)) if frame.query.idea_id is None else ())
    }
    seen = set()
    for name, page in ways.pages.items():
        for file, text in page.files.items():
            found = rows(text)
            for row in found if found and set(found[0]) == set(COLUMNS) else ():
                if key(row) in said:
                    assert figures(row) == said[key(row)], (name, file, row)
                    seen.add((row["metric"], row["status"]))
    assert {metric for metric, status in seen} >= {*list(COUNTS)[2:], "adoption_rate"}
    assert {status for _, status in seen} >= {"ok", "suppressed"}


def key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("metric", "period", "key", "department_id"))


def figures(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in (*FIGURES, "status", "basis", "note"))


# --- tables, charts and their order -------------------------------------------------------------

COLUMNS_OF = {
    "Departments": {
        "Adoption": "adoption_rate",
        "Members": "members",
        "To reach 50%": "gap_to_target",
        "Active, 28 days": "active_rate",
    },
    "People who took up the idea, by department": {
        "People": "idea_people",
        "Per 100": "idea_people_per_100",
    },
}
"""Caption of a table whose rows are departments, and the metrics that its columns show."""


def tables(ways: Ways) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of every page whose rows are departments, and the idea that it is about."""
    for name, page in ways.pages.items():
        found = page.drawn.parts("table")
        idea = PAGES[name][1].get("idea", "")
        yield from ((idea, each) for each in found if each["caption"] in COLUMNS_OF)


def cell_of(ways: Ways, metric: str, department: str, idea: str) -> Cell:
    by = "idea_department" if idea else "department"
    cells = ways.frames[metric, by].cells
    (found,) = (c for c in cells if c.department_id == department and (not idea or c.key == idea))
    return found


def test_tables_of_departments_say_what_the_command_line_says(ways: Ways) -> None:
    seen = set()
    for idea, table in tables(ways):
        for place, column in enumerate(table["columns"]):
            metric = COLUMNS_OF[table["caption"]].get(column["label"], "")
            for row in table["rows"] if metric else ():
                cell = cell_of(ways, metric, row[0]["text"].lower(), idea)
                seen.add((metric, cell.note))
                if cell.status == "suppressed":
                    of = " people" if metric in SHARES and SHORT[cell.note].startswith("<") else ""
                    assert row[place] == {"text": SHORT[cell.note] + of, "tone": "quiet"}, row
                else:
                    assert row[place]["sort"] == cell.value, row
    for metric in COLUMNS_OF["Departments"].values():
        few = WORDS["rests" if metric == "gap_to_target" else "few"]
        assert {(metric, WORDS["hidden"]), (metric, few)} <= seen


def test_rows_without_a_figure_are_ordered_by_name_whatever_is_sorted_by(ways: Ways) -> None:
    for _, table in tables(ways):
        for place in range(1, len(table["columns"])):
            rest = [r[0]["text"] for r in table["rows"] if r[place].get("sort") is None]
            shown = [r[0]["text"] for r in table["rows"] if r[place].get("sort") is not None]
            assert rest == sorted(rest), table["caption"]
            assert not {"Alpha", "Beta"} & set(shown)
    for frame in ways.frames.values():
        if frame.query.by == "department":
            listed = [cell.label for cell in frame.cells]
            assert listed == sorted(listed), frame.metric.name
            last = [cell.label for cell in frame.ranked() if not cell.is_ok]
            assert last == sorted(last), frame.metric.name


def test_the_grid_of_ideas_says_what_the_command_line_says(ways: Ways) -> None:
    (grid,) = ways.pages["ideas"].drawn.parts("idea_grid")
    assert not {"Alpha", "Beta"} & set(grid["columns"])
    for row in grid["rows"]:
        idea = row["href"].removeprefix("idea?idea=")
        for column, shown in zip(grid["columns"], row["cells"], strict=True):
            cell = cell_of(ways, "idea_people", column.lower(), idea)
            if cell.status == "suppressed":
                assert (shown["text"], shown["step"]) == (SHORT[cell.note], None)
                assert shown["spoken"].startswith(cell.note)
            else:
                assert shown["text"] == value_text(cell.value or 0, "people")


@pytest.mark.parametrize("name", PAGES)
def test_charts_say_what_their_tables_say_and_name_nothing_hidden(ways: Ways, name: str) -> None:
    page = ways.pages[name]
    figures = [json.loads(spec) for spec in page.drawn.specs()]
    said = [text for each in figures for text in spoken(each)] + page.alternatives
    beside = page.texts["html"] + page.texts["parts"] + "".join(page.files.values())
    known = {float(each) for each in numbers_in(beside)} | {float(n) for n in totals(page)}
    for text in said:
        assert {each for each in map(float, numbers_in(text)) if each > 9} <= known, text
        assert not [key for key in (*HIDDEN, *BANDED) if key in text.lower() and key != name]
    for trace in (trace for each in figures for trace in each["data"] if "customdata" in trace):
        assert {float(each) for each in trace["y"] if each is not None} <= known


def totals(page: Page) -> Iterator[int]:
    """What the columns of each table sum to."""
    for table in page.drawn.parts("table"):
        for column in zip(*table["rows"], strict=True):
            cells = [cell["text"].replace(",", "") for cell in column]
            yield sum(int(cell) for cell in cells if cell.isdecimal())


def spoken(figure: dict[str, Any]) -> Iterator[str]:
    """Every text of a figure: of its dots and bars, and what stands beside them."""
    for trace in figure["data"]:
        for field in ("name", "customdata", "text", "hovertext", "hovertemplate"):
            given = trace.get(field, ())
            yield from (str(each) for each in ([given] if isinstance(given, str) else given))
    yield from (str(note["text"]) for note in figure["layout"].get("annotations", ()))


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", sorted(catalogue()))
def test_what_goes_wrong_is_told_of_a_hidden_department_as_of_a_shown_one(
    ways: Ways, metric: str
) -> None:
    for by in catalogue()[metric].by:
        for more in ({"window_days": 3}, {"idea_id": EVERYWHERE}):
            outcomes = {
                outcome(ways, Query(metric=metric, by=by, department_id=key, **more))
                for key in (HIDDEN[0], BANDED[0], SHOWN[0])
            }
            assert len(outcomes) == 1, (by, more, outcomes)


def outcome(ways: Ways, query: Query) -> str:
    """The sentence, or that there is an answer."""
    try:
        compute(ways.edition, query)
    except UptakeError as error:
        return f"{type(error).__name__}: {error}"
    return "answered"


def test_the_command_line_tells_nothing_of_what_is_not_there(ways: Ways) -> None:
    said = {
        refused(str(ways.canaries.home), key).replace(key, "X")
        for key in ("alpha", "gamma", "housing", "nowhere")
    }
    assert len(said) == 1


def refused(home: str, key: str) -> str:
    """What is said to a department that is asked for where none can be."""
    asked = ((key,), ("members", "--by", key), ("members", "--edition", key))
    return "".join(told("metric", *words, "--home", home) for words in asked)
