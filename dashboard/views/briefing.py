"""The briefing at the top of a page: sentences that lead to their cards."""

from datetime import date
from html import escape

import streamlit as st

from dashboard.metric import Cell
from dashboard.metric.changes import moved
from dashboard.metric.facts import settled_day
from dashboard.metric.outlook import outlook_row
from dashboard.periods import Period
from dashboard.views.desk import Desk
from dashboard.views.layout import card
from dashboard.views.movement import Asked, told
from dashboard.words import briefing as words
from dashboard.words.briefing import Sentence, Situation
from dashboard.words.figure import Change
from etl.editions.schema import WHOLE

ADOPTION_CARDS = frozenset({"pace", "gap", "outlook", "movement", "departments"})
DEPARTMENT_CARDS = frozenset({"history", "activity", "movement", "ideas"})
IDEAS = 10


def briefing_card(desk: Desk, period: Period, department_id: str = WHOLE) -> None:
    """Draw the card; nothing where nothing moved."""
    situation = situation_of(desk, period, department_id)
    sentences = words.briefing(situation)
    if not sentences:
        return
    with card("briefing", words.heading(sentences, situation)):
        st.html(f'<ul class="up-brief">{"".join(map(_item, sentences))}</ul>')


def _item(sentence: Sentence) -> str:
    return f'<li><a href="#{escape(sentence.card)}">{escape(sentence.text)}</a></li>'


def situation_of(desk: Desk, period: Period, department_id: str) -> Situation:
    """What is known of a department, or of the whole, since the period began."""
    start, is_whole = period.start(desk.as_of), department_id == WHOLE
    why = told(desk, Asked("members", start, desk.as_of, department_id))[1]
    return Situation(
        start=start,
        end=desk.as_of,
        cards=ADOPTION_CARDS if is_whole else DEPARTMENT_CARDS,
        name="" if is_whole else desk.edition.department_name(department_id),
        why=why,
        rate=_change(desk, period, "adoption_rate", department_id),
        active=None if is_whole else _active(desk, period, department_id),
        rates=_rates(desk, period) if is_whole else (),
        gaps=desk.ask(metric="gap_to_target", by="department").shown if is_whole else (),
        needed=_needed(desk, department_id),
        chance=desk.ask(metric="target_chance").cell if is_whole else None,
        target=desk.edition.target,
        ideas=() if is_whole else _ideas(desk, department_id),
        bulk=_bulk(desk) if is_whole else None,
    )


def _change(desk: Desk, period: Period, metric: str, department_id: str) -> Change | None:
    now = desk.ask(metric=metric, department_id=department_id).cell
    start = period.start(desk.as_of)
    before = desk.ask(metric=metric, department_id=department_id, at=start).cell
    return moved(desk.edition, "members", now, before)


def _rates(desk: Desk, period: Period) -> list[tuple[str, Change]]:
    now = desk.ask(metric="adoption_rate", by="department")
    before = desk.ask(metric="adoption_rate", by="department", at=period.start(desk.as_of))
    changes = (
        (cell.label, moved(desk.edition, "members", cell, before.get(cell.key)))
        for cell in now.shown
    )
    return [(name, change) for name, change in changes if change is not None]


def _active(desk: Desk, period: Period, department_id: str) -> Change | None:
    now = desk.ask(metric="active_members", department_id=department_id).cell
    day = settled_day(desk.edition, 28, "active", period.start(desk.as_of))
    before = desk.ask(metric="active_members", department_id=department_id, at=day).cell
    return moved(desk.edition, "active", now, before)


def _needed(desk: Desk, department_id: str) -> Cell:
    if department_id == WHOLE:
        return desk.ask(metric="joins_needed").cell
    return desk.ask(metric="joins_needed", by="department").get(department_id)


def _ideas(desk: Desk, department_id: str) -> tuple[Cell, ...]:
    frame = desk.ask(
        metric="idea_people", by="idea", department_id=department_id, window_days=28, limit=IDEAS
    )
    return frame.shown


def _bulk(desk: Desk) -> tuple[date, int] | None:
    row = outlook_row(desk.edition)
    return (row["bulk_date"], row["bulk_count"]) if row and row["bulk_date"] else None
