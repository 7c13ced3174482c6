"""Which ideas get traction in which department."""

from dataclasses import asdict, dataclass, replace
from math import ceil

import streamlit as st

from dashboard.components.idea_grid import GridCell, GridData, GridRow, idea_grid
from dashboard.components.ledger import Part, mount
from dashboard.metric import Cell, Frame
from dashboard.metric.idea_facts import listed_ideas
from dashboard.metric.topic_facts import topics
from dashboard.outputs.csv import frame_csv
from dashboard.views import records
from dashboard.views.curating import dividend_card, places_card, trending_card
from dashboard.views.desk import Desk, address
from dashboard.views.filters import (
    choose_page,
    choose_per_100,
    choose_search,
    choose_topic,
    choose_window,
)
from dashboard.views.idea_life import stale_card
from dashboard.views.ideas_compared import compared_card, late_card, ways_card
from dashboard.views.layout import card, download, empty, head, head_row
from dashboard.views.openings import openings_card
from dashboard.views.texts import short, spoken
from dashboard.views.topics import topic_card, topics_card
from dashboard.words import empty as empties
from dashboard.words import ideas as words
from dashboard.words.figure import Finding, known
from dashboard.words.privacy import is_hidden

PER_PAGE = 15
EARLIER = empties.Empty("", "Choose a longer time to see earlier ideas.")
PEOPLE, PER_100 = "idea_people", "idea_people_per_100"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose to see."""

    metric: str
    window_days: int
    search: str = ""
    topic_id: str = ""


def show(desk: Desk) -> None:
    """Draw the page."""
    if not records.has_ideas(desk.edition):
        head("Ideas", words.headline((), (), 0, are_any=False))
        empty(empties.NO_IDEAS)
        return
    text, tools = head_row()
    with tools:
        window, is_per_100 = choose_window(), choose_per_100()
        topic_id = choose_topic(topics(desk.edition))
    with text:
        _head(desk, Choice(PEOPLE, window, topic_id=topic_id))
    if not desk.keep(_count, Choice(PEOPLE, window)):
        empty(EARLIER if window else empties.NO_IDEAS)
        return
    if topic_id:
        topic_card(desk, topic_id, window)
    with card("grid", desk.keep(_finding, Choice(PEOPLE, window, topic_id=topic_id), is_per_100)):
        shown = PER_100 if is_per_100 else PEOPLE
        _grid(desk, Choice(shown, window, choose_search(), topic_id))
    if not topic_id:
        topics_card(desk, window)
    openings_card(desk)
    trending_card(desk)
    left, right = st.columns(2)
    with left:
        compared_card(desk, window)
    with right:
        ways_card(desk)
    if desk.scope.is_everything:  # of all departments together
        _curated(desk)
    late_card(desk)
    stale_card(desk)


def _count(desk: Desk, choice: Choice) -> int:
    listed = listed_ideas(
        desk.edition, choice.window_days, search=choice.search, topic_id=choice.topic_id
    )
    return len(listed)


def _finding(desk: Desk, choice: Choice, is_per_100: bool) -> Finding:
    unposted = records.unposted(desk.edition)
    most = _by_department(desk, choice, PER_PAGE).cells
    posted = [cell for cell in most if cell.key not in unposted]
    finding = words.grid(posted, desk.minimum_cell, is_per_100)
    if not desk.scope.is_everything:  # of all departments it would say what only these show
        return replace(finding, title="Ideas in your departments")
    return finding


def _curated(desk: Desk) -> None:
    left, right = st.columns(2)
    with left:
        dividend_card(desk)
    with right:
        places_card(desk)


def _head(desk: Desk, choice: Choice) -> None:
    eyebrow = f"Ideas · {words.window_phrase(choice.window_days).removeprefix('in the ')}"
    head(eyebrow, desk.keep(_title, choice))


def _title(desk: Desk, choice: Choice) -> Finding:
    people = _by_idea(desk, choice, PER_PAGE)
    reached = _by_idea(desk, replace(choice, metric="idea_departments_reached"), PER_PAGE)
    return words.headline(people.cells, reached.cells, choice.window_days, are_any=True)


def _by_idea(desk: Desk, choice: Choice, limit: int) -> Frame:
    return desk.ask(by="idea", limit=limit, **asdict(choice))


def _by_department(desk: Desk, choice: Choice, limit: int) -> Frame:
    return desk.ask(by="idea_department", limit=limit, **asdict(choice))


def _grid(desk: Desk, choice: Choice) -> None:
    count = desk.keep(_count, choice)
    if not count:
        empty(words.not_found(choice.search, choice.window_days))
        return
    pages = ceil(count / PER_PAGE)
    place = st.container()
    with st.container(key="foot_grid", horizontal=True, horizontal_alignment="distribute"):
        page = choose_page(pages)
        download("ideas", lambda: frame_csv(_by_department(desk, choice, PER_PAGE * page)))
    with place:
        mount(desk.keep(_table, choice, page), key="grid")


def _table(desk: Desk, choice: Choice, page: int) -> Part:
    return idea_grid(grid(desk, choice, page))


def grid(desk: Desk, choice: Choice, page: int) -> GridData:
    """One page of the grid, ideas with most people first."""
    totals = _by_idea(desk, replace(choice, metric=PEOPLE), PER_PAGE * page)
    frame = _by_department(desk, choice, PER_PAGE * page)
    first = _by_department(desk, replace(choice, search="", topic_id=""), PER_PAGE)
    order = _columns(desk, frame)
    shown = totals.ranked()[PER_PAGE * (page - 1) : PER_PAGE * page]
    by_place = {(cell.key, cell.department_id): cell for cell in frame.cells}
    unposted = records.unposted(desk.edition)
    return GridData(
        caption="People who took up each idea, by department",
        total="People",
        total_unit="people",
        columns=[desk.edition.department_name(key) for key in order],
        rows=[_row(total, order, by_place, frame, total.key in unposted) for total in shown],
        highest=max((known(cell) or 0 for cell in first.cells), default=0),
    )


def _columns(desk: Desk, frame: Frame) -> list[str]:
    """Departments by name; none that is hidden for every idea, or closed and without any."""
    shown = {cell.department_id for cell in frame.cells if not is_hidden(cell.note)}
    taken = {cell.department_id for cell in frame.cells if known(cell)}
    return [
        key
        for key in desk.edition.departments
        if key in shown and (key in taken or key in desk.departments)
    ]


def _row(
    total: Cell,
    order: list[str],
    by_place: dict[tuple[str, str], Cell],
    frame: Frame,
    is_unposted: bool,
) -> GridRow:
    unit = frame.metric.unit
    cells = [_cell(by_place.get((total.key, key)), total.key, unit) for key in order]
    return GridRow(
        title=total.label,
        href=address("idea", {"idea": total.key}),
        total=short(total, "people"),
        cells=cells,
        remark=words.UNPOSTED if is_unposted else "",
    )


def _cell(cell: Cell | None, idea_id: str, unit: str) -> GridCell:
    if cell is None:
        return GridCell(text="", value=None, spoken="No data")
    return GridCell(
        text=short(cell, unit),
        value=known(cell),
        spoken=spoken(cell, unit),
        href=address("idea", {"idea": idea_id, "department": cell.department_id}),
    )
