"""What people decided about accounts, and the accounts as that leaves them.

A decision holds on every day: it tells who an account has always been of. Of several the latest
holds. An accepted colleague who is on no list any more is nobody.
"""

from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

ACCEPT, REJECT, UNDONE = "accept", "reject", "undone"
CLASSES = ("guest", "service", "left")
"""What an account is that is no colleague's, or not any more."""
DECISIONS = (ACCEPT, REJECT, *CLASSES, UNDONE)

_DECIDED = """
    with said as (
        select m.account_key, m.decision, p.person_key, row_number() over (
            partition by m.account_key
            order by m.exported_at desc, m.snapshot_id desc, m.decision, m.person_id_key) as place
        from match_decision m left join person p on p.person_id_key = m.person_id_key
        where m.decision in :final)
    select account_key, decision, person_key from said
    where place = 1 and (decision <> :accept or person_key is not null)
"""
_REJECTED = """
    select distinct m.account_key, p.person_key
    from match_decision m join person p on p.person_id_key = m.person_id_key
    where m.decision = :reject
"""
_KNOWN_ACCOUNTS = """
    select a.account_key, a.state, a.joined_date, a.ended_date, a.department_label,
        a.directory_key, a.employee_key, a.email_key, d.decision, d.person_key as decided_key,
        case when d.decision is null then a.is_guest else d.decision = 'guest' end as is_guest,
        case when d.decision is null then a.is_service else d.decision = 'service' end
            as is_service,
        coalesce(d.decision = 'left', false) as is_left
    from account a left join decided d on d.account_key = a.account_key
"""


def make_known_accounts(warehouse: Warehouse) -> None:
    """Make ``known_account`` and ``rejected`` from accounts, ``person`` and decisions."""
    bulk.make(warehouse, "decided", _DECIDED, {"final": [ACCEPT, *CLASSES], "accept": ACCEPT})
    bulk.make(warehouse, "rejected", _REJECTED, {"reject": REJECT})
    bulk.make(warehouse, "known_account", _KNOWN_ACCOUNTS)
