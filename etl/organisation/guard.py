"""Staff lists that differ so much from the one before that a person should look first."""

from dataclasses import dataclass
from datetime import date

from etl.editions.schema import UNKNOWN
from etl.organisation.departments import derive_departments
from etl.organisation.people import hold_lists
from etl.settings import Staff
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

LEAST_PEOPLE = 10
"""A list that differs by fewer people than this is never held back."""
LEAST_DEPARTMENT = 5
"""Nor is one without a department that had fewer people than this."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A file, by its snapshot, and one sentence on what is unusual about it."""

    snapshot_id: str
    file: str
    sentence: str


def alarms(warehouse: Warehouse, staff: Staff, since: date | None = None) -> list[Alarm]:
    """The lists that shrank or grew too much against the one before, or lost a department.

    ``since``: lists of which people may be missing, as they left before that day, are not compared.
    """
    derive_departments(warehouse)
    hold_lists(warehouse)
    bulk.make(warehouse, "list_size", _SIZES, {"unknown": UNKNOWN, "since": since or date.min})
    return [*_resized(warehouse, staff), *_vanished(warehouse)]


def _resized(warehouse: Warehouse, staff: Staff) -> list[Alarm]:
    found = bulk.rows(warehouse, _RESIZED, {"share": staff.guard, "least": LEAST_PEOPLE})
    return [
        Alarm(
            row["snapshot_id"],
            row["file"],
            f"{row['file']} has {abs(row['people'] - row['before']) / row['before']:.0%} "
            f"{'more' if row['people'] > row['before'] else 'fewer'} people than the list before "
            f"({row['before']:,} became {row['people']:,})",
        )
        for row in found
    ]


def _vanished(warehouse: Warehouse) -> list[Alarm]:
    found = bulk.rows(warehouse, _VANISHED, {"least": LEAST_DEPARTMENT, "unknown": UNKNOWN})
    return [
        Alarm(
            row["snapshot_id"],
            row["file"],
            f"{row['file']} has nobody in {row['name']} any more, where {row['before']:,} people "
            "were on the list before",
        )
        for row in found
    ]


_SIZES = """
    select h.list_no, h.snapshot_id, h.list_date, coalesce(d.department_id, :unknown)
        as department_id, s.person_id_key
    from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
    left join department d on d.label = s.department_label
    where (s.list_kind = 'people' or s.class = 'employee') and h.list_date >= coalesce((
        select max(list_date) from held_list where is_basis and list_date <= :since), h.list_date)
"""

_RESIZED = """
    with sized as (
        select list_no, snapshot_id, count(distinct person_id_key) as people
        from list_size group by list_no, snapshot_id),
    followed as (
        select *, lag(people) over (order by list_no) as before from sized)
    select f.snapshot_id, s.file, f.people, f.before
    from followed f join snapshot s on s.snapshot_id = f.snapshot_id
    where abs(f.people - f.before) > :share * f.before
        and abs(f.people - f.before) >= :least
    order by f.list_no
"""

# A department that became another by the date of the list has not vanished.
_VANISHED = """
    with sized as (
        select list_no, department_id, count(distinct person_id_key) as people
        from list_size group by list_no, department_id),
    lists as (select distinct list_no, snapshot_id, list_date from list_size)
    select l.snapshot_id, s.file, n.name, b.people as before
    from sized b
    join lists l on l.list_no = b.list_no + 1
    join snapshot s on s.snapshot_id = l.snapshot_id
    join department_name n on n.department_id = b.department_id
    left join sized a on a.list_no = l.list_no and a.department_id = b.department_id
    where a.people is null and b.department_id <> :unknown and b.people >= :least
        and not exists (
            select 1 from succession c where c.department_id = b.department_id
                and c.as_id <> c.department_id and c.valid_from <= l.list_date)
        and not exists (
            select 1 from department_change c where lower(c.from_id) = b.department_id
                and c.effective_date <= l.list_date)
    order by l.list_no, n.name
"""
