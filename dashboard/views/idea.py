"""One idea: where it was shared, whom it reached, how its clicks came."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from sqlalchemy import RowMapping
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.idea import idea_course
from dashboard.components.kpi_strip import Kpi, kpi_strip
from dashboard.components.ledger import mount
from dashboard.components.table import TableCell, TableColumn, number_column, words_column
from dashboard.metric import Cell, Frame
from dashboard.outputs.csv import table_csv
from dashboard.views import records
from dashboard.views.desk import Desk, parameter
from dashboard.views.files import frames_csv
from dashboard.views.idea_clicks import clicks_card
from dashboard.views.idea_life import life_card
from dashboard.views.idea_travel import travel_card
from dashboard.views.layout import (
    card,
    download,
    download_below,
    draw,
    empty,
    head,
    head_row,
    small_table,
)
from dashboard.views.texts import bar_cell, department_cell, figure_cell, short
from dashboard.words import empty as empties
from dashboard.words import ideas as words
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.empty import Empty
from dashboard.words.figure import Finding, known, shown

ALL_TIME = 0
NOT_FOUND = Empty("", "Choose one on the page of ideas.")


def show(desk: Desk) -> None:
    """Draw the page of the idea that the address names."""
    row = records.idea_row(desk.edition, parameter("idea"))
    if row is None:
        head("Ideas", Finding("There is no such idea in this edition"))
        empty(NOT_FOUND)
        return
    idea_id = str(row["idea_id"])
    people = _whole(desk, "idea_people", idea_id)
    reached = _whole(desk, "idea_departments_reached", idea_id)
    text, tools = head_row()
    with text:
        head(_eyebrow(row), words.idea(people, reached), web_address=row["address"])
    _headline_numbers(desk, idea_id, people, reached, tools)
    life, reach = st.columns([2, 1])
    with life:
        life_card(desk, row)
        _places(desk, idea_id)
    with reach:
        _reach(desk, idea_id)
    if not desk.scope.is_everything:  # travel and shares of clicks are of all departments
        _course(desk, idea_id)
        return
    travel, course = st.columns(2)
    with travel:
        travel_card(desk, idea_id)
    with course:
        _course(desk, idea_id)
    clicks_card(desk, idea_id)


def _whole(desk: Desk, metric: str, idea_id: str) -> Cell:
    return _frame(desk, metric, idea_id, by="idea").cell


def _frame(desk: Desk, metric: str, idea_id: str, **more: object) -> Frame:
    return desk.ask(metric=metric, idea_id=idea_id, window_days=ALL_TIME, **more)


def _eyebrow(row: RowMapping) -> str:
    parts = ["Idea"]
    if row["found_in"]:
        parts.append(f"found in {row['found_in']}")
    if row["first_shared_date"]:
        parts.append(f"first shared {long_date(row['first_shared_date'])}")
    if row["last_seen_date"]:
        parts.append(f"last seen {long_date(row['last_seen_date'])}")
    return " · ".join(parts)


def _headline_numbers(
    desk: Desk, idea_id: str, people: Cell, reached: Cell, tools: DeltaGenerator
) -> None:
    clicks = _whole(desk, "idea_clicks", idea_id)
    half_life = _whole(desk, "idea_half_life", idea_id)
    posts = _whole(desk, "idea_posts", idea_id)
    items = [
        _kpi("People", people, "people", remark=f"{short(posts, 'posts')} posts"),
        _kpi("Departments reached", reached, "departments", out_of=_out_of(reached)),
        _kpi("Clicks", clicks, "clicks", remark=clicks.note if clicks.is_ok else ""),
        _kpi("Half-life of clicks", half_life, "hours"),
    ]
    mount(kpi_strip(items), key="kpis")
    names = ("idea_people", "idea_posts", "idea_replies", "idea_clicks", "idea_half_life")
    frames = [_frame(desk, name, idea_id, by="idea") for name in names]
    with tools:
        download("idea", lambda: frames_csv(frames))


def _out_of(reached: Cell) -> str:
    return f"of {numbers.count(reached.denominator)}" if reached.denominator else ""


def _kpi(label: str, cell: Cell, unit: str, remark: str = "", out_of: str = "") -> Kpi:
    text = shown(cell, unit) if cell.is_ok else short(cell, unit)
    value = text.removeprefix("at least ")
    return Kpi(
        label=label,
        before="at least" if value != text else "",
        value="Not yet" if unit == "hours" and not cell.is_ok else value,
        unit=out_of if cell.is_ok else "",
        remark=remark if cell.is_ok else cell.note,
        is_words=not cell.is_ok,
    )


def _course(desk: Desk, idea_id: str) -> None:
    half_life, posted = _whole(desk, "idea_half_life", idea_id), _whole(desk, "idea_posts", idea_id)
    posts = _frame(desk, "idea_posts", idea_id, by="week")
    replies = _frame(desk, "idea_replies", idea_id, by="week")
    clicks = _frame(desk, "idea_clicks", idea_id, by="week")
    with card("course", words.course(half_life, posted)):
        if not posts.cells and not clicks.cells:
            empty(empties.NO_CLICKS)
            return
        counted = clicks if clicks.cells else None
        plot = desk.plot(
            lambda theme: idea_course(posts, replies, counted, theme), "course", idea_id
        )
        draw(plot, "course", lambda: frames_csv([posts, replies, clicks]))


def _reach(desk: Desk, idea_id: str) -> None:
    people = _frame(desk, "idea_people", idea_id, by="department")
    per_100 = _frame(desk, "idea_people_per_100", idea_id, by="department")
    chosen = parameter("department")
    most = max((known(cell) or 0 for cell in people.cells), default=0)
    finding = words.reach(people.cells)
    if not desk.scope.is_everything:
        finding = replace(finding, title="In your departments")
    with card("reach", finding, is_stretched=True):
        columns = [
            TableColumn(label="Department", is_sortable=True, first="ascending"),
            TableColumn(label="People", is_sortable=True),
            TableColumn(label="Per 100", align="end", is_sortable=True),
        ]
        rows = [
            [
                department_cell(desk, cell.department_id, is_chosen=cell.department_id == chosen),
                bar_cell(people, cell, most),
                figure_cell(per_100, per_100.get(cell.key)),
            ]
            for cell in people.ranked()
        ]
        caption = "People who took up the idea, by department"
        mount(small_table(caption, columns, rows), key="reach")
        download_below("reach", lambda: frames_csv([people, per_100]))


def _places(desk: Desk, idea_id: str) -> None:
    rows = records.places(desk.edition, idea_id)
    with card("places", words.places(len(rows))):
        if not rows:
            empty(empties.NO_IDEAS)
            return
        columns = [
            words_column("Community"),
            words_column("First posted"),
            number_column("Posts"),
        ]
        cells = [
            [
                TableCell(text=row["place_name"]),
                TableCell(text=long_date(row["first_date"])),
                TableCell(text=numbers.count(row["post_count"])),
            ]
            for row in rows
        ]
        mount(small_table("Communities in which the idea was posted", columns, cells), key="places")
        download_below("places", lambda: _places_csv(rows))


def _places_csv(rows: Sequence[RowMapping]) -> str:
    names = ("place_name", "first_date", "post_count")
    return table_csv(names, [[row[name] for name in names] for row in rows])
