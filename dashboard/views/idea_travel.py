"""How one idea travelled through the departments."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.charts import travel as charts
from dashboard.outputs.csv import table_csv
from dashboard.views import idea_rows, records
from dashboard.views.desk import Desk
from dashboard.views.layout import card, draw, empty
from dashboard.words import travel as words
from dashboard.words.empty import Empty
from dashboard.words.figure import known
from dashboard.words.travel import Stop

WHEN = Empty("", "As soon as enough people of one department take part, it shows here.")


def travel_card(desk: Desk, idea_id: str) -> None:
    """The route of the idea through the departments, and how mixed its people are.

    For those who see every department: of some alone it would tell another story.
    """
    stops = _stops(desk, idea_id)
    with card("travel", words.route(stops, desk.minimum_cell)):
        if not stops:
            empty(WHEN)
            return
        mixed = idea_rows.evenness(desk.edition, idea_id)
        if mixed is not None:
            st.html(f'<p class="up-note">{escape(words.MIXES[mixed["mix"]])}</p>')
        plot = desk.plot(lambda theme: charts.route(stops, theme), "route", idea_id)
        draw(plot, "route", lambda: _csv(stops))


def _stops(desk: Desk, idea_id: str) -> list[Stop]:
    """Only departments whose count of people is shown: a hidden one is not on the line."""
    people = desk.ask(metric="idea_people", by="department", idea_id=idea_id, window_days=0)
    shown = {cell.department_id: round(known(cell) or 0) for cell in people.shown}
    row = records.idea_row(desk.edition, idea_id)
    first = row["first_shared_date"] if row else None
    return [
        Stop(
            held["department_id"],
            desk.edition.department_name(held["department_id"]),
            held["held_date"],
            (held["held_date"] - first).days + 1 if first else 1,
            shown[held["department_id"]],
        )
        for held in idea_rows.travel(desk.edition, idea_id)
        if held["department_id"] in shown
    ]


def _csv(stops: Sequence[Stop]) -> str:
    return table_csv(
        ("department", "held_date", "day", "people_count"),
        [(stop.name, stop.held_date, stop.day, stop.people) for stop in stops],
    )
