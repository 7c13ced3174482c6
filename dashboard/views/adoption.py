"""How far adoption has come: the first page."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from dashboard.charts.adoption import HEIGHT, adoption_over_time
from dashboard.charts.gap import gap_bars
from dashboard.metric import Frame
from dashboard.outputs.csv import frame_csv
from dashboard.periods import Period
from dashboard.views.bases import bases_card
from dashboard.views.briefing import briefing_card
from dashboard.views.control_card import joins_card
from dashboard.views.department_table import department_card
from dashboard.views.desk import Desk
from dashboard.views.filters import choose_period, choose_view, in_view
from dashboard.views.headline import headline_numbers
from dashboard.views.layout import card, download_below, draw, empty, empty_for, head, head_row
from dashboard.views.ledger import counted
from dashboard.views.missing import missing_card, missing_staff
from dashboard.views.movement import movement_card
from dashboard.views.others import others_card
from dashboard.views.outlook import outlook_card
from dashboard.views.restated import restated_notice
from dashboard.views.without import without_network
from dashboard.words import adoption as words
from dashboard.words import empty as empties
from dashboard.words.figure import Finding

SINCE = timedelta(weeks=60)
"""How much of the past the chart shows."""
FULL = 4
"""Bars that fill the height of the chart beside them."""


def show(desk: Desk) -> None:
    """Draw the page."""
    desk = in_view(desk)
    if desk.edition.first_date is None:
        without_network("Network adoption", desk)
        return
    text, tools = head_row()
    with text:
        head(
            words.eyebrow("Network adoption", desk.as_of), desk.keep(_title), counted=counted(desk)
        )
    with tools:
        choose_view(desk)
        period = choose_period()
    headline_numbers(desk, period, tools)
    briefing_card(desk, period)
    weekly = desk.ask(metric="adoption_rate", by="week", start=_start(desk))
    if weekly.shown and desk.edition.departments:
        over_time, gap = st.columns([2, 1])
        with over_time:
            _over_time(desk, period, weekly)
        with gap:
            _gap(desk)
    else:
        _over_time(desk, period, weekly)
    outlook_card(desk)
    _bases(desk)
    movement_card(desk, period)
    joins_card(desk)
    department_card(desk, period, desk.keep(_departments))
    others_card(desk)


def _title(desk: Desk) -> Finding:
    rate, members = desk.ask(metric="adoption_rate").cell, desk.ask(metric="members").cell
    planned = desk.ask(metric="planned_members").cell
    return words.headline(rate, members, planned, desk.edition.target)


def _bases(desk: Desk) -> None:
    found = desk.keep(missing_staff)
    if found is None:
        bases_card(desk)
        return
    bases, missing = st.columns(2)
    with bases:
        bases_card(desk)
    with missing:
        missing_card(found)


def _departments(desk: Desk) -> Finding:
    rates = desk.ask(metric="adoption_rate", by="department")
    if rates.shown:
        return words.past_target(rates.cells, desk.edition.target)
    return Finding("Adoption by department", words.past_target((), None).note)


def _over_time(desk: Desk, period: Period, weekly: Frame) -> None:
    target = desk.edition.target
    ahead = desk.ask(metric="forecast_members", by="day")
    with card("pace", desk.keep(_pace, period), is_stretched=True):
        if weekly.shown:
            plot = desk.plot(
                lambda theme: adoption_over_time(weekly, target, theme, ahead), "adoption"
            )
            draw(plot, "adoption", lambda: frame_csv(weekly))
        else:
            empty_for(weekly.cell, empties.NO_HEADCOUNT)


def _pace(desk: Desk, period: Period) -> Finding:
    members = desk.ask(metric="members").cell
    before = desk.ask(metric="members", at=period.start(desk.as_of)).cell
    gap = desk.ask(metric="gap_to_target").cell
    has_forecast = bool(desk.ask(metric="forecast_members", by="day").shown)
    finding = words.pace(members, before, desk.edition.target, gap, has_forecast=has_forecast)
    told = restated_notice(desk)
    return replace(finding, note=f"{finding.note} {told}") if told else finding


def _start(desk: Desk) -> object:
    first = desk.edition.first_date
    return first and max(first, desk.as_of - SINCE)


def _gap(desk: Desk) -> None:
    gaps, target = desk.ask(metric="gap_to_target", by="department"), desk.edition.target
    finding = desk.keep(_gaps)
    with card("gap", finding, is_stretched=True):
        held = [cell for cell in gaps.shown if cell.value]
        if held:
            plot = desk.plot(lambda look: gap_bars(gaps, target, look, named=finding.named), "gap")
            height = HEIGHT if len(held) >= FULL else None
            draw(plot, "gap", lambda: frame_csv(gaps), height=height)
            return
        if target is None:
            empty(empties.NO_TARGET)
        download_below("gap", lambda: frame_csv(gaps))


def _gaps(desk: Desk) -> Finding:
    gaps = desk.ask(metric="gap_to_target", by="department").cells
    return words.gap(gaps, desk.edition.target)
