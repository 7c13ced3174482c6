"""What is to come: the chance of the target, how far the forecast may be trusted, what-if."""

import streamlit as st

from dashboard.components.ledger import Part, mount
from dashboard.components.table import (
    TableCell,
    TableData,
    Tone,
    number_column,
    table_part,
    words_column,
)
from dashboard.edition import Target
from dashboard.metric import Cell, Frame
from dashboard.metric.outlook import WAYS, outlook_row, ways
from dashboard.statistics.whatif import day_reached, extra_people
from dashboard.views.desk import Desk
from dashboard.views.files import frames_csv
from dashboard.views.filters import choose_more
from dashboard.views.layout import card, download_below, say
from dashboard.words import numbers
from dashboard.words import outlook as words
from dashboard.words.figure import known
from dashboard.words.outlook import Basis, WhatIf


def outlook_card(desk: Desk) -> None:
    """Draw the card."""
    row = outlook_row(desk.edition)
    if row is None:
        return
    shown = next((way["method"] for way in ways(desk.edition) if way["reason"] == "shown"), "")
    basis = Basis(WAYS.get(shown, ""), row["step_days"], row["bulk_date"], row["bulk_count"])
    ahead = desk.ask(metric="forecast_members", by="day")
    chance, gap = desk.ask(metric="target_chance").cell, desk.ask(metric="gap_to_target").cell
    with card("outlook", words.finding(chance, gap, desk.edition.target, ahead.shown, basis)):
        if not shown:
            return
        _what_if(desk, ahead)
        mount(desk.keep(_back_test, row["step_days"]), key="back_test")
        download_below("outlook", lambda: frames_csv([ahead, *_by_method(desk)]))


def _by_method(desk: Desk) -> list[Frame]:
    names = ("forecast_error", "forecast_coverage", "forecast_ceiling")
    return [desk.ask(metric=name, by="method") for name in names]


def _back_test(desk: Desk, step_days: int) -> Part:
    errors, coverage, ceilings = _by_method(desk)
    one, three, six = (numbers.plural(n * step_days // 7, "week") for n in (1, 3, 6))
    rows = []
    for way in ways(desk.edition):
        key = way["method"]
        outs = [errors.get(f"{key}/{horizon}") for horizon in (1, 3, 6)]
        tone: Tone = "strong" if way["reason"] == "shown" else ""
        rows.append(
            [
                TableCell(text=WAYS[key], tone=tone),
                TableCell(text=words.reason(way["reason"])),
                *(TableCell(text=_people(cell)) for cell in outs),
                TableCell(text=_share(coverage.get(key)), after=_tested(coverage.get(key))),
                TableCell(text=_ceiling(ceilings.get(key))),
            ]
        )
    table = TableData(
        caption="How each way did on the past: people out by, on average, after so long",
        columns=[
            words_column("Way to look ahead"),
            words_column("Why", wraps=True),
            number_column(one),
            number_column(three, is_wide=True),
            number_column(six),
            number_column("Band of 80% held"),
            number_column("Ceiling", is_wide=True),
        ],
        rows=rows,
        is_small=True,
        is_caption_shown=True,
    )
    return table_part(table)


def _people(cell: Cell) -> str:
    value = known(cell)
    return "–" if value is None else numbers.decimal(value)


def _share(cell: Cell) -> str:
    value = known(cell)
    return "–" if value is None else numbers.percent(value)


def _tested(cell: Cell) -> str:
    return f"of {numbers.count(cell.denominator)}" if cell.is_ok and cell.denominator else ""


def _ceiling(cell: Cell) -> str:
    value = known(cell)
    if value is None or cell.low is None or cell.high is None:
        return "–"
    return f"{numbers.count(value)} ({numbers.count(cell.low)}–{numbers.count(cell.high)})"


def _what_if(desk: Desk, ahead: Frame) -> None:
    rates = desk.ask(metric="adoption_rate", by="department").shown
    whole = desk.ask(metric="adoption_rate").cell
    if not rates or known(whole) is None:
        return
    with st.container(key="what_if", horizontal=True, vertical_alignment="bottom", gap="medium"):
        chosen = choose_more({cell.label: cell.key for cell in rates})
    if chosen is None:
        return
    key, points = chosen
    cell = next(each for each in rates if each.key == key)
    target = desk.edition.target
    say(words.what_if(answered(cell, points, whole, ahead, target), target))


def answered(cell: Cell, points: int, whole: Cell, ahead: Frame, target: Target | None) -> WhatIf:
    """``cell``: adoption_rate of the department; ``whole``: that of all; both with a figure."""
    members, headcount = int(whole.numerator or 0), int(whole.denominator or 0)
    extra = extra_people(int(cell.numerator or 0), int(cell.denominator or 0), points)
    reached = reached_before = None
    needed = float(target.rate * headcount) if target else 0.0
    if target and whole.period:
        coming = [(each.period, each.value or 0.0) for each in ahead.shown if each.period]
        now = (whole.period, float(members))
        reached_before = day_reached(now, coming, needed)
        more = [(day, value + extra) for day, value in coming]
        reached = day_reached((whole.period, float(members + extra)), more, needed)
    return WhatIf(
        cell.label,
        points,
        extra,
        members / headcount,
        (members + extra) / headcount,
        reached,
        reached_before,
        is_enough=bool(target) and members + extra >= needed,
    )
