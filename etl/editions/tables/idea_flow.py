"""The ways ideas go: in which department they take hold after which other one."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.travelled import travelled

TABLE = schema.idea_flow


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per two departments shown, the one right after the other for at least one idea."""
    days: dict[tuple[str, str], list[int]] = {}
    for holds in travelled(published).values():
        for one, next_one in pairwise(holds):
            way = one.department_id, next_one.department_id
            days.setdefault(way, []).append((next_one.held_date - one.held_date).days)
    for way, found in days.items():
        yield *way, len(found), float(median(found))
