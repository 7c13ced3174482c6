"""Weekly joins and weekly actives under the rules of a control chart."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from etl.disclosure.cells import rounded
from etl.disclosure.rules import ROUNDING
from etl.editions import schema
from etl.editions.published import Published
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.statistics.control import FULL, Rules, rules_for, signals, xmr_limits

TABLE = schema.control_week

WEEK = timedelta(days=7)
MOST_WEEKS = 52
FEWEST_MEMBERS = 10
"""A share of fewer members than this says nothing of a week."""
LEAST_STEPS = 2
"""A department's week lies apart by two steps of five people at least: rounding comes to one."""
COUNTED, MISSING, BULK, FEW = "counted", "missing", "bulk", "few"


Shares = Mapping[tuple[date, str], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Week:
    """``value``: None where the week is missing. Of a bulk week it leaves the import out.

    ``step``: what five people are of it, the least by which a published share moves.
    """

    end: date
    value: float | None
    state: str
    step: float = 0.0


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per measure, department and week; weeks end on the weekday of the last day."""
    weeks = _weeks(scope)
    rebased = sorted(row["date"] for row in published.rows("event", is_rebase=True))
    yield from _judged("joins", WHOLE, joins(published, weeks), rebased, FULL)
    actives = _actives(published, weeks)
    rules = rules_for(len(actives) - 1)
    for department_id, values in actives.items():
        own = FULL if department_id == WHOLE else rules
        yield from _judged("active", department_id, values, rebased, own)


def _weeks(scope: Scope) -> list[date]:
    """Ends of whole weeks, the oldest first."""
    number = min(((scope.as_of_date - scope.first_date).days + 1) // 7, MOST_WEEKS)
    return [scope.as_of_date - back * WEEK for back in range(number - 1, -1, -1)]


def _days(end: date) -> list[date]:
    return [end - timedelta(days=back) for back in range(7)]


def joins(published: Published, weeks: Sequence[date]) -> list[Week]:
    """How many joined in each week. Of a week that was told before, what was told."""
    days = {row["date"]: row for row in published.rows("join_day")}
    told = {row["week_end"]: row for row in published.rows(TABLE.name, measure="joins")}
    found = []
    for end in weeks:
        if end in told:
            value = told[end]["value"]
            found.append(Week(end, None if value is None else int(value), told[end]["state"]))
            continue
        own = [days[day] for day in _days(end)]
        if not all(row["is_covered"] for row in own):
            found.append(Week(end, None, MISSING))
            continue
        value = rounded(sum(row["join_count"] for row in own if not row["is_bulk"]))
        state = BULK if any(row["is_bulk"] for row in own) else COUNTED
        found.append(Week(end, value, state))
    return found


def _actives(published: Published, weeks: Sequence[date]) -> dict[str, list[Week]]:
    """The share of members active in each week, on the newest of its days with exact counts.

    Departments need a report with names besides.
    """
    exact = published.exact_days("active", 7)
    named = exact - _concealed(published)
    shares = _shares(published, exact)
    if not any(_newest(exact, end) for end in weeks):
        return {}
    found: dict[str, list[Week]] = {}
    for department_id in (WHOLE, *(row["department_id"] for row in published.rows("department"))):
        days = exact if department_id == WHOLE else named
        found[department_id] = [
            _active(_newest(days, end), end, department_id, shares) for end in weeks
        ]
    return found


def _active(day: date | None, end: date, department_id: str, shares: Shares) -> Week:
    if day is None:
        return Week(end, None, MISSING)
    value, step = shares.get((day, department_id), (None, 0.0))
    return Week(end, value, FEW if value is None else COUNTED, step)


def _shares(published: Published, days: Collection[date]) -> Shares:
    """Of each day and department the share of members active, and what five people are of them."""
    active = {
        (row["date"], row["department_id"]): row["active_7_count"]
        for row in published.rows("activity")
        if row["date"] in days
    }
    return {
        place: (active[place] / row["member_count"], ROUNDING / row["member_count"])
        for row in published.rows("adoption")
        if (place := (row["date"], row["department_id"])) in active
        and active[place] is not None
        and (row["member_count"] or 0) >= FEWEST_MEMBERS
    }


def _newest(days: Collection[date], end: date) -> date | None:
    return next((day for day in _days(end) if day in days), None)


def _concealed(published: Published) -> set[date]:
    """Refresh dates of which no report shows names."""
    rows = list(published.rows("engagement_period", department_id=WHOLE))
    named = {row["refresh_date"] for row in rows if not row["is_concealed"]}
    return {row["refresh_date"] for row in rows} - named


def _judged(
    measure: str, department_id: str, weeks: Sequence[Week], rebased: Sequence[date], rules: Rules
) -> Iterator[tuple[object, ...]]:
    """Limits anew from each named event on that says so; never of their own accord."""
    for stretch in _stretches(weeks, rebased):
        values = [week.value for week in stretch]
        if all(value is None for value in values):
            for week in stretch:
                yield (
                    measure,
                    department_id,
                    week.end,
                    None,
                    week.state,
                    None,
                    None,
                    None,
                    True,
                    None,
                )
            continue
        step = 0.0 if rules.is_full else max(week.step for week in stretch)
        limits = xmr_limits(values, rules, LEAST_STEPS * step)
        shown = limits.mean, max(limits.low, 0.0), limits.high, limits.is_trial
        for week, rule in zip(stretch, signals(values, limits, rules), strict=True):
            yield measure, department_id, week.end, week.value, week.state, *shown, rule


def _stretches(weeks: Sequence[Week], rebased: Sequence[date]) -> Iterator[Sequence[Week]]:
    """Weeks between events: the week of an event begins a stretch."""
    cuts = [date.min, *rebased, date.max]
    for start, stop in pairwise(cuts):
        stretch = [week for week in weeks if start <= week.end < stop]
        if stretch:
            yield stretch
