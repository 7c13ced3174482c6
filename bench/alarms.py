"""How often weekly rules cry wolf, what they see, and what could be seen at best.

``python -m bench.alarms [SERIES]``. A department of 500 members, 39 weeks, then the quarter that is
watched. Weekly actives are told in fives, as they are published, and are drawn in one of three
ways: anew each week for everybody alike; for everybody by a share of their own (habit), most being
nearly never there and some nearly always; and with a memory, so that who is there this week is
likelier to be there next week.

Beside them stands the most powerful test there is of the same weeks, with exact counts (Neyman and
Pearson): it is told the week in which activity may have fallen, and looks once.
"""

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom

from etl.statistics.control import rules_for, signals, xmr_limits

PEOPLE, HISTORY, QUARTER, FIVE = 500, 39, 13, 5
SHARES = (0.35, 0.2, 0.1, 0.05)
CHARTS = (16, 35, 110)
FALLS = (0.1, 0.2, 0.3, 0.4)
HABIT = 1.5
"""Size of the beta distribution of people's own shares; the smaller, the less they are alike."""
MEMORY = 0.3
"""Correlation of one and the same person's being there in two weeks running."""

Chance = np.random.Generator
Counts = NDArray[np.int64]
Draw = Callable[[Chance, int, float, float], Counts]
"""Weeks of so many departments of a share that falls by so much before the quarter."""


def alike(chance: Chance, series: int, share: float, fall: float) -> Counts:
    """Everybody anew each week."""
    before = chance.binomial(PEOPLE, share, (series, HISTORY))
    return np.hstack([before, chance.binomial(PEOPLE, share * (1 - fall), (series, QUARTER))])


def habits(chance: Chance, series: int, share: float, fall: float) -> Counts:
    """Everybody by a share of their own."""
    weeks = np.repeat([1, 1 - fall], [HISTORY, QUARTER])
    own = (chance.beta(share * HABIT, (1 - share) * HABIT, PEOPLE) for _ in range(series))
    there = (chance.random((PEOPLE, len(weeks))) < each[:, None] * weeks for each in own)
    return np.array([each.sum(axis=0) for each in there])


def memories(chance: Chance, series: int, share: float, fall: float) -> Counts:
    """Who was there last week is there again with a probability of share + memory (1 - share)."""
    weeks = [chance.binomial(PEOPLE, share, series)]
    for week in range(1, HISTORY + QUARTER):
        usual = share * (1 - fall) if week >= HISTORY else share
        again = chance.binomial(weeks[-1], usual + MEMORY * (1 - usual))
        weeks.append(again + chance.binomial(PEOPLE - weeks[-1], usual * (1 - MEMORY)))
    return np.array(weeks).T


def alarm_rate(series: Counts, charts: int) -> float:
    """The share of series on whose last quarter a rule fires."""
    rules, found = rules_for(charts), []
    for values in (np.round(series / FIVE) * FIVE).tolist():
        fired = signals(values, xmr_limits(values, rules, 2 * FIVE), rules)
        found.append(any(fired[-QUARTER:]))
    return float(np.mean(found))


def known_base(charts: int, share: float, fall: float) -> float:
    """Power of the likelihood ratio of the quarter's total: the share before is known (exact)."""
    trials = PEOPLE * QUARTER
    reached = binom.cdf(np.arange(trials + 1), trials, share)
    most = int(np.searchsorted(reached, 1 / charts, side="right"))
    part = (1 / charts - reached[most - 1]) / (reached[most] - reached[most - 1])
    fallen = trials, share * (1 - fall)
    return float(binom.cdf(most - 1, *fallen) + part * binom.pmf(most, *fallen))


def learnt_base(chance: Chance, series: int, charts: int, share: float, fall: float) -> float:
    """Power of the same where the 39 weeks before are all that is known of the share.

    Of the total of both stretches the quarter's part is hypergeometric: the most powerful test
    whatever the share is (Lehmann).
    """
    before = chance.binomial(PEOPLE * HISTORY, share, series)
    quarter = chance.binomial(PEOPLE * QUARTER, share * (1 - fall), series)
    people = PEOPLE * (HISTORY + QUARTER), before + quarter, PEOPLE * QUARTER
    below = hypergeom.cdf(quarter - 1, *people)
    tail = below + chance.random(series) * hypergeom.pmf(quarter, *people)
    return float(np.mean(tail < 1 / charts))


def looked_weekly(chance: Chance, series: int, charts: int, share: float, fall: float) -> float:
    """Power of that test where nobody tells the week: it looks each week, at the last 12.

    All of the budget is for falls, and the variance is known to be binomial.
    """
    steady, fallen = (_lowest(alike(chance, series, share, by)) for by in (0, fall))
    return float(np.mean(fallen < np.quantile(steady, 1 / charts)))


def _lowest(weeks: Counts) -> NDArray[np.float64]:
    """The lowest of 13 standard scores of the last twelve weeks against those before them."""
    found = []
    for week in range(HISTORY + 1, HISTORY + QUARTER + 1):
        last, before = weeks[:, week - 12 : week].mean(axis=1), weeks[:, : week - 12].mean(axis=1)
        usual = weeks[:, :week].mean(axis=1)
        error = np.sqrt(usual * (1 - usual / PEOPLE) * (1 / 12 + 1 / (week - 12)))
        found.append((last - before) / error)
    return np.asarray(np.min(found, axis=0))


def tell(draw: Draw, chance: Chance, series: int, charts: int, share: float) -> str:
    """False alarms a quarter over all charts, and how often falls are seen."""
    false = alarm_rate(draw(chance, series, share, 0), charts) * charts
    falls = (alarm_rate(draw(chance, series // 8, share, fall), charts) for fall in FALLS)
    seen = " | ".join(f"{rate:.0%}" for rate in falls)
    return f"{charts} | {share:.0%} | {false:.2f} | {seen}"


def main(series: int) -> None:
    """Print the tables."""
    say, chance = sys.stdout.write, np.random.default_rng(1)
    ways: tuple[tuple[Draw, tuple[float, ...]], ...]
    ways = ((alike, SHARES), (habits, SHARES[2:]), (memories, SHARES[2:]))
    for draw, shares in ways:
        say(f"{draw.__name__}: charts | active | false | seen {FALLS}\n")
        for charts in CHARTS:
            for share in shares:
                say(f"| {tell(draw, chance, series, charts, share)} |\n")
    say("a fall of 20%, at best: charts | active | share known | learnt | and looked at weekly\n")
    for charts in CHARTS:
        for share in SHARES:
            known = known_base(charts, share, 0.2)
            learnt = learnt_base(chance, series, charts, share, 0.2)
            weekly = looked_weekly(chance, 5 * series, charts, share, 0.2)
            say(f"| {charts} | {share:.0%} | {known:.0%} | {learnt:.0%} | {weekly:.0%} |\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
