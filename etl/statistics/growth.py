"""Curves along which something new spreads: Bass and Gompertz, fitted to the counts of periods.

Counts, not their running total: the error of a total is that of one period carried along. On
counts the logistic curve is Bass's with other names for its parameters (k = p + q and
t0 = ln(q/p) / (p + q)), so the second family is Gompertz's: its growth slows down from earlier on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

Floats = NDArray[np.float64]
Family = Literal["bass", "gompertz"]
FAMILIES: Final[tuple[Family, ...]] = ("bass", "gompertz")

_TINY = 1e-9
_LOW: Final[Mapping[Family, tuple[float, float]]] = {"bass": (1e-7, 1e-7), "gompertz": (1e-3, 1e-4)}
_HIGH: Final[Mapping[Family, tuple[float, float]]] = {"bass": (1.0, 3.0), "gompertz": (1e6, 3.0)}


@dataclass(frozen=True, slots=True)
class Curve:
    """A fitted curve. ``theta``: the ceiling, then p and q (Bass) or b and c (Gompertz).

    ``residuals``: counted less fitted, by period. ``jacobian``: of the fitted counts by ``theta``.
    ``bounds``: of ``theta``. ``is_at_bound``: the ceiling was not found below its bound.
    """

    family: Family
    theta: Floats
    residuals: Floats
    jacobian: Floats
    bounds: tuple[Floats, Floats]

    @property
    def ceiling(self) -> float:
        """How many will have come in the end."""
        return float(self.theta[0])

    @property
    def is_at_bound(self) -> bool:
        """Whether the counts alone set no ceiling."""
        return self.ceiling > 0.999 * float(self.bounds[1][0])

    @property
    def errors(self) -> Floats:
        """Standard errors of ``theta``, by linear approximation."""
        pull = self.pull()
        freedom = max(len(self.residuals) - len(self.theta), 1)
        variance = float(self.residuals @ self.residuals) / freedom
        return np.asarray(np.sqrt(np.diag(pull @ pull.T) * variance))

    def pull(self) -> Floats:
        """How errors of the counts move ``theta``: the pseudo-inverse of the Jacobian, scaled."""
        scale = np.maximum(np.linalg.norm(self.jacobian, axis=0), _TINY)
        return np.asarray(np.linalg.pinv(self.jacobian / scale, rcond=1e-8) / scale[:, None])

    @property
    def peak(self) -> float:
        """The time at which most come: ln(q/p) / (p + q) for Bass, ln(b) / c for Gompertz."""
        _, first, second = (float(value) for value in self.theta)
        if self.family == "bass":
            return float(np.log(second / first) / (first + second))
        return float(np.log(first) / second)


def bass_share(times: Floats, p: Floats, q: Floats) -> Floats:
    """F(t) = (1 - e^-(p+q)t) / (1 + (q/p) e^-(p+q)t) (Bass 1969)."""
    decay = np.exp(-np.clip((p + q) * times, 0, 700))
    return np.asarray((1 - decay) / (1 + q / np.maximum(p, _TINY) * decay))


def gompertz_share(times: Floats, b: Floats, c: Floats) -> Floats:
    """e^(-b e^-ct): the share of the ceiling that is reached."""
    return np.asarray(np.exp(-b * np.exp(-np.clip(c * times, 0, 700))))


_SHARES: Final[Mapping[Family, Callable[[Floats, Floats, Floats], Floats]]] = {
    "bass": bass_share,
    "gompertz": gompertz_share,
}


def counts_of(family: Family, theta: Floats, times: Floats) -> Floats:
    """m (F(t) - F(t - 1)): what comes in the period that ends at each time.

    ``theta``: (3,), or one row for each of several curves; the result has a row for each.
    """
    ceiling, first, second = (theta[..., place, None] for place in range(3))
    share = _SHARES[family]
    return np.asarray(ceiling * (share(times, first, second) - share(times - 1, first, second)))


def fit(family: Family, counts: Floats, most: float) -> Curve:
    """Nonlinear least squares of interval counts (Srinivasan and Mason 1986).

    ``counts``: of each period from the first on. ``most``: the ceiling is sought up to there, and
    never below what was reached already.
    """
    times = np.arange(1, len(counts) + 1, dtype=float)
    reached = max(float(counts.sum()), 1.0)
    ceilings = (reached, max(most, reached * (1 + 1e-6)))
    low, high = (np.array([ceilings[0], *_LOW[family]]), np.array([ceilings[1], *_HIGH[family]]))
    start = np.clip(_start(family, counts, reached), low, high)
    scale = np.array([reached, *((0.01, 0.1) if family == "bass" else (1.0, 0.1))])

    def gap(theta: Floats) -> Floats:
        return counts_of(family, theta, times) - counts

    found = least_squares(gap, start, bounds=(low, high), x_scale=scale)
    return Curve(family, found.x, -found.fun, found.jac, (low, high))


def _start(family: Family, counts: Floats, reached: float) -> Floats:
    """Bass: from least squares of n = a + bY + cY2, Y what came before (Bass 1969)."""
    before = np.concatenate(([0.0], np.cumsum(counts)[:-1]))
    middle = float(np.searchsorted(np.cumsum(counts), reached / 2) + 1)
    if family == "gompertz":
        slope = 2.0 / max(middle, 2.0)
        return np.array([1.3 * reached, np.exp(slope * middle) * np.log(2), slope])
    design = np.column_stack([np.ones_like(before), before, before**2])
    a, b, c = np.linalg.lstsq(design, counts, rcond=None)[0]
    root = b * b - 4 * a * c
    if c >= 0 or root < 0 or a <= 0:
        return np.array([1.3 * reached, 0.02, 0.4])
    ceiling = (-b - np.sqrt(root)) / (2 * c)
    return np.array([ceiling, a / ceiling, -c * ceiling])
