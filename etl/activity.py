"""Activity: the days on which colleagues were active, and how many were over windows of days.

Nobody is counted twice in a window, and no event is joined with another: each active day counts
from itself until the window ends or the person's next active day begins, whichever is first. A
small table of (day, department, from, until) then serves every window at once.
"""

from etl.editions.daily import TWICE
from etl.editions.schema import WINDOWS
from etl.identity.identifiers import FIRST_DAY, LAST_DAY
from etl.stretches import shared
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

_LONGEST = max(WINDOWS)

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
    from proven group by person_no, date
"""

COUNTS = tuple(f"{kind}_{days}_count" for kind in ("active", "contributor") for days in WINDOWS)
"""The counts of ``make_windows``, active first."""

# Members by department; who stands in several is taken off the whole for all but one.
_PLACED = f"""
    select person_no, department_id, valid_from, valid_to, 1 as weight from presence
    union all
    select person_no, '{TWICE}', valid_from, valid_to, -extra
    from ({shared("presence", "person_no")}) twice
"""

# How long each active day counts, cut to the stretches in which the colleague was a member.
_SPANS = f"""
    with gapped as (
        select person_no, date,
            cast(coalesce(lead(date) over (partition by person_no order by date) - date,
                {_LONGEST}) as integer) as gap
        from active_day where {{kind}}),
    cut as (
        select g.date, p.department_id, p.weight,
            cast(greatest(p.valid_from - g.date, 0) as integer) as starts,
            cast(least(g.gap, p.valid_to - g.date, {_LONGEST}) as integer) as ends
        from gapped g
        join placed p on p.person_no = g.person_no)
    select date, department_id, starts, ends, sum(weight) as days
    from cut where starts < ends group by date, department_id, starts, ends
"""


def derive_active_days(warehouse: Warehouse) -> None:
    """Rebuild ``active_day`` from messages and engagement reports."""
    bulk.replace(warehouse, schema.active_day, _ACTIVE_DAYS)


# What a span adds to each window where it begins, and takes away where it ends by itself, or
# where the window ends before it.
_ENDS = {
    "begun": ("date + starts", "starts < {days}", ""),
    "ended": ("date + ends", "starts < {days} and ends <= {days}", "-"),
    "expired": ("date", "starts < {days} and ends > {days}", "-"),
}


def make_windows(warehouse: Warehouse) -> None:
    """Make ``active_window``: date, department_id and a count per window, for both kinds.

    One row per day and department on which a count changes; the counts are the changes.
    """
    bulk.make(warehouse, "placed", _PLACED)
    selects = []
    for kind, condition in (("active", "true"), ("contributor", "is_contribution")):
        bulk.make(warehouse, f"{kind}_span", _SPANS.format(kind=condition))
        for end, (date, held, sign) in _ENDS.items():
            bulk.make(warehouse, f"{kind}_{end}", _sums(f"{kind}_span", date, held))
            selects += [_change(kind, end, sign, days) for days in WINDOWS]
    bulk.make(warehouse, "active_window", " union all ".join(selects))


def _sums(spans: str, date: str, held: str) -> str:
    """Days by date and department, each span read once for all windows."""
    sums = ", ".join(
        f"sum(case when {held.format(days=days)} then days else 0 end) as days_{days}"
        for days in WINDOWS
    )
    return f"select {date} as date, department_id, {sums} from {spans} group by 1, 2"


def _change(kind: str, end: str, sign: str, days: int) -> str:
    later = f" + {days}" if end == "expired" else ""
    return (
        f"select '{kind}_{days}_count' as name, department_id, date{later} as date, "
        f"{sign}days_{days} as change from {kind}_{end} where days_{days} <> 0"
    )
