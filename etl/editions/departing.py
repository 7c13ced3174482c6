"""Counts of people who left are taken out of the facts before their rows expire, and taken up."""

from collections.abc import Iterable

from etl.editions.bygone import Row, Rows
from etl.editions.departed import DEPARTED
from etl.editions.history_file import departed_rows
from etl.editions.scope import Scope
from etl.editions.tables import member_flow
from etl.settings import Settings
from etl.stretches import joined_up
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse
from etl.warehouse.merging import show

_ACCOUNTS = """
    select side, label, state, reason, row_number() over (
        partition by side, label, state, reason order by side) as number
    from (select 'accounts' as side, a.department_label as label, s.state, s.reason
          from standing s join account a on a.account_key = s.account_key
          where s.date = :as_of and s.account_key in (select account_key from gone_account)
          union all
          select 'invited', a.department_label, i.state, i.reason
          from invitation i join account a on a.account_key = i.account_key
          where i.account_key in (select account_key from gone_account)
          union all
          select side, label, state, reason from departed_account) every
"""
_DAYS = f"""
    with stretch as (
        {joined_up("select person_key, valid_from, valid_to from gone_presence", "person_key")}),
    told as (
        select min(valid_from) as date, 1 as joined_count, 0 as change
        from stretch group by person_key
        union all select valid_from, 0, 1 from stretch
        union all select valid_to, 0, -1 from stretch
        union all select date, joined_count, change from departed_day)
    select date, sum(joined_count) as joined_count, sum(change) as change
    from told group by date
"""
_PRESENCE = "select * from presence where person_key in (select key from gone_key)"


def make_departed(warehouse: Warehouse, settings: Settings) -> None:
    """Make the tables of ``DEPARTED`` as the history has them; empty where nobody's expired."""
    told = departed_rows(settings)
    show(warehouse, {table: told[table.name] for table in DEPARTED})


def part_with(warehouse: Warehouse, scope: Scope) -> Rows:
    """The rows of ``DEPARTED`` once nobody is kept any more whom ``find_leavers`` found.

    After all was derived.
    """
    bulk.make(warehouse, "gone_presence", _PRESENCE)
    return {
        "departed_account": _rows(warehouse, _ACCOUNTS, {"as_of": scope.as_of_date}),
        "departed_flow": list(_flows(warehouse, scope)),
        "departed_day": _rows(warehouse, _DAYS, {}),
    }


def _flows(warehouse: Warehouse, scope: Scope) -> Iterable[Row]:
    found: dict[tuple[str, str], int] = {}
    for name, department, people in member_flow.totals(warehouse, scope, "gone_presence"):
        found[name, department] = found.get((name, department), 0) + people
    for row in bulk.rows(warehouse, "select * from departed_flow"):
        place = row["flow"], row["department_id"]
        found[place] = found.get(place, 0) + row["people_count"]
    for (flow, department), people in sorted(found.items()):
        yield {"flow": flow, "department_id": department, "people_count": people}


def _rows(warehouse: Warehouse, query: str, days: dict[str, object]) -> list[Row]:
    return [dict(row) for row in bulk.rows(warehouse, query, days)]
