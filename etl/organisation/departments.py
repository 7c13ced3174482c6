"""Every department label that a source wrote gets the id of its department, or is held as '?'."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, insert

from etl.editions.schema import UNKNOWN
from etl.organisation.labels import department_id
from etl.organisation.people import FIRST_DAY, LAST_DAY
from etl.organisation.register import Register, read_register
from etl.source import Notice
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

_STAFF_LIST_WEIGHT = 1000
_LABELS = """
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
    union all
    select distinct department_label, 0, false from idea_record where department_label <> ''
    union all
    select label, 1, is_staff_list from former_label
"""


def derive_departments(warehouse: Warehouse) -> tuple[Notice, ...]:
    """Rebuild the tables of departments, their parents and succession; returns what is odd."""
    register = read_register(warehouse)
    uses = _uses(warehouse)
    meant = {label: register.resolve(label) for label in uses}
    _fill(
        warehouse,
        schema.department,
        [{"label": label, "department_id": meant[label]} for label in sorted(uses)],
    )
    names = _names(register, uses, meant)
    _fill(
        warehouse,
        schema.department_name,
        [{"department_id": key, "name": name} for key, name in sorted(names.items())],
    )
    _fill(warehouse, schema.department_within, list(_within(register, {*names, UNKNOWN})))
    _fill(warehouse, schema.succession, list(_succession(register)))
    return (*register.notices, *_held(register, uses, meant))


def held_labels(warehouse: Warehouse) -> list[str]:
    """The labels whose department is not known, those used most first."""
    register, uses = read_register(warehouse), _uses(warehouse)
    held = [label for label in uses if register.resolve(label) == UNKNOWN and label.strip()]
    return sorted(held, key=lambda label: (-uses[label], label))


def held_sentence(count: int) -> str:
    """What becomes of labels whose department is not known, and what to do."""
    return (
        f"{count:,} department label{' is' if count == 1 else 's are'} not on the list of "
        "departments; their people count in the organisation and in no department. "
        "Say which departments they mean: uptake departments review"
    )


def _fill(warehouse: Warehouse, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    bulk.execute(warehouse, f"delete from {table.name}")
    if rows:
        warehouse.connection.execute(insert(table), [dict(row) for row in rows])


def _uses(warehouse: Warehouse) -> dict[str, int]:
    uses: dict[str, int] = {}
    for row in bulk.rows(warehouse, _LABELS):
        weight = _STAFF_LIST_WEIGHT if row["is_staff_list"] else 1
        uses[row["label"]] = uses.get(row["label"], 0) + weight * row["uses"]
    return uses


def _names(register: Register, uses: Mapping[str, int], meant: Mapping[str, str]) -> dict[str, str]:
    """The name on the list of departments, else the spelling used most, on staff lists first."""
    names = dict(register.listed or {})
    for label in sorted(uses, key=lambda each: (-uses[each], each)):
        if meant[label] == department_id(label):
            names.setdefault(meant[label], " ".join(label.split()))
    steps = register.succession.steps
    for key in (*meant.values(), *steps, *(step[1] for step in steps.values())):
        names.setdefault(key, key.replace("-", " ").capitalize())
    return names


def _within(register: Register, keys: Iterable[str]) -> Iterable[Mapping[str, Any]]:
    for key in sorted(keys):
        for unit, start, end in register.hierarchy.places(key):
            yield {"department_id": key, "unit_id": unit, "valid_from": start, "valid_to": end}


def _succession(register: Register) -> Iterable[Mapping[str, Any]]:
    first, last = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
    for key in sorted(register.succession.steps):
        for as_id, start, end in register.succession.pieces(key, first, last):
            yield {"department_id": key, "as_id": as_id, "valid_from": start, "valid_to": end}


def _held(
    register: Register, uses: Mapping[str, int], meant: Mapping[str, str]
) -> Iterable[Notice]:
    if register.listed is None:
        return
    held = sum(meant[label] == UNKNOWN and bool(label.strip()) for label in uses)
    if held:
        yield Notice("held_label", held_sentence(held), needs_person=True)
