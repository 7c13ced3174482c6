"""XmR charts: published values and rules by hand. What they cost and see: test_alarms.py."""

from datetime import date, timedelta

import pytest

from etl.statistics.control import Limits, Rules, signals, xmr_limits
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
    raw = xmr_limits(OUTLIER, Rules(is_full=False))
    assert (raw.low, raw.high) == pytest.approx((-4.596625, 5.935457), abs=5e-6)


def test_limits_are_not_nearer_than_what_rounding_comes_to():
    limits = xmr_limits([5.0] * 20 + [10.0], least=10)
    assert (limits.low, limits.high) == pytest.approx((5.238 - 10, 5.238 + 10), abs=5e-4)
    wide = xmr_limits([5.0, 25.0] * 10, least=10)
    assert wide.high == pytest.approx(15 + 2.66 * 20)


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
