"""Traction at equal age: of those who could see an idea, how many took part in its first days.

Which community a colleague is a member of is not in the export. Ideas count only where every
member of the network may read them, so the audience is everybody who was a member in those days.
"""

from collections.abc import Iterable, Sequence

from etl.disclosure.cells import told
from etl.editions import schema
from etl.editions.at_age import at_age
from etl.editions.schema.travel import AGES
from etl.editions.scope import Scope
from etl.editions.settled import settled
from etl.statistics.shrinkage import Prior, fit_prior
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_traction


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and age that it has reached."""
    for age in AGES:
        found = [
            (each.idea_id, each.people, each.audience) for each in at_age(warehouse, scope, age)
        ]
        counts = sorted((people, members) for _, people, members in found)
        prior = fit_prior([people for people, _ in counts], [members for _, members in counts])
        known = {each: _rates(prior or _common(counts), each, prior) for each in set(counts)}
        for idea_id, people, members in found:
            count = told(people, scope.policy)
            rates = (None, None, None) if count is None else known[people, members]
            yield (idea_id, age, count, members, *rates, prior is not None)


def _common(counts: Sequence[tuple[int, int]]) -> Prior:
    """What is known of the share of all ideas together (Jeffreys)."""
    people, members = (sum(column) for column in zip(*counts, strict=True))
    return Prior(people + 0.5, members - people + 0.5)


def _rates(usual: Prior, counts: tuple[int, int], prior: Prior | None) -> tuple[float, ...]:
    """Rate, low and high: of the idea, or of all where they cannot be told apart."""
    own = usual if prior is None else usual.posterior(*counts)
    return tuple(map(settled, (own.mean, *own.interval())))
