"""How far members take part: each stands on the highest rung reached in the days of a report."""

from collections.abc import Iterable
from datetime import date

from etl.editions import schema
from etl.editions.coverage import find_coverage
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.editions.voices import make_voices
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.ladder

RUNGS = ("poster", "responder", "reactor", "reader", "none")

# What members wrote is in the network export; that they reacted or read, in a report with names.
# Who wrote as a report has it, though no message is left, began no thread that is known.
_RUNGS = """
    with reported as (
        select refresh_date, period_days from engagement_person
        where period_days > 1 and refresh_date >= cast(:first as date)
            and refresh_date <= cast(:last as date)
        group by refresh_date, period_days having not bool_or(is_concealed)),
    here as (
        select distinct r.refresh_date, r.period_days, p.person_no, p.person_key
        from reported r join presence p on p.valid_from <= r.refresh_date
            and r.refresh_date < p.valid_to),
    wrote as (
        select h.refresh_date, h.period_days, h.person_no, bool_or(not v.is_reply) as began
        from here h join voice v on v.person_no = h.person_no
            and v.date > h.refresh_date - h.period_days and v.date <= h.refresh_date
        group by h.refresh_date, h.period_days, h.person_no),
    told as (
        select e.refresh_date, e.period_days, a.person_key, max(e.post_count) as posts,
            max(e.reaction_count) as reactions, max(e.read_count) as reads
        from engagement_person e
        join addressee a on a.email_key = e.email_key and a.known_from <= e.refresh_date
            and a.valid_from <= e.refresh_date and e.refresh_date < a.valid_to
        where coalesce(e.state, '') not in ('deleted', 'suspended')
        group by e.refresh_date, e.period_days, a.person_key),
    placed as (
        select h.refresh_date, h.period_days, h.person_no, max(
            case when w.began then 5 when w.person_no is not null or t.posts > 0 then 4
                when t.reactions > 0 then 3 when t.reads > 0 then 2 else 1 end) as height
        from here h
        left join wrote w on w.refresh_date = h.refresh_date and w.period_days = h.period_days
            and w.person_no = h.person_no
        left join told t on t.refresh_date = h.refresh_date and t.period_days = h.period_days
            and t.person_key = h.person_key
        group by h.refresh_date, h.period_days, h.person_no)
    select refresh_date, period_days, height, count(*) as people
    from placed group by refresh_date, period_days, height
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per report with names, where the network export covers its days and enough people
    were members.
    """
    make_voices(warehouse)
    coverage = find_coverage(warehouse, scope)
    days = {"first": scope.first_date, "last": scope.as_of_date}
    reports: dict[tuple[date, int], list[int]] = {}
    for day, period, height, people in bulk.tuples(warehouse, _RUNGS, days):
        counts = reports.setdefault((day, period), [0] * len(RUNGS))
        counts[len(RUNGS) - height] = people
    for (day, period), counts in reports.items():
        is_covered = coverage.is_contributor_exact(day, period)
        if is_covered and sum(counts) >= scope.policy.minimum_group:
            yield day, period, WHOLE, *counts
