"""What is to come: the forecast of members, how far it may be trusted, and the target's chance.

A pure function of one series, so that every table that publishes a part of it asks for the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from etl.statistics.backtest import (
    HORIZONS,
    LEAST_TESTS,
    Trial,
    better_naive,
    holds,
    is_better,
    try_out,
)
from etl.statistics.forecasting import LEAST_POINTS, METHODS, NAIVE, Method, has_peaked, look_ahead
from etl.statistics.growth import FAMILIES, Floats, fit

Status = Literal["ok", "few_points"]
Reason = Literal[
    "shown", "worse", "band", "untested", "few_points", "no_peak", "bulk", "no_headcount"
]

MONTH, WEEK = 28, 7
ENOUGH_MONTHS = 16
USUAL_DAYS, MOST_DAYS = 182, 728
WIDEST = 0.5
PATHS = 2000
BULK_SHARE, BULK_LEAST = 0.2, 20
_Z_80 = 1.2815515655446004


@dataclass(frozen=True, slots=True)
class Series:
    """``members``: of every day up to the edition's. ``most``: eligible colleagues, or headcount.

    ``needed`` members by ``days_left``, where there is a target and headcount is known.
    """

    members: tuple[int, ...]
    most: int | None
    needed: int | None = None
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """Members so many days ahead, with the middle 80% of what could come."""

    days: int
    count: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look ahead: why it is shown or not, its ceiling, and how it did so far.

    ``errors``: mean absolute error in people, one, three and six periods ahead.
    """

    method: Method
    reason: Reason
    ceiling: tuple[int, int, int] | None
    held_count: int
    tested_count: int
    errors: tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Outlook:
    """``reaching_count`` of ``path_count`` paths reach the target; None where nobody can say.

    ``bulk_day``: place of the day on which accounts came in bulk, if any.
    """

    status: Status
    step_days: int
    ahead: tuple[Ahead, ...]
    ways: tuple[Way, ...]
    path_count: int
    reaching_count: int | None
    bulk_day: int | None
    bulk_count: int


@lru_cache(maxsize=4)
def outlook(series: Series) -> Outlook:
    """What is to come of a series. The same series gives the same outlook, chance included."""
    bulk_day, bulk_count = find_bulk(series.members)
    step_days = _step(series.members, bulk_day)
    totals = _totals(series.members, bulk_day, step_days)
    if len(totals) < LEAST_POINTS:
        return Outlook("few_points", step_days, (), (), 0, None, bulk_day, bulk_count)
    most = float("inf") if series.most is None else float(series.most)
    barred = _barred(series, totals, bulk_day)
    trials = try_out(totals, most, has_ceiling=barred is None or barred == "no_peak")
    reasons = _reasons(trials, barred)
    shown = next(method for method, reason in reasons.items() if reason == "shown")
    ways = tuple(
        _way(method, reasons[method], trials[method], totals, most, barred) for method in METHODS
    )
    ahead, reaching = _look(series, shown, totals, most, step_days)
    return Outlook("ok", step_days, ahead, ways, PATHS, reaching, bulk_day, bulk_count)


def find_bulk(members: tuple[int, ...]) -> tuple[int | None, int]:
    """The last day on which a fifth of all members came at once: accounts made, not people won."""
    changes = np.diff(np.array(members, dtype=float), prepend=0.0)
    least = max(BULK_SHARE * members[-1], BULK_LEAST) if members else BULK_LEAST
    days = np.flatnonzero(changes >= least)
    return (int(days[-1]), int(changes[days[-1]])) if len(days) else (None, 0)


def _step(members: tuple[int, ...], bulk_day: int | None) -> int:
    """Four weeks where there are enough of them; else a week."""
    span = len(members) - (bulk_day or 0)
    return MONTH if span // MONTH >= ENOUGH_MONTHS else WEEK


def _totals(members: tuple[int, ...], bulk_day: int | None, step_days: int) -> Floats:
    """Members at the end of each period, counted back from the last day, since the bulk."""
    ends = members[::-1][::step_days][::-1]
    first = len(members) - 1 - (len(ends) - 1) * step_days
    kept = [
        value
        for place, value in enumerate(ends)
        if bulk_day is None or first + place * step_days >= bulk_day
    ]
    return np.array(kept, dtype=float)


def _barred(series: Series, totals: Floats, bulk_day: int | None) -> Reason | None:
    """Why no curve may be fitted: what comes in bulk does not spread, and a ceiling needs more."""
    if series.most is None:
        return "no_headcount"
    if bulk_day is not None:
        return "bulk"
    return None if has_peaked(totals) else "no_peak"


def _reasons(trials: Mapping[Method, Trial], barred: Reason | None) -> dict[Method, Reason]:
    naive = better_naive(trials)
    reasons: dict[Method, Reason] = dict.fromkeys(NAIVE, "worse")
    for family in FAMILIES:
        trial = trials[family]
        if barred is not None:
            reasons[family] = barred
        elif trial.tested_count < LEAST_TESTS:
            reasons[family] = "untested"
        elif not is_better(trial, trials):
            reasons[family] = "worse"
        else:
            reasons[family] = "shown" if holds(trial, trials[naive]) else "band"
    fit_to_show = [family for family in FAMILIES if reasons[family] == "shown"]
    if not fit_to_show:
        reasons[naive] = "shown"
    for family in fit_to_show[1:]:
        reasons[family] = "worse"
    return reasons


def _way(
    method: Method,
    reason: Reason,
    trial: Trial,
    totals: Floats,
    most: float,
    barred: Reason | None,
) -> Way:
    one, three, six = (trial.error(horizon) for horizon in HORIZONS)
    ceiling = None
    if method in FAMILIES and barred is None:
        curve = fit(method, np.diff(totals, prepend=0.0), most)
        low, high = curve.bounds[0][0], curve.bounds[1][0]
        near = np.clip(curve.ceiling + _Z_80 * curve.errors[0] * np.array([-1, 1]), low, high)
        ceiling = (round(curve.ceiling), round(float(near[0])), round(float(near[1])))
    return Way(
        method,
        reason,
        ceiling,
        trial.held_count,
        trial.tested_count,
        (_rounded(one), _rounded(three), _rounded(six)),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _look(
    series: Series, method: Method, totals: Floats, most: float, step_days: int
) -> tuple[tuple[Ahead, ...], int | None]:
    """As far as the band says something, and how many paths reach the target by its day."""
    left = series.days_left
    days = left if left is not None and 0 < left <= MOST_DAYS else USUAL_DAYS
    steps = -(-days // step_days)
    found = look_ahead(method, totals, steps, most, PATHS)
    low, high = found.band()
    too_wide = (high - low) > WIDEST * (most if np.isfinite(most) else max(totals[-1], 1.0) * 2)
    kept = int(np.argmax(too_wide)) if too_wide.any() else steps
    ahead = tuple(
        Ahead(
            (place + 1) * step_days,
            round(float(found.point[place])),
            int(np.floor(low[place])),
            int(np.ceil(high[place])),
        )
        for place in range(kept)
    )
    if series.needed is None or left is None or left <= 0 or left > kept * step_days:
        return ahead, None
    return ahead, _reaching(found.paths, float(totals[-1]), series.needed, left / step_days)


def _reaching(paths: Floats, now: float, needed: int, when: float) -> int:
    """Paths at or above ``needed`` at ``when`` (in periods), along straight lines between ends."""
    whole = np.column_stack([np.full(len(paths), now), paths])
    place = min(int(when), whole.shape[1] - 2)
    share = when - place
    there = whole[:, place] * (1 - share) + whole[:, place + 1] * share
    return int((there >= needed - 1e-9).sum())
