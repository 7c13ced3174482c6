"""What was published of a day stays as it was: figures that later editions carry on.

Once somebody is erased, no figure of an earlier day is worked out anew: where it differed, it would
tell of them. Once old facts about people have expired, none can be. The published rows of those
days lie in ``data/history.sqlite``, masked and to the nearest five, and hold no person. An edition
takes what it shows of those days from there, and works out the days after them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table

from etl.disclosure.cells import FEW, OK, UNDER
from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.bygone import nothing
from etl.editions.departed import nobody
from etl.editions.lattice import lattice
from etl.editions.lingering import Lingering
from etl.editions.schema import FLOWS, WHOLE

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

_DAY = timedelta(days=1)
STRETCH, STRETCHES = timedelta(days=28), 26


@dataclass(frozen=True, slots=True)
class Span:
    """Days of an edition: its first and last, and those on which departments stand."""

    first: date
    last: date
    days: Collection[date]


Amend = Callable[[Sequence[Row], Sequence[Row], date, date], Iterable[Row]]
"""Rows told before, later rows, the last day told, that of the edition; to the later rows."""


def _as_they_are(
    told: Sequence[Row], later: Sequence[Row], through: date, last: date
) -> Iterable[Row]:
    return later


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """How the rows of a table go on from what was told before.

    ``day``: the last day that a row tells of. ``is_due``: whether an edition shows a row of the
    history. ``amend``: later rows that would else show a difference to those told before.
    ``is_final``: whether all that editions told stays, however short a while ago: working it out
    takes everything that was ever known.
    """

    table: Table
    day: Callable[[Row], date]
    is_final: bool = False
    is_due: Callable[[Row, Span], bool] = lambda row, span: True
    amend: Amend = _as_they_are


@dataclass(frozen=True, slots=True)
class History:
    """The published rows of every day up to ``through``, by table; ``policy`` masked them.

    ``rows``: with departments on every day. ``alone``: of the tables in ``DAILY`` the rows of the
    whole, as they are on days on which no department stands beside it. ``latest``: the last day of
    the newest edition when facts last expired. ``kept_from``: of earlier days no facts about people
    are left; None where none have expired. ``bygone``: what was said of ideas before
    (etl/editions/bygone.py). ``lingering``: those erased who still count on later days.
    ``pending``: what ``bygone`` becomes once the facts of somebody are erased.
    ``departed``: what is left of people who left (etl/editions/departed.py).
    """

    through: date
    first_date: date
    policy: Policy
    rows: Rows
    alone: Rows
    latest: date | None = None
    kept_from: date | None = None
    bygone: Rows = field(default_factory=nothing)
    lingering: Sequence[Lingering] = ()
    pending: Rows | None = None
    departed: Rows = field(default_factory=nobody)

    def last_told(self, name: str) -> date:
        """The last day of which a table's rows are told as they were."""
        if RULES[name].is_final and self.latest:
            return max(self.latest, self.through)
        return self.through

    def carried(self, name: str, later: Iterable[Row], span: Span) -> list[Row]:
        """All rows of a table: those told before, and of ``later`` the days after them."""
        rule, told, through = RULES[name], self.rows[name], self.last_told(name)
        new = [row for row in later if rule.day(row) > through]
        return [*told, *rule.amend(told, new, through, span.last)]

    def shown(self, name: str, later: Iterable[Row], span: Span, policy: Policy) -> list[Row]:
        """The rows of a table in an edition.

        Under stricter rules than those of the time, departments begin after ``through``.
        """
        rule = RULES[name]
        is_open = policy.minimum_group <= self.policy.minimum_group
        is_open &= policy.minimum_cell <= self.policy.minimum_cell
        alone = [row for row in self.alone.get(name, ()) if row["date"] not in span.days]
        return alone + [
            row
            for row in self.carried(name, later, span)
            if rule.day(row) > self.last_told(name)
            or (rule.is_due(row, span) and (is_open or row.get("department_id", WHOLE) == WHOLE))
        ]


# --- what each table tells of which day -------------------------------------------------------


def _date(row: Row) -> date:
    day: date = row["date"]
    return day


def _is_listed(row: Row, span: Span) -> bool:
    return row["date"] in span.days


def _ends_month(row: Row, span: Span) -> bool:
    day: date = row["date"]
    return day == span.last or (day + _DAY).day == 1


def _ends_week(row: Row, span: Span) -> bool:
    return row["date"] in lattice(span.first, span.last)


def _ends_stretch(row: Row, span: Span) -> bool:
    number, rest = divmod(span.last - row["to_date"], STRETCH)
    return not rest and number < STRETCHES


def _month_end(row: Row) -> date:
    """The last day of the month that a row of ``cohort`` tells of."""
    months = row["cohort_date"].year * 12 + row["cohort_date"].month + row["month_number"]
    return date(months // 12, months % 12 + 1, 1) - _DAY


def _never_fewer(
    told: Sequence[Row], later: Sequence[Row], through: date, last: date
) -> Iterator[Row]:
    """Running totals: none is less than it was."""
    newest = {row["department_id"]: row for row in sorted(told, key=_date)}
    for row in later:
        before, found = newest.get(row["department_id"], {}), dict(row)
        for flow in FLOWS:
            name, status = f"{flow}_count", f"{flow}_status"
            is_told = row[status] in (OK, FEW, UNDER) and before.get(status) == OK
            if is_told and (row[name] or 0) < before[name]:
                found |= {name: before[name], status: OK}
        yield found


def _as_many(told: Sequence[Row], later: Sequence[Row], through: date, last: date) -> Iterator[Row]:
    """Those who joined in one month stay as many as they were, and stay shown."""
    size = {row["cohort_date"]: row["member_count"] for row in told}
    for row in later:
        yield {**row, "member_count": size.get(row["cohort_date"], row["member_count"])}
    for cohort in size.keys() - {row["cohort_date"] for row in later}:
        row = {"cohort_date": cohort, "department_id": WHOLE, "member_count": size[cohort]}
        number = 1
        while (end := _month_end(row | {"month_number": number})).replace(day=1) <= last:
            if end > through:
                yield {
                    **row,
                    "month_number": number,
                    "active_count": None,
                    "is_mature": end <= last,
                }
            number += 1


RULES = {
    rule.table.name: rule
    for rule in (
        _Rule(table=schema.adoption, day=_date, is_due=_is_listed),
        _Rule(table=schema.activity, day=_date, is_due=_is_listed),
        _Rule(table=schema.activity_basis, day=_date),
        _Rule(table=schema.unplaced, day=_date, is_due=_is_listed),
        _Rule(table=schema.member_flow, day=_date, is_due=_ends_week, amend=_never_fewer),
        _Rule(table=schema.ledger, day=_date, is_due=_ends_month),
        _Rule(table=schema.ledger_total, day=_date, is_due=_ends_month),
        _Rule(table=schema.ledger_department, day=_date, is_due=_ends_month),
        _Rule(table=schema.ladder, day=_date, is_due=_is_listed),
        _Rule(table=schema.engagement_period, day=lambda row: row["refresh_date"]),
        _Rule(
            table=schema.coming,
            day=lambda row: row["to_date"],
            is_final=True,
            is_due=_ends_stretch,
        ),
        _Rule(table=schema.cohort, day=_month_end, amend=_as_many),
        _Rule(table=schema.control_week, day=lambda row: row["week_end"]),
    )
}
"""The tables whose rows tell of people on days gone by, and what the counts of activity rest on.
Of ``control_week`` the weeks of joins.
"""

DAILY = tuple(
    each.name for each in (schema.activity, schema.adoption, schema.ladder, schema.unplaced)
)
"""Those with rows of the whole on days on which no department stands."""
