"""How the network is taken part in: how evenly, how soon, and who stays."""

import streamlit as st
from sqlalchemy import Table

from dashboard.components.table import TableData, ledger_table
from dashboard.metric.participation_facts import (
    as_published,
    cohorts,
    comings,
    replies,
    rungs,
    spread,
    steps,
    sticking,
)
from dashboard.outputs.csv import table_csv
from dashboard.views.desk import Desk
from dashboard.views.layout import card, download_below, empty, empty_for, head
from dashboard.views.participation_tables import (
    cohort_table,
    coming_table,
    ladder_table,
    reply_table,
    spread_table,
    waiting_table,
)
from dashboard.words import empty as empties
from dashboard.words import ladder as ladder_words
from dashboard.words import participation as words
from dashboard.words.adoption import eyebrow
from dashboard.words.figure import Finding
from etl.editions import schema


def show(desk: Desk) -> None:
    """Draw the page."""
    if desk.edition.first_date is None:
        head(eyebrow("Participation", desk.edition.as_of_date), Finding(empties.NO_NETWORK.title))
        empty(empties.NO_NETWORK)
        return
    finding = words.headline(spread(desk.edition), replies(desk.edition))
    sticky = words.stickiness(sticking(desk.edition))
    head(eyebrow("Participation", desk.as_of), Finding(finding.title, sticky or finding.note))
    members = desk.ask(metric="members").cell
    if members.status == "suppressed":
        empty_for(members, empties.NO_NETWORK)
        return
    _rungs(desk)
    _writing(desk)
    _staying(desk)


def _rungs(desk: Desk) -> None:
    found = rungs(desk.edition)
    with card("ladder", ladder_words.ladder(found)):
        _table(desk, ladder_table(found), schema.ladder)


def _writing(desk: Desk) -> None:
    found, answered = spread(desk.edition), replies(desk.edition)
    left, right = st.columns(2)
    with left, card("concentration", words.concentration(found), is_stretched=True):
        _table(desk, spread_table(found), schema.concentration)
    with right, card("replies", words.replies(answered), is_stretched=True):
        _table(desk, reply_table(answered), schema.response)


def _staying(desk: Desk) -> None:
    waits, months, stretches = steps(desk.edition), cohorts(desk.edition), comings(desk.edition)
    with card("waiting", words.waiting(waits)):
        _table(desk, waiting_table(waits), schema.waiting)
    with card("cohorts", words.cohorts(months)):
        _table(desk, cohort_table(months), schema.cohort)
    with card("comings", words.comings(stretches)):
        _table(desk, coming_table(stretches), schema.coming)


def _table(desk: Desk, table: TableData, source: Table) -> None:
    """The table and its file; nothing where there is no row."""
    if table.rows:
        ledger_table(table, key=f"table_{source.name}")
        download_below(source.name, lambda: table_csv(*as_published(desk.edition, source)))
