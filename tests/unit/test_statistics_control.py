"""XmR charts: published values, rules by hand, and what they cost in false alarms."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import binomtest

from etl.statistics.control import FULL, Limits, level_change, rules_for, signals, xmr_limits
from etl.statistics.steps import bulk_days

# R: set.seed(123); rnorm(20)
NORMAL = [-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621]
NORMAL += [-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272]
NORMAL += [-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141]
OUTLIER = [*NORMAL[:14], 10.0, *NORMAL[15:]]


def test_limits_as_published():
    limits = xmr_limits(NORMAL)
    found = (limits.mean, limits.low, limits.high)
    assert found == pytest.approx((0.1416238, -3.01138, 3.294627), abs=5e-6)


def test_moving_ranges_are_screened():
    limits = xmr_limits(OUTLIER)
    assert (limits.low, limits.high) == pytest.approx((-2.383666, 3.722497), abs=5e-6)
    raw = xmr_limits(OUTLIER, is_screened=False)
    assert (raw.low, raw.high) == pytest.approx((-4.596625, 5.935457), abs=5e-6)


def test_limits_are_trial_limits_under_thirteen_points():
    assert xmr_limits([5.0] * 12).is_trial
    assert not xmr_limits([5.0] * 13).is_trial
    assert xmr_limits([5.0, None] * 12).is_trial  # a gap is no point


LIMITS = Limits(10, 4, 16, False)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ([10, 17], "beyond"),
        ([10, 3], "beyond"),
        ([10, 16], None),  # on the limit is within
        ([11] * 7, "run"),
        ([11] * 6, None),
        ([11, 11, 11, 10, 11, 11, 11, 11], None),  # a point on the mean breaks the run
        ([9, 9, 9, None, 9, 9, 9, 9], None),  # so does a gap
        ([7, 8, 9, 11, 12, 13, 13.5], "trend"),
        ([7, 8, 9, 9, 11, 12, 13], None),  # a tie breaks the trend
        ([13, 12, 11, 9, 8, 7, 6.5], "trend"),
        ([14.5, 10, 14.5], "two_of_three"),
        ([5.5, 5.5], None),
        ([10, 5.5, 5.5], "two_of_three"),
        ([14.5, 10, 5.5], None),  # not on one side
        ([14.5, 14.5, 10], None),  # the last one is where it should be
        ([14.5, None, 14.5], None),
        ([None], None),
    ],
)
def test_rules(values, rule):
    assert signals(values, LIMITS)[-1] == rule


@pytest.mark.parametrize("values", [[7.0], [7.0] * 30, [0.0] * 30, [7.0, None, 7.0], [None, 3.0]])
def test_what_does_not_vary_gives_no_signal(values):
    limits = xmr_limits(values)
    assert limits.low == limits.mean == limits.high
    assert signals(values, limits) == [None] * len(values)


def test_limits_of_nothing():
    with pytest.raises(ValueError, match="at least one"):
        xmr_limits([None, None])


# Simulation -----------------------------------------------------------------------------------

HISTORY, QUARTER = 39, 13


def alarms(series, rules):
    """How many of the last 13 weeks of each series a rule fires on: (series,) of bool."""
    found = []
    for values in series.tolist():
        fired = signals(values, xmr_limits(values, rules.spread), rules)
        found.append(any(fired[-QUARTER:]))
    return np.mean(found)


@pytest.mark.parametrize("share", [0.35, 0.1])
@pytest.mark.parametrize("charts", [16, 35, 110])
def test_at_most_one_false_alarm_a_quarter_over_all_departments(charts, share):
    """Not more than one chart in so many, as far as 600 tell; bench/alarms.py draws thousands."""
    chance = np.random.default_rng(charts)
    steady = chance.binomial(500, share, (600, HISTORY + QUARTER)).astype(float)
    false = round(alarms(steady, rules_for(charts)) * 600)
    assert binomtest(false, 600, 1 / charts, alternative="greater").pvalue > 0.05


def test_the_full_rules_would_cry_wolf_over_many_departments():
    chance = np.random.default_rng(5)
    steady = chance.binomial(500, 0.35, (300, HISTORY + QUARTER)).astype(float)
    assert alarms(steady, FULL) * 35 > 1


@pytest.mark.parametrize("share", [0.35, 0.1])
@pytest.mark.parametrize("charts", [1, 16, 35])
def test_a_fall_of_a_fifth_in_a_department_of_500_is_seen_within_a_quarter(charts, share):
    """Also where no more than one in ten is active in a week: seen in at least 80%."""
    chance = np.random.default_rng(7)
    before = chance.binomial(500, share, (200, HISTORY))
    after = chance.binomial(500, 0.8 * share, (200, QUARTER))
    assert alarms(np.hstack([before, after]).astype(float), rules_for(charts)) >= 0.8


def test_the_level_of_a_quarter_by_hand():
    """Weeks of 9 and 11 in turn, then of 6 and 8: ranges of 2 but for one of 5.

    37 ranges: (36 x 2 + 5) / 37 = 2.0811; the 5 is under 3.267 x that and stays. Error of a week
    2.0811 / 1.128 = 1.8450, of the difference 1.8450 x sqrt(1/12 + 1/26) = 0.6439; 7 - 10 = -3.
    """
    values = [9.0, 11.0] * 13 + [6.0, 8.0] * 6
    assert level_change(values) == pytest.approx(-3 / 0.6439, abs=1e-3)
    gap = [*values[:20], None, *values[20:]]
    assert level_change(gap) < -4
    assert level_change(values[1:]) == 0  # 25 weeks before are too few
    assert level_change([7.0] * 50) == 0


# Bulk imports ---------------------------------------------------------------------------------


def days(*counts):
    return {date(2026, 3, 1) + timedelta(days=n): count for n, count in enumerate(counts)}


def test_a_bulk_import_is_a_step():
    joined = days(3, 2, 4, 0, 412, 3, 2, 5)
    assert bulk_days(joined) == {date(2026, 3, 5)}


@pytest.mark.parametrize(
    "joined",
    [
        {},
        days(400),
        days(3, 400),  # two days do not tell what is usual
        days(3, 2, 4, 19, 1, 2),  # few
        days(*[30] * 20),
        days(*[3] * 400, 35),  # busy, but little of all who joined
    ],
)
def test_what_is_no_bulk_import(joined):
    assert bulk_days(joined) == frozenset()
