"""Who is eligible on which day: by the list that names them, before the first by the staff list.

A list holds from its date until the next, and nobody but those it names is eligible on its days.
Whom it names is told by the staff lists known up to a day: no later list changes an earlier day.
"""

from etl.organisation.employment import COUNTED
from etl.organisation.people import FIRST_DAY, LAST_DAY, LATEST_FIRST
from etl.source import Notice
from etl.stretches import joined_up
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse


def derive_eligible(warehouse: Warehouse) -> tuple[Notice, ...]:
    """Make ``staffed_eligible``, those of ``staffed`` who are eligible; and ``eligible_since``.

    ``eligible_since``: the one date from which on lists tell who is eligible. Needs ``employment``
    and ``identifier``. Returns what a person should know.
    """
    _hold_lists(warehouse)
    since = f"select coalesce(min(list_date), date '{LAST_DAY}') as date from eligible_list"
    bulk.make(warehouse, "eligible_since", since)
    bulk.make(warehouse, "named_eligible", joined_up(_NAMED, "person_key"))
    bulk.make(warehouse, "staffed_eligible", joined_up(_ELIGIBLE, "person_key, department_id"))
    sentence = _strangers_sentence(warehouse)
    return (Notice("eligible_stranger", sentence, needs_person=True),) if sentence else ()


def strangers(warehouse: Warehouse) -> str:
    """What to do about people on the latest list whom no staff list knows; empty: all are known."""
    _hold_lists(warehouse)
    return _strangers_sentence(warehouse)


def _hold_lists(warehouse: Warehouse) -> None:
    """Make ``eligible_list``: which snapshot tells the list of each date, and up to when."""
    bulk.make(
        warehouse,
        "eligible_list",
        f"""
        with known as (
            select e.list_date, e.snapshot_id, e.exported_at, n.file
            from (select distinct list_date, snapshot_id, exported_at from eligible_person) e
            left join snapshot n on n.snapshot_id = e.snapshot_id),
        ranked as (
            select *, row_number() over (
                partition by list_date order by {LATEST_FIRST}) as rank
            from known)
        select list_date, snapshot_id,
            lead(list_date, 1, date '{LAST_DAY}') over (order by list_date) as next_date
        from ranked where rank = 1
        """,
    )


def _strangers_sentence(warehouse: Warehouse) -> str:
    (found,) = bulk.rows(warehouse, _STRANGERS)
    named, unknown = found["named"], found["unknown"]
    if not unknown:
        return ""
    return (
        f"{unknown:,} of the {named:,} people on the latest list of who is eligible are on no "
        "staff list, so they count nowhere. Load the staff list that has them, name them as it "
        "does (PersonId, employee number or e-mail address), or leave them out."
    )


# A person id names a colleague from its first list on, whatever other numbers the list has.
_KNOWN = f"""
    select key, person_key, valid_from, valid_to from identifier
    union all
    select i.person_id_key, p.person_key,
        case when h.is_first then date '{FIRST_DAY}' else i.list_date end, date '{LAST_DAY}'
    from first_listed i
    join person p on p.person_id_key = i.person_id_key
    join held_list h on h.is_basis and h.list_date = i.list_date
"""
_NAMED = f"""
    select k.person_key, greatest(l.list_date, k.valid_from) as valid_from,
        least(l.next_date, k.valid_to) as valid_to
    from eligible_list l
    join eligible_person e on e.list_date = l.list_date and e.snapshot_id = l.snapshot_id
    join ({_KNOWN}) k on k.key = e.person_id_key
        and k.valid_from < l.next_date and l.list_date < k.valid_to
"""
_ELIGIBLE = f"""
    select c.person_key, c.department_id, c.valid_from, least(c.valid_to, s.date) as valid_to
    from ({COUNTED}) c cross join eligible_since s
    where c.is_eligible and c.valid_from < s.date
    union all
    select c.person_key, c.department_id, greatest(c.valid_from, n.valid_from),
        least(c.valid_to, n.valid_to)
    from staffed c join named_eligible n on n.person_key = c.person_key
        and n.valid_from < c.valid_to and c.valid_from < n.valid_to
"""
_STAFF_KEYS = ("person_id_key", "employee_key", "email_key", "alias_key", "other_key")
_LISTED_KEYS = " union ".join(
    f"select n.key from named n join staff s on s.{column} = n.key" for column in _STAFF_KEYS
)
_STRANGERS = f"""
    with named as (
        select distinct e.person_id_key as key
        from eligible_list l
        join eligible_person e on e.list_date = l.list_date and e.snapshot_id = l.snapshot_id
        where l.next_date = date '{LAST_DAY}'),
    listed as ({_LISTED_KEYS})
    select count(*) as named, count(*) - count(l.key) as unknown
    from named n left join listed l on l.key = n.key
"""
