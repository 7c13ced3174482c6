"""Counts for every day and department, out of the changes that happen on some days."""

from collections.abc import Iterable, Mapping, Sequence

from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Basis, Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_STAFF_LABELS = """
    select s.department_label from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
"""
_LABELS: Mapping[Basis, str] = {
    "people": _STAFF_LABELS,
    "directory": _STAFF_LABELS,
    "table": "select department_label from headcount",
    "none": "select department_label from account where not is_guest",
}


def make_listed_departments(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``listed_department``: those that headcount rests on; else those the network names."""
    bulk.make(
        warehouse,
        "listed_department",
        f"""
        select department_id, min(name) as name from department
        where department_id <> :unknown and label in ({_LABELS[scope.headcount_basis]})
        group by department_id
        """,
        {"unknown": UNKNOWN},
    )


def daily_counts(
    warehouse: Warehouse, changes: str, names: Sequence[str]
) -> Iterable[tuple[object, ...]]:
    """(date, department_id, one count per name), cumulated from ``changes``.

    ``changes`` is a table (name, department_id, date, change). A change before the first day
    counts from the first day on. The whole organisation is the sum over all departments, those
    unknown included.
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
            from calendar cross join (
                select department_id from listed_department union all select '{WHOLE}') d)
        select g.date, g.department_id, {running}
        from grid g
        left join changed c on c.date = g.date and c.department_id = g.department_id
        order by g.date, g.department_id
    """
    return bulk.tuples(warehouse, query)
