"""Whether ideas that the curator picked draw more people than like ones of others. Not causal."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.at_age import AtAge, at_age
from etl.editions.schema.travel import AGES
from etl.editions.scope import Scope
from etl.editions.settled import settled
from etl.statistics.matching import Subject, matched, mean_difference
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.curator_dividend

_NOTHING = (None, None, None, None, None)


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per age that an idea of the registry has reached."""
    curated = {idea_id for (idea_id,) in bulk.tuples(warehouse, "select idea_id from registry")}
    for age in AGES:
        found = at_age(warehouse, scope, age)
        own = [_subject(each) for each in found if each.idea_id in curated]
        others = [_subject(each) for each in found if each.idea_id not in curated]
        if own:
            pairs = matched(own, others)
            yield age, len(own), len(pairs), *_compared(pairs)


def _subject(idea: AtAge) -> Subject:
    return Subject(idea.begun_date, idea.audience, idea.people / idea.audience)


def _compared(pairs: list[tuple[Subject, Subject]]) -> tuple[float | None, ...]:
    found = mean_difference(pairs)
    if found is None:
        return _NOTHING
    curated, other = (
        sum(each.rate for each in side) / len(pairs) for side in zip(*pairs, strict=True)
    )
    values = (curated, other, found.mean, found.low, found.high)
    return tuple(map(settled, values))
