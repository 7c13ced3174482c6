"""The life of each idea: shared, seen, discussed, crossed, adopted, outcome."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.travelled import travelled

TABLE = schema.idea_stage


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and stage that it has reached; crossed: held in a second department."""
    for row in published.rows("idea_step"):
        yield row["idea_id"], row["stage"], row["reached_date"]
    for idea_id, holds in travelled(published).items():
        if len(holds) > 1:
            yield idea_id, "crossed", holds[1].held_date
