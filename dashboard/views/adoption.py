"""How far adoption has come: the first page."""

from datetime import timedelta

import streamlit as st

from dashboard.charts.adoption import HEIGHT, adoption_over_time
from dashboard.charts.gap import gap_bars
from dashboard.metric import Cell
from dashboard.outputs.csv import frame_csv
from dashboard.periods import Period
from dashboard.views.department_table import department_card
from dashboard.views.desk import Desk
from dashboard.views.filters import choose_period
from dashboard.views.headline import headline_numbers
from dashboard.views.layout import card, download_below, draw, empty, head, head_row
from dashboard.words import adoption as words
from dashboard.words import empty as empties
from dashboard.words.figure import Finding

SINCE = timedelta(weeks=60)
"""How much of the past the chart shows."""


def show(desk: Desk) -> None:
    """Draw the page."""
    if desk.edition.first_date is None:
        _without_members(desk)
        return
    rate, members = desk.ask(metric="adoption_rate").cell, desk.ask(metric="members").cell
    planned = desk.ask(metric="planned_members").cell
    title = words.headline(rate, members, planned, desk.edition.target)
    text, tools = head_row()
    with text:
        head(words.eyebrow("Network adoption", desk.as_of), title)
    with tools:
        period = choose_period()
    headline_numbers(desk, period, tools)
    if desk.edition.departments:
        over_time, gap = st.columns([2, 1])
        with over_time:
            _over_time(desk, period, members)
        with gap:
            _gap(desk)
    else:
        _over_time(desk, period, members)
    department_card(desk, period, words.past_target(_rates(desk), desk.edition.target))


def _without_members(desk: Desk) -> None:
    eyebrow = words.eyebrow("Network adoption", desk.edition.as_of_date)
    head(eyebrow, Finding(empties.NO_NETWORK.title))
    empty(empties.NO_NETWORK)


def _rates(desk: Desk) -> tuple[Cell, ...]:
    return desk.ask(metric="adoption_rate", by="department").cells


def _over_time(desk: Desk, period: Period, members: Cell) -> None:
    edition, target = desk.edition, desk.edition.target
    before = desk.ask(metric="members", at=period.start(desk.as_of)).cell
    gap = desk.ask(metric="gap_to_target").cell
    with card("pace", words.pace(members, before, target, gap), is_stretched=True):
        rate = desk.ask(metric="adoption_rate", by="week", start=_start(desk))
        if not rate.shown:
            empty(empties.NO_HEADCOUNT)
            return
        chart = adoption_over_time(rate, edition.target, desk.theme)
        draw(chart, "adoption", lambda: frame_csv(rate))


def _start(desk: Desk) -> object:
    first = desk.edition.first_date
    return first and max(first, desk.as_of - SINCE)


def _gap(desk: Desk) -> None:
    gaps, target = desk.ask(metric="gap_to_target", by="department"), desk.edition.target
    finding = words.gap(gaps.cells, target)
    with card("gap", finding, is_stretched=True):
        if target is None:
            empty(empties.NO_TARGET)
        elif not gaps.shown:
            empty(empties.NO_HEADCOUNT)
        else:
            chart = gap_bars(gaps, target, desk.theme, named=finding.named)
            draw(chart, "gap", lambda: frame_csv(gaps), height=HEIGHT)
            return
        download_below("gap", lambda: frame_csv(gaps))
