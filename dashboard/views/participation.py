"""How the network is taken part in: how evenly, how soon, and who stays."""

import streamlit as st
from sqlalchemy import Table

from dashboard.components.table import TableData, table_part
from dashboard.metric.participation_facts import (
    as_published,
    cohorts,
    comings,
    replies,
    spread,
    steps,
    sticking,
)
from dashboard.outputs.csv import table_csv
from dashboard.views.desk import Desk
from dashboard.views.ladder_card import ladder_card
from dashboard.views.layout import Listed, empty_for, head, list_card
from dashboard.views.participation_tables import (
    cohort_table,
    coming_table,
    reply_table,
    spread_table,
    waiting_table,
)
from dashboard.views.without import without_network
from dashboard.words import empty as empties
from dashboard.words import participation as words
from dashboard.words.adoption import eyebrow
from dashboard.words.figure import Finding
from etl.editions import schema


def show(desk: Desk) -> None:
    """Draw the page."""
    if desk.edition.first_date is None:
        without_network("Participation", desk)
        return
    head(eyebrow("Participation", desk.as_of), desk.keep(_title))
    members = desk.ask(metric="members").cell
    if members.status == "suppressed":
        empty_for(members, empties.NO_NETWORK)
        return
    ladder_card(desk)
    _writing(desk)
    list_card("waiting", desk.keep(_waiting))
    list_card("cohorts", desk.keep(_cohorts), file="cohort")
    list_card("comings", desk.keep(_comings), file="coming")


def _title(desk: Desk) -> Finding:
    finding = words.headline(spread(desk.edition), replies(desk.edition))
    sticky = words.stickiness(sticking(desk.edition))
    return Finding(finding.title, sticky or finding.note)


def _writing(desk: Desk) -> None:
    left, right = st.columns(2)
    with left:
        list_card("concentration", desk.keep(_spread), is_stretched=True)
    with right:
        list_card("replies", desk.keep(_replies), file="response", is_stretched=True)


def _spread(desk: Desk) -> Listed:
    found = spread(desk.edition)
    return _listed(desk, words.concentration(found), spread_table(found), schema.concentration)


def _replies(desk: Desk) -> Listed:
    found = replies(desk.edition)
    return _listed(desk, words.replies(found), reply_table(found), schema.response)


def _waiting(desk: Desk) -> Listed:
    found = steps(desk.edition)
    return _listed(desk, words.waiting(found), waiting_table(found), schema.waiting)


def _cohorts(desk: Desk) -> Listed:
    found = cohorts(desk.edition)
    return _listed(desk, words.cohorts(found), cohort_table(found), schema.cohort)


def _comings(desk: Desk) -> Listed:
    found = comings(desk.edition)
    return _listed(desk, words.comings(found), coming_table(found), schema.coming)


def _listed(desk: Desk, finding: Finding, table: TableData, source: Table) -> Listed:
    """The table and its file; the finding alone where there is no row."""
    if not table.rows:
        return Listed(finding)

    def make_csv() -> str:
        return table_csv(*as_published(desk.edition, source))

    return Listed(finding, {source.name: table_part(table)}, make_csv)
