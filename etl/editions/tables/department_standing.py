"""Where each department lies among the others, and whether anything is known of its rank."""

from collections.abc import Iterable, Sequence

from etl.editions import schema
from etl.editions.compared import Compared, Group, compared
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.settled import settled
from etl.statistics.shrinkage import Prior, fit_prior, quarter_chances

TABLE = schema.department_standing

LIKELY = 0.8
"""A department stands in a quarter where it is likelier than this to be in it."""

Standing = tuple[float, float | None, float | None, float | None, float | None, str]


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per measure and department that has people."""
    for each in compared(published, scope):
        for group, standing in zip(each.groups, _standings(each), strict=True):
            limits = each.funnel.limits(group.total)
            place = each.funnel.place(group.count, group.total)
            yield each.measure, group.department_id, *map(settled, limits), place, *standing


def _standings(each: Compared) -> Sequence[Standing]:
    prior = fit_prior([g.count for g in each.groups], [g.total for g in each.groups])
    if prior is None:
        return [(each.funnel.rate, None, None, None, None, "none") for _ in each.groups]
    known = [_known(prior, group) for group in each.groups]
    chances = quarter_chances(known)
    return [_standing(one, *chance) for one, chance in zip(known, chances, strict=True)]


def _known(prior: Prior, group: Group) -> Prior:
    return prior.posterior(group.count, group.total)


def _standing(known: Prior, top: float, bottom: float) -> Standing:
    standing = "top" if top >= LIKELY else "bottom" if bottom >= LIKELY else "none"
    low, high = map(settled, known.interval())
    return settled(known.mean), low, high, settled(top), settled(bottom), standing
