"""In which departments each topic took hold, and in which order."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.travelled import travelled

TABLE = schema.topic_travel


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per topic and department shown in which it took hold."""
    for topic_id, holds in travelled(published, "topic").items():
        for step, hold in enumerate(holds, 1):
            yield topic_id, hold.department_id, step, hold.held_date
