"""How often weekly rules cry wolf, and what they see: ``python -m bench.alarms [SERIES]``.

A department of 500 members whose weekly actives are drawn anew each week (binomial); 39 weeks, then
the quarter that is watched. People who keep their habits vary less than that, so a real department
is seen rather better. Changes of season are changes, and called so.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from etl.statistics.control import Rules, rules_for, signals, xmr_limits

PEOPLE, HISTORY, QUARTER = 500, 39, 13
SHARES = (0.35, 0.2, 0.1, 0.05)
CHARTS = (16, 35, 110)
FALLS = (0.1, 0.2, 0.3, 0.4)


def alarm_rate(series: NDArray[np.int64], rules: Rules) -> float:
    """The share of series on whose last quarter a rule fires."""
    found = []
    for values in series.astype(float).tolist():
        fired = signals(values, xmr_limits(values, rules.spread), rules)
        found.append(any(fired[-QUARTER:]))
    return float(np.mean(found))


def drawn(chance: np.random.Generator, series: int, share: float, fall: float) -> NDArray[np.int64]:
    """Weeks of ``series`` departments whose share of actives falls before the quarter."""
    before = chance.binomial(PEOPLE, share, (series, HISTORY))
    return np.hstack([before, chance.binomial(PEOPLE, share * (1 - fall), (series, QUARTER))])


def main(series: int) -> None:
    """Print both tables."""
    say = sys.stdout.write
    chance = np.random.default_rng(1)
    for charts in CHARTS:
        rules = rules_for(charts)
        for share in SHARES:
            false = alarm_rate(drawn(chance, series, share, 0), rules)
            say(f"{charts:4} charts, {share:4.0%} active: {false * charts:.2f} false a quarter")
            seen = [alarm_rate(drawn(chance, series // 8, share, fall), rules) for fall in FALLS]
            told = ", ".join(f"-{f:.0%}: {s:.0%}" for f, s in zip(FALLS, seen, strict=True))
            say(f"; seen {told}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
