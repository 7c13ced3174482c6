"""What is told of ideas and topics, to the person."""

import pkgutil
from importlib import import_module
from typing import Any

import etl.editions.tables
from etl.editions.deriving import derive
from etl.editions.passing import KINDS
from etl.editions.picking_up import courses
from etl.settings import Settings
from etl.warehouse.engine import Warehouse

TABLES = [
    import_module(f"etl.editions.tables.{each.name}")
    for each in pkgutil.iter_modules(etl.editions.tables.__path__)
    if each.name.startswith(("idea", "topic", "hashtag", "curator"))
]


def told(warehouse: Warehouse, settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of ideas and topics that is filled out of the warehouse, and people by week."""
    scope = derive(warehouse, settings)
    assert scope
    tables = {
        each.TABLE.name: sorted(each.rows(warehouse, scope), key=repr)
        for each in TABLES
        if hasattr(each, "rows")
    }
    weeks = {f"{kind} weeks": list(courses(warehouse, scope, kind).items()) for kind in KINDS}
    return tables | weeks
