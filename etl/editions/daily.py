"""Counts for every day and department, out of the changes that happen on some days."""

from collections.abc import Iterable, Sequence

from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse


def make_listed_departments(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``listed_department``: those of staff lists; without any, those the network names."""
    staffed = "where is_staffed" if scope.headcount_basis != "none" else ""
    bulk.make(
        warehouse,
        "listed_department",
        f"select department_id, min(name) as name from department {staffed} group by department_id",
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
