"""Time until something happens, where some were not seen from the start and some not to the end."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

ROUNDING = 1e-9
FEWEST_AT_RISK = 5
"""With fewer people at risk the estimate jumps: it is not given."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person: seen from after ``entry`` on until ``time``; it ``happened`` then, or is unknown.

    Left truncation: who entered late is at risk from then on only. ``time`` > ``entry`` >= 0.
    """

    time: float
    happened: bool
    entry: float = 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Kaplan and Meier's estimate: the share to whom it has not happened after each time."""

    times: tuple[float, ...]
    remaining: tuple[float, ...]
    at_risk: tuple[int, ...]
    fewest: int = FEWEST_AT_RISK

    def done_by(self, time: float) -> float | None:
        """Share to whom it happened within ``time``; None where too few were watched so long."""
        share = 0.0
        for each, left, risk in zip(self.times, self.remaining, self.at_risk, strict=True):
            if each > time:
                break
            if risk < self.fewest:
                return None
            share = 1 - left
        return share

    @property
    def median(self) -> float | None:
        """The time by which it happened to half; None where it has not, or too few were watched."""
        for time, left, risk in zip(self.times, self.remaining, self.at_risk, strict=True):
            if risk < self.fewest:
                return None
            if left <= 0.5 + ROUNDING:
                return time
        return None


def waiting_curve(people: Sequence[Waiting], fewest: int = FEWEST_AT_RISK) -> Curve | None:
    """The curve of all who were at risk at all; None without one to whom it happened.

    ``fewest``: people at risk with whom the estimate is still given.
    """
    watched = [each for each in people if each.time > each.entry >= 0]
    if not any(each.happened for each in watched):
        return None
    found = SurvfuncRight(
        np.array([each.time for each in watched]),
        np.array([int(each.happened) for each in watched]),
        entry=np.array([each.entry for each in watched]),
    )
    return Curve(
        tuple(float(time) for time in found.surv_times),
        tuple(float(left) for left in found.surv_prob),
        tuple(int(risk) for risk in found.n_risk),
        fewest,
    )
