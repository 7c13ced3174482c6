"""Whether threads are answered, and how soon."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from math import ceil

from etl.editions import schema
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.editions.voices import SPOKEN
from etl.statistics.survival import Waiting, waiting_curve
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.response

WINDOW = 90
WEEK_HOURS = 7 * 24

# The first reply by somebody else; a thread without one is watched to the end of the last day.
_THREADS = f"""
    with voice as (
        select * from ({SPOKEN}) spoken
        where date > cast(:as_of as date) - {WINDOW} and date <= cast(:as_of as date)),
    begun as (
        select distinct v.thread_id, v.person_no, v.created_at
        from voice v
        join presence p on p.person_no = v.person_no and p.valid_from <= v.date
            and v.date < p.valid_to
        where not v.is_reply),
    answered as (
        select b.thread_id, min(r.created_at) as replied_at
        from begun b
        join voice r on r.thread_id = b.thread_id and r.is_reply
            and r.person_no <> b.person_no and r.created_at >= b.created_at
        group by b.thread_id),
    timed as (
        select b.person_no, a.replied_at is not null as is_answered,
            cast(extract(epoch from coalesce(a.replied_at, cast(:ends as timestamp))
                - b.created_at) as double precision) / 3600 as hours
        from begun b left join answered a on a.thread_id = b.thread_id)
    select person_no, is_answered, hours from timed
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row, where a thread was begun; without a time where few people began them."""
    ends = datetime.combine(scope.as_of_date, time()) + timedelta(days=1)
    days = {"as_of": scope.as_of_date, "ends": ends}
    found = sorted(bulk.tuples(warehouse, _THREADS, days))
    threads = [Waiting(max(hours, 0.0) + 1 / 60, happened) for _, happened, hours in found]
    authors = len({person for person, _, _ in found})
    if threads:
        least = scope.settings.privacy.minimum_group
        figures = _figures(threads, least) if authors >= least else (None, None)
        answered = sum(each.happened for each in threads)
        yield WHOLE, authors, len(threads), answered, *figures


def _figures(threads: list[Waiting], least: int) -> tuple[float | None, int | None]:
    """Hours are whole ones: the minutes would tell which thread it was."""
    curve = waiting_curve(sorted(threads, key=lambda each: (each.time, each.happened)), least)
    if curve is None:
        return None, None
    median = curve.median
    return curve.done_by(WEEK_HOURS), None if median is None else ceil(median)
