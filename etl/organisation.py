"""The organisation over time: department labels become ids, staff lists become employment.

Of the lists received, the latest one dated on or before a day tells who was staff on that day.
"""

import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import insert

from etl.editions.schema import UNKNOWN
from etl.settings import Settings
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

_NOT_STAFF = "disabled"
_STAFF_LIST_WEIGHT = 1000
_FIRST_DAY, _LAST_DAY = "1900-01-01", "9999-12-31"


def department_id(label: str | None) -> str:
    """The id of a department: its label without case, marks and spacing; '?' for a blank one.

    >>> department_id(" Adult  Social Care & Health ")
    'adult-social-care-and-health'
    """
    folded = unicodedata.normalize("NFKC", label or "").casefold().replace("&", " and ")
    return re.sub(r"[\W_]+", "-", folded).strip("-") or UNKNOWN


def derive_departments(warehouse: Warehouse) -> None:
    """Give every department label that a source wrote its id and the name to show."""
    labels = bulk.rows(
        warehouse,
        """
        select department_label as label, count(*) as uses, true as is_staff_list
        from staff where department_label is not null group by department_label
        union all
        select department_label, count(*), true from headcount group by department_label
        union all
        select department_label, count(*), false
        from account where department_label is not null group by department_label
        union all
        select distinct audience_label, 0, false from registry where audience_label is not null
        union all
        select distinct audience_label, 0, false from link_target where audience_label is not null
        """,
    )
    uses: dict[str, int] = {}
    for row in labels:
        weight = _STAFF_LIST_WEIGHT if row["is_staff_list"] else 1
        uses[row["label"]] = uses.get(row["label"], 0) + weight * row["uses"]
    names = _names(uses)
    bulk.execute(warehouse, "delete from department")
    if uses:
        warehouse.connection.execute(
            insert(schema.department),
            [
                {
                    "label": label,
                    "department_id": department_id(label),
                    "name": names[department_id(label)],
                }
                for label in sorted(uses)
            ],
        )


def _names(uses: Mapping[str, int]) -> dict[str, str]:
    """For each department the spelling used most, on staff lists before anywhere else."""
    names: dict[str, str] = {}
    for label in sorted(uses, key=lambda each: (-uses[each], each)):
        names.setdefault(department_id(label), " ".join(label.split()))
    return names


def derive_employment(warehouse: Warehouse, settings: Settings) -> None:
    """Turn staff lists into stretches of days in one department, per colleague."""
    _hold_lists(warehouse)
    _name_people(warehouse)
    bulk.replace(
        warehouse,
        schema.employment,
        f"""
        with stretch as (
            select p.person_key, coalesce(d.department_id, :unknown) as department_id,
                case when s.list_kind = 'directory' then s.class = 'employee'
                     else coalesce(s.class, 'employee') not in :not_counted end as is_counted,
                s.is_eligible,
                case when h.is_first then coalesce(s.start_date, date '{_FIRST_DAY}')
                     else greatest(s.list_date, coalesce(s.start_date, s.list_date)) end
                    as valid_from,
                least(h.next_date, coalesce(s.end_date + 1, h.next_date)) as valid_to
            from staff s
            join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
                and h.snapshot_id = s.snapshot_id and h.is_basis
            join person p on p.person_id_key = s.person_id_key
            left join department d on d.label = s.department_label),
        marked as (
            select *, case when valid_from <= lag(valid_to) over same then 0 else 1 end as is_new
            from stretch where valid_from < valid_to
            window same as (
                partition by person_key, department_id, is_counted, is_eligible
                order by valid_from)),
        island as (
            select *, sum(is_new) over (
                partition by person_key, department_id, is_counted, is_eligible
                order by valid_from rows unbounded preceding) as number
            from marked)
        select person_key, department_id, is_counted, is_eligible,
            min(valid_from) as valid_from, max(valid_to) as valid_to
        from island group by person_key, department_id, is_counted, is_eligible, number
        """,
        {"unknown": UNKNOWN, "not_counted": [*_lowered(settings), _NOT_STAFF]},
    )


def _lowered(settings: Settings) -> list[str]:
    return [name.lower() for name in settings.staff.not_counted]


def _hold_lists(warehouse: Warehouse) -> None:
    """Which snapshot tells the list of each date, and up to when that list holds.

    A people CSV is the basis of headcount where there is one, else the directory is.
    """
    bulk.make(
        warehouse,
        "held_list",
        f"""
        with known as (
            select list_kind, list_date, snapshot_id, exported_at from staff
            group by list_kind, list_date, snapshot_id, exported_at),
        ranked as (
            select *, row_number() over (
                partition by list_kind, list_date
                order by exported_at desc, snapshot_id desc) as rank
            from known),
        basis as (select max(list_kind) as list_kind from known)
        select r.list_kind, r.list_date, r.snapshot_id, r.list_kind = b.list_kind as is_basis,
            row_number() over (partition by r.list_kind order by r.list_date) = 1 as is_first,
            lead(r.list_date, 1, date '{_LAST_DAY}') over (
                partition by r.list_kind order by r.list_date) as next_date
        from ranked r cross join basis b where r.rank = 1
        """,
    )


def _name_people(warehouse: Warehouse) -> None:
    """One key per colleague: a new id with a known directory or employee id is no new colleague.

    A number that one list gives to two ids (two colleagues, or a placeholder) links none.
    """
    bulk.make(
        warehouse,
        "person",
        """
        with listed as (
            select s.person_id_key, s.list_date, s.directory_key, s.employee_key
            from staff s
            join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
                and h.snapshot_id = s.snapshot_id and h.is_basis),
        numbered as (
            select 'directory' as kind, directory_key as number, list_date, person_id_key
            from listed where directory_key is not null
            union all
            select 'employee', employee_key, list_date, person_id_key
            from listed where employee_key is not null),
        owned as (
            select kind, number, min(first_id) as first_id from (
                select kind, number, min(person_id_key) as first_id, count(*) as ids
                from numbered group by kind, number, list_date) each_list
            group by kind, number having max(ids) = 1),
        met as (
            select n.person_id_key, min(o.first_id) as first_id
            from numbered n join owned o on o.kind = n.kind and o.number = n.number
            group by n.person_id_key)
        select l.person_id_key, least(l.person_id_key, m.first_id) as person_key
        from (select distinct person_id_key from listed) l
        left join met m on m.person_id_key = l.person_id_key
        """,
    )
