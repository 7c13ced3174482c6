"""Rows written by hand, put through disclosure control as the load puts its own."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Table

from etl.disclosure.groups import find_groups
from etl.disclosure.masking import mask
from etl.disclosure.rules import Disclosure, Policy
from etl.editions import schema
from etl.editions.rows import Tables, in_order

Rows = Mapping[Table, Iterable[Mapping[str, object]]]

_TELLING = (
    schema.adoption,
    schema.activity,
    schema.department,
    schema.department_parent,
    schema.activity_basis,
)


def staffed(day: date, sizes: Mapping[str, int]) -> dict[Table, list[dict[str, object]]]:
    """Departments of some sizes on a day, and the whole; everybody is a member."""
    lowest = [key for key in sizes if key != schema.WHOLE]
    counted = ("headcount_count", "eligible_count", "member_count")
    return {
        schema.department: [{"department_id": key, "name": key} for key in lowest],
        schema.department_parent: [{"department_id": key, "valid_from": day} for key in lowest],
        schema.adoption: [
            {"date": day, "department_id": key, **dict.fromkeys(counted, size)}
            for key, size in sizes.items()
        ],
    }


def exact_tables(rows: Rows) -> Tables:
    """Rows written by hand as the load works them out: a cell that is not named is None."""
    return {
        table.name: in_order(
            table,
            (tuple(row.get(n) for n in schema.worked_out(table)) for row in rows.get(table, ())),
        )
        for table in schema.metadata.sorted_tables
    }


def masked(rows: Rows, policy: Policy) -> dict[Table, list[dict[str, object]]]:
    """The rows of each table as an edition may hold them."""
    listed = {table: list(values) for table, values in rows.items()}
    telling = {table.name: listed.get(table, []) for table in _TELLING}
    groups = find_groups(telling, policy, schema.WHOLE, schema.EXACT)
    return {
        table: [dict(row) for row in mask(_together(table, values), *_rules(table), groups)]
        for table, values in listed.items()
    }


def _rules(table: Table) -> tuple[list[str], Disclosure]:
    return [column.name for column in table.primary_key], table.info["disclosure"]


def _together(table: Table, values: list[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Rows that are alike in the key but for their department after each other."""
    subject = [name for name in _rules(table)[0] if name != "department_id"]
    return sorted(values, key=lambda row: tuple(str(row[name]) for name in subject))
