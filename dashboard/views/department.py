"""One department: where it stands, how it got there, which ideas it took up."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from dashboard.charts.contributions import contributions
from dashboard.charts.department import HEIGHT, department_history
from dashboard.components.ledger import Part, mount
from dashboard.components.table import TableCell, TableData, table_part, words_column
from dashboard.metric import Cell, Frame
from dashboard.metric.changes import moved
from dashboard.metric.control_facts import control_weeks
from dashboard.metric.facts import settled_day
from dashboard.metric.lineage import lineage
from dashboard.metric.recasting import comparable_since, successors
from dashboard.outputs.csv import frame_csv
from dashboard.periods import Period
from dashboard.views.bases import bases_card
from dashboard.views.briefing import briefing_card
from dashboard.views.desk import Desk, address, parameter
from dashboard.views.files import frames_csv
from dashboard.views.filters import AS_NOW, choose_period, choose_view, in_view
from dashboard.views.headline import headline_numbers
from dashboard.views.ladder_card import ladder_card
from dashboard.views.layout import (
    banner,
    card,
    download_below,
    draw,
    empty,
    empty_for,
    head,
    head_row,
)
from dashboard.views.ledger import counted
from dashboard.views.movement import movement_card
from dashboard.views.openings import unseen_card
from dashboard.views.texts import bar_cell
from dashboard.views.without import without_network
from dashboard.words import control, reshaping
from dashboard.words import departments as words
from dashboard.words import empty as empties
from dashboard.words.adoption import eyebrow
from dashboard.words.empty import Empty
from dashboard.words.figure import Finding, known

SINCE = timedelta(weeks=60)
IDEAS = 10
NOT_FOUND = Empty("", "Choose one on the page of departments.")


def show(desk: Desk) -> None:
    """Draw the page of the department that the address names."""
    desk = in_view(desk)
    key = parameter("department")
    if key not in desk.edition.departments:
        head("Departments", Finding("There is no such department in this edition"))
        empty(NOT_FOUND)
        return
    if desk.edition.first_date is None:
        without_network(desk.edition.department_name(key), desk)
        return
    rate = desk.ask(metric="adoption_rate", department_id=key).cell
    gap = desk.ask(metric="gap_to_target", department_id=key).cell
    title = words.department(rate, gap, desk.edition.target)
    text, tools = head_row()
    with text:
        name = desk.edition.department_name(key)
        head(eyebrow(name, desk.as_of), title, counted=counted(desk, key))
    with tools:
        choose_view(desk)
        period = choose_period()
    _became(desk, key)
    headline_numbers(desk, period, tools, key)
    briefing_card(desk, period, key)
    history, activity = st.columns(2)
    with history:
        _history(desk, period, key, rate)
    with activity:
        _activity(desk, period, key)
    bases_card(desk, key)
    movement_card(desk, period, key)
    ladder_card(desk, key)
    if desk.ask(metric="members", department_id=key).cell.status != "suppressed":
        # of a department that is too small not even the names of its ideas are shown
        _ideas(desk, key)
        unseen_card(desk, key)


def _became(desk: Desk, key: str) -> None:
    """What to know of a department that became another, or cannot be compared with its past."""
    now, since = successors(desk.edition).get(key), comparable_since(desk.edition).get(key)
    name = desk.edition.department_name
    if now:
        banner(f"{name(key)} became {name(now)}. Its past is told there too: {AS_NOW}.")
    elif since and desk.is_now:
        banner(words.not_comparable(name(key), since))
    if text := _reshaped(desk, key):
        banner(text)


def _reshaped(desk: Desk, key: str) -> str:
    """What came to a department or left it, and what it came under. Names are open to all."""
    found, name = lineage(desk.edition), desk.edition.any_department_name
    changes = [
        (each.day, [name(one) for one in each.came], [name(one) for one in each.left])
        for each in found.reshaped(key)
    ]
    texts = [reshaping.parts_changed(changes, desk.is_now)]
    if came := found.came_under(key):
        day, parent, before = came
        texts.append(reshaping.came_under(day, parent and name(parent), before and name(before)))
    return " ".join(filter(None, texts))


def _history(desk: Desk, period: Period, key: str, rate: Cell) -> None:
    day = period.start(desk.as_of)
    before = desk.ask(metric="adoption_rate", department_id=key, at=day).cell
    whole = desk.ask(metric="adoption_rate").cell
    change = moved(desk.edition, "members", rate, before)
    with card("history", words.history(rate, change, whole, period.phrase), is_stretched=True):
        own = _weekly(desk, "adoption_rate", key)
        if not own.shown:
            empty_for(rate, empties.NO_HEADCOUNT)
            return
        around = desk.ask(metric="adoption_rate", by="week", start=_start(desk))
        target = desk.edition.target
        plot = desk.plot(
            lambda theme: department_history(own, around, target, theme), "history", key
        )
        draw(plot, "history", lambda: frame_csv(own))


def _activity(desk: Desk, period: Period, key: str) -> None:
    now = desk.ask(metric="active_rate", department_id=key).cell
    day = settled_day(desk.edition, 28, "active", period.start(desk.as_of))
    before = desk.ask(metric="active_rate", department_id=key, at=day).cell
    finding = words.activity(now, moved(desk.edition, "active", now, before), period.phrase)
    if known(now) is not None:
        watched = control.activity(control_weeks(desk.edition, "active", key))
        finding = replace(finding, note=" ".join(filter(None, (finding.note, watched))))
    with card("activity", finding, is_stretched=True):
        active = _weekly(desk, "active_members", key)
        posting = _weekly(desk, "contributors", key)
        if not active.shown and not posting.shown:
            empty_for(now, empties.NO_REPORT)
            return
        if _is_withheld(active) and _is_withheld(posting):
            return  # the few weeks that are told would read as the newest
        plot = desk.plot(lambda theme: contributions(active, posting, theme), "activity", key)
        draw(plot, "activity", lambda: frames_csv([active, posting]), height=HEIGHT)


def _is_withheld(weekly: Frame) -> bool:
    return bool(weekly.cells) and weekly.cells[-1].status == "suppressed"


def _weekly(desk: Desk, metric: str, key: str) -> Frame:
    return desk.ask(metric=metric, by="week", department_id=key, start=_start(desk))


def _start(desk: Desk) -> object:
    first = desk.edition.first_date
    return first and max(first, desk.as_of - SINCE)


def _ideas(desk: Desk, key: str) -> None:
    """The ideas it took up."""
    name = desk.edition.department_name(key)
    people = _ideas_of(desk, key)
    with card("ideas", words.ideas(name, people.cells)):
        if not people.cells:
            if not desk.ask(metric="idea_people", by="idea", window_days=0, limit=1).cells:
                empty(empties.NO_IDEAS)
            return
        mount(desk.keep(_idea_table, key), key="ideas")
        download_below("ideas_of_department", lambda: frame_csv(people))


def _ideas_of(desk: Desk, key: str) -> Frame:
    return desk.ask(metric="idea_people", by="idea", department_id=key, window_days=0, limit=IDEAS)


def _idea_table(desk: Desk, key: str) -> Part:
    people = _ideas_of(desk, key)
    columns = [words_column("Idea", wraps=True), words_column("People")]
    most = max((known(cell) or 0 for cell in people.cells), default=0)
    rows = [
        [
            TableCell(text=cell.label, href=address("idea", {"idea": cell.key})),
            bar_cell(people, cell, most),
        ]
        for cell in people.ranked()
    ]
    return table_part(TableData(caption="Ideas of the department", columns=columns, rows=rows))
