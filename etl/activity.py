"""Activity: the days on which colleagues were active, and how many were over windows of days.

The days are worked out in the warehouse; ``etl.windows`` counts, some thousand people at a time.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from etl.editions.daily import TWICE
from etl.editions.schema import WHOLE, WINDOWS
from etl.identity.identifiers import FIRST_DAY, LAST_DAY
from etl.stretches import shared
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse
from etl.windows import Numbers, Stretches, Windows

_AT_ONCE = 10_000  # people: what is known of them fits the processor's cache

AUTHORS = f"""
    select a.account_key, n.person_no, coalesce(case when o.known_from > n.first_date
            then o.known_from else o.valid_from end, date '{FIRST_DAY}') as valid_from,
        coalesce(o.valid_to, date '{LAST_DAY}') as valid_to
    from known_account a
    left join owner o on o.account_key = a.account_key
    join numbered n on n.person_key = coalesce(o.person_key, a.account_key)
    where not a.is_guest and not a.is_service
"""
"""Whose account it was, and on which days: what was written under it then is theirs."""

# What the exports prove: a counted message; the last activity a report names; and on a single-day
# report the day itself, where it shows any activity. What a member did under an account or an
# address that only a later staff list told to be theirs counts from that list on: no earlier figure
# changes.
_ACTIVE_DAYS = f"""
    with author as ({AUTHORS}),
    seen as (
        select email_key, last_activity_date as date from engagement_person
        where last_activity_date is not null and not is_concealed
            and coalesce(state, '') not in ('deleted', 'suspended')
        union
        select email_key, refresh_date from engagement_person
        where period_days = 1 and not is_concealed
            and coalesce(state, '') not in ('deleted', 'suspended')
            and (post_count > 0 or read_count > 0 or reaction_count > 0)),
    proven as (
        select o.person_no, m.date, true as is_contribution
        from message m
        join author o on o.account_key = m.account_key
            and o.valid_from <= m.date and m.date < o.valid_to
        where m.is_counted
        union all
        select n.person_no, s.date, false
        from seen s
        join addressee a on a.email_key = s.email_key
            and a.valid_from <= s.date and s.date < a.valid_to
        join numbered n on n.person_key = a.person_key
            and (a.known_from <= s.date or a.known_from <= n.first_date))
    select person_no, date, bool_or(is_contribution) as is_contribution
    from proven where date >= :since group by person_no, date
"""

# Members by department; who stands in several is taken off the whole for all but one.
_PLACED = f"""
    select person_no, department_id, valid_from, valid_to, 1 as weight from presence
    union all
    select person_no, '{TWICE}', valid_from, valid_to, -extra
    from ({shared("presence", "person_no")}) twice
"""

_STRETCHES = """
    select person_no, dense_rank() over (order by department_id) - 1 as place,
        greatest(least(valid_from - :first, :width), 0) as since,
        greatest(least(valid_to - :first, :width), 0) as until, weight
    from placed order by person_no
"""

_CELLS = """
    select (person_no - :from_no) * :width + (date - :first) as cell,
        case when is_contribution then 1 else 0 end as contributed
    from active_day
    where person_no >= :from_no and person_no < :to_no and date between :first and :last
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """Distinct members by department: ``counts`` of window (active first), place and day."""

    places: tuple[str, ...]
    counts: Numbers

    def of(self, department_id: str) -> Numbers:
        """The counts of a department, or of the whole: an array of day and window."""
        is_meant = [department_id in (place, WHOLE) for place in self.places]
        counts: Numbers = self.counts[:, is_meant].sum(axis=1)
        return counts.T


def derive_active_days(warehouse: Warehouse, since: date = date.min) -> None:
    """Rebuild ``active_day`` from messages and engagement reports; of days from ``since`` on."""
    bulk.replace(warehouse, schema.active_day, _ACTIVE_DAYS, {"since": since})


def count_windows(warehouse: Warehouse, first: date, last: date) -> Counted:
    """Count who was active, and who contributed, in the windows that end on each of some days."""
    bulk.make(warehouse, "placed", _PLACED)
    listed = "select distinct department_id from placed order by department_id"
    places = tuple(department_id for (department_id,) in bulk.tuples(warehouse, listed))
    lead = max(WINDOWS) - 1  # days before the first that a window reaches back to
    windows = Windows(WINDOWS, len(places), lead + (last - first).days + 1)
    changes = _changes(warehouse, windows, first - timedelta(days=lead), last)
    return Counted(places, np.cumsum(changes, axis=2)[:, :, lead : windows.day_count])


def _changes(warehouse: Warehouse, windows: Windows, first: date, last: date) -> Numbers:
    """What changes on the days from ``first`` on: active first, then contributors."""
    found = np.zeros((2, len(WINDOWS), windows.place_count, windows.width), np.int64)
    bounds = {"first": first, "width": windows.width}
    stretches = Stretches(*bulk.numbers(warehouse, _STRETCHES, bounds))
    for from_no in range(0, int(np.max(stretches.person, initial=-1)) + 1, _AT_ONCE):
        some = stretches.of_people(from_no, from_no + _AT_ONCE)
        block = {**bounds, "last": last, "from_no": from_no, "to_no": from_no + _AT_ONCE}
        cells, contributed = bulk.numbers(warehouse, _CELLS, block)
        for place, those in enumerate((cells, cells[contributed == 1])):
            found[place] += windows.changes(windows.active(those), some)
    return np.concatenate(list(found))
