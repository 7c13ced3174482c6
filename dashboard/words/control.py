"""What is said of weeks that a control chart watches, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.words import numbers
from dashboard.words.dates import day_month
from dashboard.words.figure import Finding

RECENT = 4
"""A rule that fired within these last weeks is the finding; an older one is history."""
QUARTER = 12
"""Weeks whose level the control rules hold against that of the weeks before."""
FEWEST = 3
"""Weeks from which anything is said of what is usual."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what was counted, its limits, the rule that fired if any.

    ``state``: counted, missing (no export covers it), or bulk (an import was left out).
    ``events``: what may explain it.
    """

    end: date
    value: float | None
    state: str = "counted"
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    is_trial: bool = False
    rule: str | None = None
    events: tuple[str, ...] = ()


def joins(weeks: Sequence[Week]) -> Finding:
    """ "23 people joined in the week to 22 November, fewer than chance explains"."""
    counted = [week for week in weeks if week.value is not None]
    if not counted:
        return Finding("How many join each week is not known yet")
    note = _note(counted)
    if weeks[-1].state == "missing":
        day = day_month(weeks[-1].end, weeks[-1].end)
        return Finding(f"The week to {day} is not covered by an export: missing, not a fall", note)
    if len(counted) < FEWEST:
        number = numbers.plural(len(counted), "week")
        return Finding(f"{number} counted: too few to tell a change from chance", note)
    fired = [week for week in weeks[-RECENT:] if week.rule]
    if fired:
        return Finding(f"{_joins(fired[-1], weeks)}{_explained(fired[-1])}", note)
    imported = [week for week in weeks[-RECENT:] if week.state == "bulk"]
    if imported:
        day = day_month(imported[-1].end, weeks[-1].end)
        return Finding(f"Accounts were imported in bulk in the week to {day}", note)
    return Finding(f"Weekly joins vary as chance has it, {_range(counted[-1])}", note)


def _joins(week: Week, weeks: Sequence[Week]) -> str:
    day = day_month(week.end, weeks[-1].end)
    value, mean = week.value or 0, week.mean or 0
    is_high = value > mean
    if week.rule == "beyond":
        people = numbers.plural(value, "person", "people") if value else "Few, if any,"
        than = f"{'more' if is_high else 'fewer'} than chance explains"
        return f"{people} joined in the week to {day}, {than}"
    if week.rule == "run":
        side = "above" if is_high else "below"
        return f"Weekly joins have kept {side} their usual {numbers.count(mean)}, up to {day}"
    if week.rule == "trend":
        word = "risen" if _is_rising(week, weeks) else "fallen"
        return f"Weekly joins have {word} week after week, up to {day}"
    side = "high" if is_high else "low"
    return f"Two of three weeks to {day} were unusually {side} in joins"


def _is_rising(week: Week, weeks: Sequence[Week]) -> bool:
    before = [each.value for each in weeks if each.end < week.end and each.value is not None]
    return bool(before) and (week.value or 0) > before[-1]


def _explained(week: Week) -> str:
    return f"; that week had {numbers.listed(week.events)}" if week.events else ""


def _range(week: Week) -> str:
    return f"{numbers.count(week.low or 0)} to {numbers.count(week.high or 0)} a week"


def _note(counted: Sequence[Week]) -> str:
    last = counted[-1]
    text = "Each dot is a week. The band is what weeks do by chance alone"
    trial = "; with fewer than 13 weeks its limits are trial limits" if last.is_trial else ""
    marks = ""
    if any(week.events for week in counted):
        marks = " A triangle marks a week with a bank holiday or a named event."
    return f"{text}{trial}.{marks}"


def activity(weeks: Sequence[Week]) -> str:
    """One sentence on the weekly activity of a department, without a number; empty if nothing."""
    fired = [week for week in weeks[-RECENT:] if week.rule]
    if not fired:
        return ""
    week = fired[-1]
    start = day_month(week.end - timedelta(days=6), week.end)
    if week.rule == "level":
        side = "above" if _has_risen(week, weeks) else "below"
        return (
            f"Weekly activity of the twelve weeks to that from {start} was {side} its level "
            f"before, more than chance explains{_explained(week)}."
        )
    side = "above" if (week.value or 0) > (week.mean or 0) else "below"
    return (
        f"Weekly activity was {side} its usual level in the week from {start}, "
        f"more than chance explains{_explained(week)}."
    )


def _has_risen(week: Week, weeks: Sequence[Week]) -> bool:
    """Whether the quarter up to a week is above the weeks before it."""
    known = [each.value for each in weeks if each.end <= week.end and each.value is not None]
    before, quarter = known[:-QUARTER], known[-QUARTER:]
    return bool(before) and sum(quarter) / len(quarter) > sum(before) / len(before)
