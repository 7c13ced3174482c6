"""People who left before the first day that is kept: who they are, and that their rows go.

Whoever stands on the list that held on that day, or on a later one, is here, and so is whoever has
a number or an address of theirs, or of an account that was not closed by then. All others left.
Which they are follows from the facts alone, so what an export brings of them again is told, too.
"""

from collections.abc import Mapping
from datetime import date

from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_KEYS = ("person_id_key", "directory_key", "employee_key", "email_key", "alias_key", "other_key")
_ACCOUNT_KEYS = ("directory_key", "employee_key", "email_key")


def _keys(columns: tuple[str, ...], rest: str) -> str:
    return " union ".join(f"select t.{name} as key from {rest}" for name in columns)


# The lists that hold on the first day, and later ones. A kind of list that ended before another
# goes on says nothing of who is here.
_LISTED = """
    with kind as (
        select list_kind, max(list_date) as latest,
            max(case when list_date <= :since then list_date end) as held
        from staff group by list_kind)
    select distinct s.person_id_key
    from staff s join kind k on k.list_kind = s.list_kind
    where s.list_date >= coalesce(k.held, s.list_date)
        and (k.latest > :since or not exists (select 1 from kind o where o.latest > :since))
        and (s.end_date is null or s.end_date >= :since)
"""
_OPEN = """
    select * from account
    where state = 'active' or ended_date is null or ended_date >= :since
"""
_OF_THE_LISTED = _keys(_KEYS, "staff t join listed_person p on p.person_id_key = t.person_id_key")
_OF_OPEN = _keys(_ACCOUNT_KEYS, "open_account t")
_LIKE_OPEN = """
    select a.address_key from address a join address o
        on o.local_key = a.local_key or o.plain_key = a.plain_key
    join open_account t on t.email_key = o.address_key
"""
_STAYING_KEYS = f"""
    select key from ({_OF_THE_LISTED} union {_OF_OPEN} union {_LIKE_OPEN}) held
    where key is not null
"""
_STAYING = f"""
    select person_id_key from listed_person
    union
    select t.person_id_key from staff t
    where {" or ".join(f"t.{name} in (select key from staying_key)" for name in _KEYS)}
    union
    select m.person_id_key from match_decision m
    join open_account a on a.account_key = m.account_key where m.decision = 'accept'
"""
_PEOPLE = """
    select distinct person_id_key from staff
    where person_id_key not in (select person_id_key from staying_person)
"""
_HELD_KEYS = f"""
    select key from (
        {_keys(_KEYS, "staff t join staying_person p on p.person_id_key = t.person_id_key")}) held
    where key is not null
"""
_ACCOUNTS = f"""
    select t.account_key from account t
    where t.state <> 'active' and t.ended_date < :since
        and {
    " and ".join(
        f"(t.{name} is null or t.{name} not in (select key from held_key))"
        for name in _ACCOUNT_KEYS
    )
}
        and not exists (
            select 1 from match_decision m join staying_person p
                on p.person_id_key = m.person_id_key
            where m.account_key = t.account_key and m.decision = 'accept')
"""
_THEIR_KEYS = f"""
    select key from (
        {_keys(_KEYS, "staff t join gone_person p on p.person_id_key = t.person_id_key")}
        union
        {
    _keys(
        ("account_key", *_ACCOUNT_KEYS),
        "account t join gone_account a on a.account_key = t.account_key",
    )
}) theirs
    where key is not null
"""
_STEPS = {
    "listed_person": _LISTED,
    "open_account": _OPEN,
    "staying_key": _STAYING_KEYS,
    "staying_person": _STAYING,
    "gone_person": _PEOPLE,
    "held_key": _HELD_KEYS,
    "gone_account": _ACCOUNTS,
    "gone_key": _THEIR_KEYS,
}

_LISTS = """
    insert into former_list (list_kind, list_date, snapshot_id, exported_at)
    select distinct list_kind, list_date, snapshot_id, exported_at from staff
    where person_id_key in (select person_id_key from gone_person)
        and (list_kind, list_date, snapshot_id) not in (
            select list_kind, list_date, snapshot_id from former_list)
"""
_LABELS = """
    insert into former_label (label, is_staff_list)
    select distinct department_label, {kind} from {table}
    where department_label is not null and {key} in (select {key} from {gone})
        and department_label not in (
            select label from former_label where is_staff_list = {kind})
"""
LEAVING: Mapping[str, str] = {
    "staff": "person_id_key in (select person_id_key from gone_person)",
    "eligible_person": "person_id_key in (select person_id_key from gone_person)",
    "account": "account_key in (select account_key from gone_account)",
    "match_decision": (
        "account_key in (select account_key from gone_account)"
        " or person_id_key in (select person_id_key from gone_person)"
    ),
    "address": (
        "address_key in (select key from gone_key)"
        " and address_key not in (select key from held_key)"
        " and address_key not in (select email_key from open_account where email_key is not null)"
    ),
}
"""Tables of which the rows of people who left are deleted, and which."""
DERIVED: Mapping[str, str] = {
    "employment": "person_key in (select key from gone_key)",
    "identifier": "person_key in (select person_id_key from gone_person)",
    "holder": (
        "account_key in (select account_key from gone_account)"
        " or person_key in (select person_id_key from gone_person)"
    ),
    "presence": "person_key in (select key from gone_key)",
}
"""The same of what is derived from them: until it is derived anew."""


def find_leavers(warehouse: Warehouse, since: date) -> int:
    """Make ``gone_person``, ``gone_account`` and ``gone_key``; returns how many rows will go."""
    for name, query in _STEPS.items():
        days = {"since": since} if ":since" in query else None
        bulk.make(warehouse, name, query, days)
    return sum(_count(warehouse, table, rows) for table, rows in LEAVING.items())


def drop_leavers(warehouse: Warehouse, since: date) -> int:
    """Delete the rows of people who left before a day; returns how many. In a transaction.

    Which lists there were, and which departments they named, stays.
    """
    count = find_leavers(warehouse, since)
    if not count:
        return 0
    bulk.execute(warehouse, _LISTS)
    for kind, table, key, gone in (
        ("true", "staff", "person_id_key", "gone_person"),
        ("false", "account", "account_key", "gone_account"),
    ):
        bulk.execute(warehouse, _LABELS.format(kind=kind, table=table, key=key, gone=gone))
    for table, rows in {**LEAVING, **DERIVED}.items():
        bulk.execute(warehouse, f"delete from {table} where {rows}")
    bulk.execute(
        warehouse,
        "update staff set manager_key = null where manager_key in (select key from gone_key)"
        " and manager_key not in (select key from held_key)",
    )
    return count


def _count(warehouse: Warehouse, table: str, rows: str) -> int:
    return int(bulk.tuples(warehouse, f"select count(*) from {table} where {rows}")[0][0])
