"""The life of one idea, what was recorded of it, and a form for those who may record."""

import os
from html import escape

import streamlit as st
from sqlalchemy import RowMapping

from dashboard.access import Right
from dashboard.components.ledger import mount
from dashboard.components.table import (
    TableCell,
    TableData,
    number_column,
    table_part,
    words_column,
)
from dashboard.installation import installation
from dashboard.outputs.csv import table_csv
from dashboard.views import idea_rows
from dashboard.views.desk import Desk, address
from dashboard.views.layout import Listed, card, download_below, list_card, small_table
from dashboard.views.ticket import note_record
from dashboard.words import life as words
from dashboard.words import numbers
from dashboard.words.dates import long_date, short_day
from etl.errors import UptakeError
from etl.recording import Record, write_record

QUIET_DAYS = 28
MOST = 10


def life_card(desk: Desk, row: RowMapping) -> None:
    """How far the idea has come, with the time in each stage."""
    idea_id = str(row["idea_id"])
    steps = words.steps(idea_rows.stages(desk.edition).get(idea_id, {}), desk.as_of)
    with card("life", words.life(steps)):
        columns = [words_column("Stage"), words_column("Since"), number_column("Days in it")]
        cells = [
            [
                TableCell(text=words.STAGES[step.stage]),
                TableCell(
                    text=words.since(step.reached_date), tone="" if step.reached_date else "quiet"
                ),
                TableCell(text="–" if step.days is None else numbers.count(step.days)),
            ]
            for step in steps
        ]
        mount(small_table("Stages of the idea", columns, cells), key="life")
        _recorded(desk, idea_id)
        download_below(
            "life",
            lambda: table_csv(
                ("stage", "reached_date", "days"),
                [(step.stage, step.reached_date, step.days) for step in steps],
            ),
        )
        if may_record(desk):
            _form(desk, str(row["address"]))


def _recorded(desk: Desk, idea_id: str) -> None:
    rows = idea_rows.recorded(desk.edition, idea_id)
    if not rows:
        return
    columns = [words_column("Recorded"), words_column("Where"), words_column("Worth", wraps=True)]
    columns.append(words_column("Evidence", wraps=True))
    name = desk.edition.department_name
    cells = [
        [
            TableCell(text=words.STAGES[row["stage"]], after=long_date(row["recorded_date"])),
            TableCell(text=name(row["department_id"])),
            TableCell(text=words.worth(row["value"], row["unit"])),
            TableCell(text="See" if row["evidence"] else "–", href=row["evidence"] or ""),
        ]
        for row in rows
    ]
    mount(small_table("What was recorded of the idea", columns, cells), key="recorded")


def may_record(desk: Desk) -> bool:
    """Whether the viewer has the right, and this process may write into the inbox.

    The dashboard needs to write nothing else. Where its account may not write there, the verb and
    the CSV remain.
    """
    inbox = installation().settings.inbox
    return desk.scope.may(Right.RECORD) and inbox.is_dir() and os.access(inbox, os.W_OK)


def _form(desk: Desk, idea: str) -> None:
    with (
        st.expander("Record what became of it"),
        st.form("record", border=False, clear_on_submit=True),
    ):
        stage = st.segmented_control(
            "What happened", ("Adopted", "Outcome"), default="Adopted", required=True
        )
        places = {"": "Everywhere", **desk.edition.departments}
        place = st.selectbox("Where", list(places), format_func=lambda key: places[key])
        day = st.date_input("When", value=desk.today, max_value=desk.today, format="DD/MM/YYYY")
        evidence = st.text_input("A page that shows it", placeholder="https://")
        value = st.number_input("Worth", value=None)
        unit = st.text_input("Unit of the worth", placeholder="hours a year", max_chars=40)
        if not st.form_submit_button("Record"):
            return
        where = places[place] if place else ""
        record = Record(idea, str(stage).lower(), day, where, evidence, value, unit)
        _write(record)


def _write(record: Record) -> None:
    try:
        path = write_record(installation().settings.inbox, record)
        note_record(path.name)
    except UptakeError as error:
        st.html(f'<p class="up-banner">{escape(str(error))}</p>')
    except OSError:
        st.html('<p class="up-banner">The inbox cannot be written. Ask whoever runs Uptake.</p>')
    else:
        st.html(f'<p class="up-banner">{escape(words.recorded(path.name))}</p>')


def stale_card(desk: Desk) -> None:
    """Ideas that were discussed and then went quiet; those with most people first."""
    listed = desk.keep(_stale)
    if listed is not None:
        list_card("stale", listed, file="quiet_ideas")


def _stale(desk: Desk) -> Listed | None:
    rows = idea_rows.stale(desk.edition, desk.as_of, QUIET_DAYS)
    if not rows:
        return None
    columns = [words_column("Idea", wraps=True), words_column("Stage"), words_column("Last seen")]
    cells = [
        [
            TableCell(text=row.title, href=address("idea", {"idea": row.idea_id})),
            TableCell(text=words.STAGES[row.stage]),
            TableCell(text=short_day(row.last_seen_date)),
        ]
        for row in rows[:MOST]
    ]
    table = TableData(caption="Ideas that have gone quiet", columns=columns, rows=cells)
    names = ("title", "stage", "last_seen_date")
    values = [(row.title, row.stage, row.last_seen_date) for row in rows]
    finding = words.stale(len(rows), QUIET_DAYS)
    return Listed(finding, {"stale": table_part(table)}, lambda: table_csv(names, values))
