"""Counts for every day and department, out of the changes that happen on some days."""

from collections.abc import Iterable, Mapping, Sequence

from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Basis, Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TWICE = "+"
"""``department_id`` of changes that take off the whole who stands in several departments."""

_BY_NAME = """
    select d.department_id from department d where d.label in ({labels})
    union
    select c.as_id from department d join succession c on c.department_id = d.department_id
    where d.label in ({labels}) and c.valid_from <= :as_of
"""
_FORMER = "select label from former_label where {condition}"
_EMPLOYED = "select department_id from employment where valid_from <= :as_of union " + (
    _BY_NAME.format(labels=_FORMER.format(condition="is_staff_list"))
)
_NAMED = "select department_label from account where not is_guest union "
_PLACES: Mapping[Basis, str] = {
    "people": _EMPLOYED,
    "directory": _EMPLOYED,
    "table": _BY_NAME.format(labels="select department_label from headcount"),
    "none": _BY_NAME.format(labels=_NAMED + _FORMER.format(condition="not is_staff_list")),
}


def make_listed_departments(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``listed_department``: those that headcount rests on; else those the network names."""
    bulk.make(
        warehouse,
        "listed_department",
        f"""
        select department_id, name from department_name
        where department_id <> :unknown
            and department_id in (
                select u.unit_id from department_within u
                where u.department_id in ({_PLACES[scope.headcount_basis]})
                    and u.valid_from <= :as_of and u.valid_to > :first)
        """,
        {"unknown": UNKNOWN, "as_of": scope.as_of_date, "first": scope.first_date},
    )


def adopted(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row of ``adoption`` from the counts of its changes; None for what is not known."""
    date, department_id, headcount, eligible, members, is_known, is_told = row
    return (
        date,
        department_id,
        headcount if is_known else None,
        eligible if is_known and is_told == is_known else None,
        members,
    )


SHOWN = f"select department_id from listed_department union all select '{WHOLE}'"


def daily_counts(
    warehouse: Warehouse, changes: str, names: Sequence[str], places: str = SHOWN
) -> Iterable[tuple[object, ...]]:
    """(date, department_id, one count per name), cumulated from ``changes``, of all ``places``.

    ``changes`` is a table (name, department_id, date, change). A change before the first day
    counts from the first day on. The whole organisation is the sum over all departments, those
    unknown included, and of the changes of '+' that take off who would be counted twice.
    """
    sums = ", ".join(
        f"sum(case when name = '{name}' then change else 0 end) as {name}" for name in names
    )
    running = ", ".join(
        f"cast(sum(coalesce(c.{name}, 0)) over (partition by g.department_id order by g.date) "
        f"as integer) as {name}"
        for name in names
    )
    query = f"""
        with bounded as (
            select name, department_id, change,
                case when date < (select min(date) from calendar)
                     then (select min(date) from calendar) else date end as date
            from {changes}),
        changed as (
            select date, department_id, {sums} from bounded group by date, department_id
            union all
            select date, '{WHOLE}', {sums} from bounded group by date),
        grid as (
            select calendar.date, d.department_id
            from calendar cross join ({places}) d)
        select g.date, g.department_id, {running}
        from grid g
        left join changed c on c.date = g.date and c.department_id = g.department_id
        order by g.date, g.department_id
    """
    return bulk.tuples(warehouse, query)
