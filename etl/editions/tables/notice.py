"""What a person should know about the data."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.notice


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per source, code and sentence."""
    found = bulk.tuples(
        warehouse,
        """
        select source, code, sentence, bool_or(needs_person)
        from (
            select source, code, sentence, needs_person from notice
            union all
            select source, code, sentence, needs_person from organisation_notice) told
        group by 1, 2, 3
        """,
    )
    return found
