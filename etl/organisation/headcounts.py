"""Departments that a headcount table leaves out: nobody can tell whether they are closed."""

from datetime import date

from etl.plural import plural
from etl.source import Notice
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_LEFT_OUT = """
    with told as (
        select d.department_id, h.date, sum(h.headcount_count) as people
        from headcount h join department d on d.label = h.department_label
        where h.date <= :as_of group by d.department_id, h.date),
    newest as (select max(date) as date from told)
    select max(n.date) as newest_date, count(*) as left_count
    from told t cross join newest n
    where t.people > 0 and t.date < n.date
        and not exists (
            select 1 from told later
            where later.department_id = t.department_id and later.date > t.date)
        and not exists (
            select 1 from succession s
            where s.department_id = t.department_id and s.as_id <> t.department_id
                and s.valid_from <= n.date)
"""


def left_out(warehouse: Warehouse, as_of: date) -> tuple[Notice, ...]:
    """Which departments of earlier tables have no line in the newest one up to a day."""
    (row,) = bulk.rows(warehouse, _LEFT_OUT, {"as_of": as_of})
    if not row["left_count"]:
        return ()
    day = row["newest_date"]
    sentence = (
        f"The headcount table of {day.day} {day:%B %Y} leaves out "
        f"{plural(row['left_count'], 'department')} that an earlier one has; they keep their last "
        "headcount. Of one that is closed load a line with a headcount of 0."
    )
    return (Notice("left_out_department", sentence),)
