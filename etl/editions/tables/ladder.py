"""How far members take part: how many got to each rung, or higher, in the days of a report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from etl.editions import schema
from etl.editions.coverage import find_coverage
from etl.editions.daily import SHOWN
from etl.editions.history_file import told_rows
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.editions.voices import make_voices
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.ladder

_A_MONTH = 28

_REPORTS = """
    select refresh_date, period_days from engagement_person
    where period_days > 1 and refresh_date >= cast(:first as date)
        and refresh_date <= cast(:last as date)
    group by refresh_date, period_days having not bool_or(is_concealed)
"""

# What members wrote is in the network export; that they reacted or read, in a report with names.
# Who wrote as a report has it, though no message is left, began no thread that is known.
_RUNGS = f"""
    with reported as (select refresh_date from ({_REPORTS}) told where period_days = :period),
    here as (
        select distinct r.refresh_date, p.person_no, p.person_key
        from reported r join presence p on p.valid_from <= r.refresh_date
            and r.refresh_date < p.valid_to),
    wrote as (
        select h.refresh_date, h.person_no, bool_or(not v.is_reply) as began
        from here h join voice v on v.person_no = h.person_no
            and v.date > h.refresh_date - :period and v.date <= h.refresh_date
        group by h.refresh_date, h.person_no),
    told as (
        select e.refresh_date, a.person_key, max(e.post_count) as posts,
            max(e.reaction_count) as reactions, max(e.read_count) as reads
        from engagement_person e
        join addressee a on a.email_key = e.email_key and a.known_from <= e.refresh_date
            and a.valid_from <= e.refresh_date and e.refresh_date < a.valid_to
        where coalesce(e.state, '') not in ('deleted', 'suspended') and e.period_days = :period
        group by e.refresh_date, a.person_key),
    placed as (
        select h.refresh_date, h.person_no, max(
            case when w.began then 4 when w.person_no is not null or t.posts > 0 then 3
                when t.reactions > 0 then 2 when t.reads > 0 then 1 else 0 end) as height
        from here h
        left join wrote w on w.refresh_date = h.refresh_date and w.person_no = h.person_no
        left join told t on t.refresh_date = h.refresh_date and t.person_key = h.person_key
        group by h.refresh_date, h.person_no),
    standing as (
        select refresh_date, '{WHOLE}' as department_id, person_no, height from placed
        union all
        select distinct s.refresh_date, p.department_id, s.person_no, s.height
        from placed s join presence p on p.person_no = s.person_no
            and p.valid_from <= s.refresh_date and s.refresh_date < p.valid_to)
    select refresh_date, department_id, count(*) as members,
        count(*) filter (where height >= 4), count(*) filter (where height >= 3),
        count(*) filter (where height >= 2), count(*) filter (where height >= 1)
    from standing group by refresh_date, department_id
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per report and department, of the period of which there are most reports, where the
    network export covers its days and enough people were members.
    """
    make_voices(warehouse)
    covered = list(_covered(warehouse, scope))
    if not covered:
        return
    period = _usual(period for _, period in covered)
    days = {"first": scope.first_date, "last": scope.as_of_date, "period": period}
    found = {(day, key): counts for day, key, *counts in bulk.tuples(warehouse, _RUNGS, days)}
    shown = [key for (key,) in bulk.tuples(warehouse, SHOWN)]
    for day in (day for day, each in covered if each == period):
        if found.get((day, WHOLE), [0])[0] >= scope.policy.minimum_group:
            for key in shown:
                yield day, period, key, *found.get((day, key), [0] * 5)[1:]


def _covered(warehouse: Warehouse, scope: Scope) -> Iterator[tuple[date, int]]:
    coverage = find_coverage(warehouse, scope)
    days = {"first": scope.first_date, "last": scope.as_of_date}
    reports = set(bulk.tuples(warehouse, _REPORTS, days)).union(_told(scope))
    for day, period in sorted(reports):
        if coverage.is_contributor_exact(day, period):
            yield day, period


def _told(scope: Scope) -> Iterator[tuple[date, int]]:
    """Reports with names whose rows may have expired: they still tell which period is usual."""
    for row in told_rows(scope.settings, schema.engagement_period.name):
        if row["period_days"] > 1 and not row["is_concealed"]:
            yield row["refresh_date"], row["period_days"]


def _usual(periods: Iterable[int]) -> int:
    """The most frequent period, of several the one nearest to a month."""
    counts = Counter(periods)
    return max(counts, key=lambda days: (counts[days], -abs(days - _A_MONTH)))
