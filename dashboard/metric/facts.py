"""How metrics read adoption and activity: facts for a settled query."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import RowMapping, Select, and_, case, func, null, select

from dashboard.edition import Edition, Target
from dashboard.metric.model import By, Fact, Query
from dashboard.metric.shown import Counts, Shown, measured
from dashboard.periods import days_between, weeks_ending
from etl.editions.schema import (
    EXACT,
    FEW,
    SETTLED_WITHIN_DAYS,
    WHOLE,
    WINDOWS,
    activity,
    activity_basis,
    adoption,
    engagement_period,
    status_column,
    unplaced,
)

Figure = Callable[[Shown], Counts]
"""A row to its numerator and denominator; None where not known."""

PEOPLE_BY: tuple[By, ...] = ("whole", "department", "day", "week", "department_week")
ACTIVITY_WINDOWS = (28, *(days for days in WINDOWS if days != 28))
NO_TARGET = "No target is set"
CONCEALED = "The engagement report of this day hides names, so departments cannot be told apart"


def days_of(query: Query, first: date | None) -> list[date]:
    """The days a settled query asks about: one, or those of its series, by default from first."""
    if query.by not in {"day", "week", "department_week"}:
        return [query.at] if query.at else []
    start = query.start or first
    if start is None or query.end is None:
        return []
    series = days_between if query.by == "day" else weeks_ending
    return series(start, query.end)


def adoption_rows(
    edition: Edition, days: Sequence[date], only_whole: bool = False
) -> Sequence[RowMapping]:
    """Rows of ``adoption`` on those days, in order of day."""

    def read() -> Sequence[RowMapping]:
        statement = _told(edition).where(adoption.c.date.in_(days)).order_by(adoption.c.date)
        if only_whole:
            statement = statement.where(adoption.c.department_id == WHOLE)
        return edition.select(statement)

    return edition.remember(("adoption", tuple(days), only_whole), read)


def _told(edition: Edition) -> Select[*tuple[object, ...]]:
    """``adoption``; members are not known, rather than none, where no network export tells them."""
    unknown = null().label(adoption.c.member_count.name)
    is_known = edition.has_network
    return select(*(c if is_known or c.name != unknown.name else unknown for c in adoption.c))


def emptied(edition: Edition, day: date | None) -> frozenset[str]:
    """Departments without colleague or member on that day: not yet there, or closed."""
    rows = adoption_rows(edition, [day] if day else [])
    return frozenset(
        row["department_id"]
        for row in rows
        if row["department_id"] != WHOLE and row["headcount_count"] == row["member_count"] == 0
    )


def adoption_facts(edition: Edition, query: Query, figure: Figure) -> list[Fact]:
    """Facts from ``adoption``: the whole, and every department where departments are asked for."""
    days = days_of(query, edition.first_date)
    rows = adoption_rows(edition, days, only_whole=not query.is_of_departments)
    if query.by == "day" or query.by == "week":
        rows = [row for row in rows if row["department_id"] == query.department_id]
    facts = [_fact(row, figure) for row in in_named_order(edition, rows)]
    return facts or missing(edition, query)


def _fact(row: RowMapping, figure: Figure) -> Fact:
    fact = Fact(row["date"], WHOLE, row["department_id"], None)
    return measured(fact, lambda: figure(Shown(row)))


def with_doubt(edition: Edition, facts: Sequence[Fact]) -> list[Fact]:
    """The facts with the accounts of their day and department that match no one colleague."""
    days = sorted({fact.period for fact in facts if fact.period})

    def read() -> Mapping[tuple[date, str], int | None]:
        rows = edition.select(select(unplaced).where(unplaced.c.date.in_(days)))
        return {(row["date"], row["department_id"]): _at_most(edition, row) for row in rows}

    found = edition.remember(("unplaced", tuple(days)), read) if days else {}
    return [
        replace(fact, unplaced=found.get((fact.period, fact.department_id)))
        if fact.period
        else fact
        for fact in facts
    ]


def _at_most(edition: Edition, row: RowMapping) -> int | None:
    """The accounts, or as many as they can be where they are few."""
    is_few = row[status_column("unplaced_count")] == FEW
    return edition.minimum_cell - 1 if is_few else row["unplaced_count"]


TargetFigure = Callable[[Shown, Target], Counts]


def target_facts(edition: Edition, query: Query, figure: TargetFigure) -> list[Fact]:
    """Facts from ``adoption`` that need the target; without one each says so."""
    target = edition.target
    if target is None:
        facts = adoption_facts(edition, query, lambda row: (None, None))
        return [replace(fact, note=NO_TARGET) for fact in facts]
    return adoption_facts(edition, query, lambda row: figure(row, target))


def planned_facts(edition: Edition, query: Query) -> list[Fact]:
    """Members by plan: the share planned for the day of that day's, or the newest, headcount."""
    target, last = edition.target, edition.as_of_date
    if target is None or last is None:
        return [replace(fact, note=NO_TARGET) for fact in missing(edition, query)]
    days = days_of(query, target.start)
    rows = defaultdict(list)
    for row in adoption_rows(edition, sorted({min(day, last) for day in days})):
        rows[row["date"]].append(row)
    facts = [
        replace(_fact(row, partial(_planned, target, day)), period=day)
        for day in days
        for row in in_named_order(edition, rows[min(day, last)])
    ]
    return facts or missing(edition, query)


def _planned(target: Target, day: date, row: Shown) -> Counts:
    headcount = row["headcount_count"]
    return (None if headcount is None else float(target.rate_on(day) * headcount)), None


def missing(edition: Edition, query: Query) -> list[Fact]:
    """Facts without a figure where nothing is known of the one day asked for."""
    if query.by in {"day", "week", "department_week"}:
        return []
    keys = list(edition.departments) if query.by == "department" else [query.department_id]
    return [Fact(query.at, WHOLE, key, None) for key in keys]


def in_named_order(edition: Edition, rows: Sequence[RowMapping]) -> list[RowMapping]:
    """The rows by day, the whole first and departments in the order of their names."""
    place = {key: number for number, key in enumerate(edition.departments)}
    return sorted(rows, key=lambda row: (row["date"], place.get(row["department_id"], -1)))


def bases(edition: Edition, window_days: int, kind: str) -> Mapping[date, str]:
    """What the counts of each day rest on. ``kind``: active or contributor."""

    def read() -> Mapping[date, str]:
        rows = edition.select(
            select(activity_basis.c.date, activity_basis.c[f"{kind}_basis"].label("basis")).where(
                activity_basis.c.window_days == window_days
            )
        )
        return {row["date"]: row["basis"] for row in rows}

    return edition.remember(("basis", window_days, kind), read)


def settled_day(edition: Edition, window_days: int, kind: str, near: date | None) -> date | None:
    """``near`` itself, or the newest day up to 14 days before it whose counts are exact."""
    if near is None:
        return None
    known = bases(edition, window_days, kind)
    days = (near - timedelta(days=back) for back in range(SETTLED_WITHIN_DAYS + 1))
    return next((day for day in days if known.get(day) == EXACT), near)


def _activity_days(edition: Edition, query: Query, kind: str) -> list[date]:
    """The days of the query; of each week the newest day whose counts are exact, if any."""
    days = days_of(query, edition.first_date)
    if query.by not in {"week", "department_week"} or query.window_days is None:
        return days
    known = bases(edition, query.window_days, kind)
    weeks = ([day - timedelta(days=back) for back in range(7)] for day in days)
    return [next((day for day in week if known.get(day) == EXACT), week[0]) for week in weeks]


def _concealed_days(edition: Edition) -> frozenset[date]:
    """Days of which there are engagement reports, but none that shows names."""

    def read() -> frozenset[date]:
        column = engagement_period.c
        is_shown = func.max(case((column.is_concealed.is_(False), 1), else_=0))
        statement = select(column.refresh_date).group_by(column.refresh_date).having(is_shown == 0)
        return frozenset(row["refresh_date"] for row in edition.select(statement))

    return edition.remember("concealed days", read)


def activity_facts(edition: Edition, query: Query, kind: str, figure: Figure) -> list[Fact]:
    """Facts from ``activity`` beside ``adoption``, every department of each day.

    ``kind``: active or contributor, whose basis counts. ``figure`` sees ``active_count`` and
    ``contributor_count`` over the window, with the columns of adoption.
    """
    window = query.window_days or 0
    days = _activity_days(edition, query, kind)
    known = bases(edition, window, kind)
    hidden_days = _concealed_days(edition) if kind == "active" else frozenset()
    facts = []
    for row in in_named_order(edition, _activity_rows(edition, days, window)):
        day, key = row["date"], row["department_id"]
        basis = known.get(day)
        if key != WHOLE and day in hidden_days and basis == EXACT:
            facts.append(Fact(day, WHOLE, key, None, note=CONCEALED))
            continue
        facts.append(replace(_fact(row, figure), basis=basis))
    return facts or missing(edition, query)


def _activity_rows(edition: Edition, days: Sequence[date], window: int) -> Sequence[RowMapping]:
    def read() -> Sequence[RowMapping]:
        same = and_(
            activity.c.date == adoption.c.date,
            activity.c.department_id == adoption.c.department_id,
        )
        return edition.select(
            select(
                adoption,
                *(
                    activity.c[f"{kind}_{window}_{part}"].label(f"{kind}_{part}")
                    for kind in ("active", "contributor")
                    for part in ("count", "status")
                ),
            )
            .join(activity, same)
            .where(adoption.c.date.in_(days))
        )

    return edition.remember(("activity", tuple(days), window), read)
