"""The common share of departments, and how much they differ beyond chance."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.compared import compared
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.settled import settled
from etl.statistics.shrinkage import fit_prior

TABLE = schema.funnel


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per measure; ranked only where departments differ beyond chance."""
    for each in compared(published, scope):
        prior = fit_prior([g.count for g in each.groups], [g.total for g in each.groups])
        a, b = (None, None) if prior is None else (settled(prior.a), settled(prior.b))
        fitted = each.funnel
        shape = (fitted.rate, settled(fitted.phi), settled(fitted.tau_squared))
        yield each.measure, each.day, len(each.groups), *shape, a, b, prior is not None
