"""Concentration and waiting times against published values and by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import survdiff

from etl.statistics.concentration import gini, top_share
from etl.statistics.survival import Waiting, waiting_curve

# Freireich et al. 1963: weeks of remission, 6-MP (0: still in remission) and control
TREATED = [(6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1)]
TREATED += [(16, 1), (17, 0), (19, 0), (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0)]
TREATED += [(34, 0), (35, 0)]
DATA = Path(__file__).parents[1] / "data"
CONTROL = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_remission_as_published():
    curve = waiting_curve([Waiting(time, bool(event)) for time, event in TREATED])
    assert curve is not None
    assert curve.times == (6, 7, 10, 13, 16, 22, 23)
    wanted = (0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482)
    assert curve.remaining == pytest.approx(wanted, abs=5e-5)
    assert curve.median == 23
    control = waiting_curve([Waiting(time, True) for time in CONTROL])
    assert control is not None
    assert control.median == 8


def test_the_log_rank_test_of_the_library():
    times = [*(time for time, _ in TREATED), *CONTROL]
    events = [*(event for _, event in TREATED), *[1] * len(CONTROL)]
    groups = [0] * len(TREATED) + [1] * len(CONTROL)
    statistic, _ = survdiff(np.array(times), np.array(events), np.array(groups))
    assert statistic == pytest.approx(16.79, abs=5e-3)


def read(name):
    with (DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def lives(rows, time, event):
    curve = waiting_curve([Waiting(float(row[time]), row[event] == "1") for row in rows])
    assert curve is not None
    return curve


def test_fruit_flies_as_published():
    """Walton's experiment, as lifelines has it: 34 flies with miR-137 and 129 without."""
    flies = read("fruit_flies.csv")
    groups = {
        name: [fly for fly in flies if fly["group"] == name] for name in ("miR-137", "control")
    }
    assert [len(group) for group in groups.values()] == [34, 129]
    medians = [lives(group, "days", "died").median for group in (flies, *groups.values())]
    assert medians == [56, 26, 58]
    columns = [np.array([fly[name] for fly in flies]) for name in ("days", "died", "group")]
    statistic, _ = survdiff(columns[0].astype(float), columns[1].astype(int), columns[2])
    assert statistic == pytest.approx(122.249, abs=5e-4)


def test_released_prisoners_as_published():
    """Rossi et al. 1980: 432 followed for a year, of whom 114 were arrested again."""
    released = read("released.csv")
    curve = lives(released, "week", "arrest")
    assert len(released) == 432
    assert curve.times[-1] == 52
    assert curve.remaining[-1] == pytest.approx(0.7361, abs=5e-5)


def test_cox_regression_of_the_library():
    """Fox 2002 on the same prisoners. No figure of ours rests on it (docs/statistics.md)."""
    released = read("released.csv")
    names = ("fin", "age", "race", "wexp", "mar", "paro", "prio")
    table = np.array(
        [[float(row[name]) for name in ("week", "arrest", *names)] for row in released]
    )
    found = PHReg(table[:, 0], table[:, 2:], status=table[:, 1], ties="efron").fit()
    told = dict(zip(names, found.params, strict=True))
    assert (told["fin"], told["prio"]) == pytest.approx((-0.3794, 0.0915), abs=5e-5)
    assert found.llf == pytest.approx(-658.748, abs=5e-4)


def test_who_entered_late_is_at_risk_from_then_on_only():
    # At 3 one of two (the third entered at 4) takes the step, at 5 one of two is left of three:
    # 1/2 · 1/2. Counting the late one from the start would give 2/3 · 1/2.
    curve = waiting_curve([Waiting(3, True), Waiting(5, True), Waiting(9, False, entry=4)])
    assert curve is not None
    assert curve.remaining == pytest.approx((1 / 2, 1 / 4))
    assert curve.at_risk == (2, 2)


def test_what_too_few_were_watched_for_is_not_given():
    curve = waiting_curve([Waiting(day, True) for day in range(1, 9)])
    assert curve is not None
    assert curve.done_by(0.5) == 0
    assert curve.done_by(4) == pytest.approx(0.5)  # five at risk on day 4
    assert curve.done_by(5) is None  # four on day 5
    assert curve.median == 4


@pytest.mark.parametrize(
    "people",
    [[], [Waiting(5, False)], [Waiting(3, True, entry=3)], [Waiting(0, True)]],
)
def test_nobody_who_took_the_step_gives_no_curve(people):
    assert waiting_curve(people) is None


def test_a_step_that_most_never_take_has_no_median():
    curve = waiting_curve([Waiting(9, number < 3) for number in range(20)])
    assert curve is not None
    assert curve.median is None


INCOMES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]  # R: ineq, ?Gini


def plain(values):
    return (gini(values) or 0) * (len(values) - 1) / len(values)


def test_gini_as_published():
    assert gini(INCOMES) == pytest.approx(0.5134346, abs=5e-8)
    assert plain(INCOMES) == pytest.approx(0.4620911, abs=5e-8)
    assert plain([1, 2, 3, 4, 5]) == pytest.approx(0.2667, abs=5e-5)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [([], None), ([5], None), ([0, 0, 0], None), ([3, 3, 3], 0), ([0, 0, 0, 9], 1)],
)
def test_gini_at_its_ends(values, wanted):
    assert gini(values) == (None if wanted is None else pytest.approx(wanted))


def test_the_share_of_the_most_active():
    assert top_share([10, *[1] * 90, *[0] * 9], 0.01) == pytest.approx(0.1)
    assert top_share([5, 3, 2], 0.1) == pytest.approx(0.5)  # at least one person
    assert top_share([1] * 50, 0.1) == pytest.approx(0.1)
    assert top_share([], 0.1) is None
    assert top_share([0, 0], 0.1) is None
