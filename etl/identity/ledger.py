"""The ledger: every account and every colleague is accounted for, and each side sums."""

from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

STATES = ("matched", "left", "guest", "service", "duplicate", "conflict", "unmatched")
"""Each account that has joined stands in exactly one of them."""
UNPLACED = ("unmatched", "conflict")
"""Those whose owner may be staff."""

# A colleague with two posts counts in both departments, and once in the whole.
_COLLEAGUES = """
    with joined as (
        select date, person_key, reason from standing where state = 'matched'),
    closed as (
        select distinct date, person_key from standing
        where reason in ('suspended', 'deleted', 'closed') and person_key is not null),
    invited as (
        select distinct person_key from invitation
        where state = 'waiting' and person_key is not null)
    select distinct d.date, e.person_key, e.department_id,
        case when j.person_key is null then 'not_joined' else 'joined' end as state,
        case when j.person_key is not null then j.reason
             when c.person_key is not null then 'account_closed'
             when d.date < :as_of then 'not_yet'
             when i.person_key is not null then 'invited' else 'no_account' end as reason
    from ledger_date d
    join staffed e on e.valid_from <= d.date and d.date < e.valid_to
    left join joined j on j.date = d.date and j.person_key = e.person_key
    left join closed c on c.date = d.date and c.person_key = e.person_key
    left join invited i on i.person_key = e.person_key
    where d.date >= cast(:known_from as date)
"""

_ENTRIES = """
    select date, 'accounts' as side, account_key as subject, department_id, state, reason
    from standing
    union all
    select cast(:as_of as date), 'invited', account_key, department_id, state, reason
    from invitation
    union all
    select date, 'headcount', person_key, department_id, state, reason from colleague
"""


def make_ledger(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``ledger_entry``: one row per date, side and account, invitation or colleague's post."""
    known_from = scope.headcount_from if scope.has_staff_list else None
    days = {"as_of": scope.as_of_date, "known_from": known_from}
    bulk.make(warehouse, "colleague", _COLLEAGUES, days)
    bulk.make(warehouse, "ledger_entry", _ENTRIES, {"as_of": scope.as_of_date})
