"""What chance allows for the change of a group between two days.

The same people before and after are not two groups: those who changed tell of the change, those
who stayed as they were tell nothing.
"""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pairs:
    """People of one group on two days. ``yes``: they did it (had joined, were active).

    ``kept``, ``gained``, ``lost``, ``never``: people of the group on both days, by yes on both,
    on the later, the earlier, neither. ``came_*`` and ``left_*``: of the group on one day only.
    """

    kept: int = 0
    gained: int = 0
    lost: int = 0
    never: int = 0
    came_yes: int = 0
    came_no: int = 0
    left_yes: int = 0
    left_no: int = 0

    @property
    def both(self) -> int:
        """People of the group on both days."""
        return self.kept + self.gained + self.lost + self.never

    @property
    def then(self) -> tuple[int, int]:
        """(count, total) of the earlier day."""
        return self.kept + self.lost + self.left_yes, self.both + self.left_yes + self.left_no

    @property
    def now(self) -> tuple[int, int]:
        """(count, total) of the later day."""
        return self.kept + self.gained + self.came_yes, self.both + self.came_yes + self.came_no


def mcnemar_exact(gained: int, lost: int) -> float:
    """P value, two-sided, of gains and losses as unequal as these by chance (McNemar 1947)."""
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def count_change_range(pairs: Pairs, confidence: float = 0.95) -> Range:
    """Range of the change in people that chance allows, given how many changed either way.

    Clopper and Pearson's interval of the share of gains among all changes, so it leaves 0 out
    exactly where McNemar's exact test finds a change. Whoever came or left counts as a change.
    """
    gains, losses = pairs.gained + pairs.came_yes, pairs.lost + pairs.left_yes
    changed = gains + losses
    if not changed:
        return 0.0, 0.0
    found = binomtest(gains, changed).proportion_ci(confidence, method="exact")
    return changed * (2 * float(found.low) - 1), changed * (2 * float(found.high) - 1)


def share_change_range(pairs: Pairs, confidence: float = 0.95) -> Range | None:
    """Range of the change of a share that chance allows; None where a day has no people.

    Newcombe's square-and-add of two Wilson intervals (1998, Statistics in Medicine 17:2635, method
    10): the two shares are correlated as far as they rest on the same people. Without common
    people it is his interval for different groups, with none but common people the paired one.
    """
    (count, total), (count_then, total_then) = pairs.now, pairs.then
    if not total or not total_then:
        return None
    low, high = _wilson(count, total, confidence)
    low_then, high_then = _wilson(count_then, total_then, confidence)
    now, then = count / total, count_then / total_then
    shared = _correlation(pairs) * pairs.both / sqrt(total * total_then)
    below = _add(now - low, high_then - then, shared)
    above = _add(high - now, then - low_then, shared)
    return max(now - then - below, -1.0), min(now - then + above, 1.0)


def _wilson(count: int, total: int, confidence: float) -> Range:
    low, high = proportion_confint(count, total, alpha=1 - confidence, method="wilson")
    return float(low), float(high)


def _add(first: float, second: float, correlation: float) -> float:
    return sqrt(max(first**2 - 2 * correlation * first * second + second**2, 0.0))


def _correlation(pairs: Pairs) -> float:
    """Phi of the people of both days, drawn towards 0 by half a person as Newcombe does."""
    row, column = pairs.kept + pairs.gained, pairs.kept + pairs.lost
    scale = sqrt(row * (pairs.both - row) * column * (pairs.both - column))
    if not scale:
        return 0.0
    excess = pairs.kept * pairs.never - pairs.gained * pairs.lost
    return (max(excess - pairs.both / 2, 0.0) if excess > 0 else excess) / scale
