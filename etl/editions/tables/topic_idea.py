"""Which ideas belong to each topic."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.topic_idea


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per topic and idea."""
    return bulk.tuples(warehouse, "select topic_id, idea_id from topic_idea")
