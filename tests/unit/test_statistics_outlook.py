"""The forecast: its band keeps its word, the better way is shown, any series has an answer."""

from itertools import accumulate

import numpy as np
import pytest

from etl.statistics.backtest import Trial, better_naive, holds, is_better
from etl.statistics.forecasting import METHODS, Method, has_peaked, look_ahead
from etl.statistics.growth import counts_of
from etl.statistics.outlook import PATHS, Series, _reaching, find_bulk, outlook

CEILING, THETA = 4000, np.array([2500, 0.01, 0.2])


def diffusion(chance, periods, theta=THETA):
    """Running totals of a diffusion whose counts are Poisson."""
    return np.cumsum(chance.poisson(counts_of("bass", theta, np.arange(1.0, periods + 1.0))))


def daily(totals, days=7):
    """Members of every day: those of a period come evenly over its days."""
    before = np.concatenate(([0.0], totals[:-1]))
    return tuple(
        round(start + (end - start) * day / days)
        for start, end in zip(before, totals, strict=True)
        for day in range(1, days + 1)
    )


def test_the_band_of_80_holds_80_in_100_of_what_comes():
    chance, held = np.random.default_rng(7), []
    for _ in range(50):
        for now in (18, 24, 30):
            totals = diffusion(chance, now + 6).astype(float)
            if has_peaked(totals[:now]):
                low, high = look_ahead("bass", totals[:now], 6, CEILING, 200).band()
                held += list((low <= totals[now:]) & (totals[now:] <= high))
    assert len(held) > 700
    assert 0.75 <= np.mean(held) <= 0.85


def test_on_diffusion_the_curve_is_shown_and_its_ceiling_found():
    totals = diffusion(np.random.default_rng(3), 26)
    found = outlook(Series(daily(totals), CEILING))
    ways = {way.method: way for way in found.ways}
    assert ways["bass"].reason == "shown"
    middle, low, high = ways["bass"].ceiling or (0, 0, 0)
    assert low <= middle <= high
    assert middle == pytest.approx(2500, rel=0.05)
    six_ahead = [ways[method].errors[2] or 0 for method in ("bass", "damped_trend", "last_value")]
    assert 0 < six_ahead[0] < six_ahead[1] < six_ahead[2]


def test_where_nothing_but_chance_moves_the_naive_way_is_shown():
    steps = np.random.default_rng(5).integers(-3, 4, size=40)
    found = outlook(Series(daily(np.maximum(300 + np.cumsum(steps), 0)), CEILING))
    shown = [way.method for way in found.ways if way.reason == "shown"]
    assert shown in (["last_value"], ["damped_trend"])


def trial(errors, held=0.8):
    at = dict(zip((1, 3, 6), errors, strict=True))
    found = Trial({(n, horizon): error for n in range(10) for horizon, error in at.items()})
    found.held_count = round(30 * held)
    return found


@pytest.mark.parametrize(
    ("errors", "better"),
    [((1, 2, 9), True), ((1, 9, 2), True), ((1, 9, 9), False), ((3, 3, 3), False)],
)
def test_a_curve_has_to_beat_both_naive_ways_on_two_horizons(errors, better):
    trials: dict[Method, Trial] = {"last_value": trial((3, 5, 8)), "damped_trend": trial((4, 3, 3))}
    assert is_better(trial(errors), trials) is better
    assert better_naive(trials) == "damped_trend"


@pytest.mark.parametrize(
    ("share", "instead", "is_held"),
    [(0.7, 0.8, True), (0.9, 0.8, True), (0.6, 0.8, False), (1, 0.7, False), (1, 0.4, True)],
)
def test_a_band_has_to_hold_what_it_says_or_more_nearly_than_the_other(share, instead, is_held):
    assert holds(trial((1, 1, 1), share), trial((1, 1, 1), instead)) is is_held


def test_a_ceiling_needs_eight_points_and_a_peak_three_points_ago():
    grows = np.cumsum(np.arange(1.0, 13.0))
    assert not has_peaked(grows)
    peaked = np.cumsum([1.0, 2, 4, 8, 9, 8, 4, 3, 2, 1])
    assert has_peaked(peaked)
    assert not has_peaked(peaked[:7])
    found = outlook(Series(daily(grows), 500))
    assert {way.reason for way in found.ways if way.method in ("bass", "gompertz")} == {"no_peak"}
    assert all(way.ceiling is None for way in found.ways)


def test_no_headcount_no_curve_and_still_a_trend():
    totals = diffusion(np.random.default_rng(3), 14)
    found = outlook(Series(daily(totals), None))
    ways = {way.method: way for way in found.ways}
    assert ways["bass"].reason == ways["gompertz"].reason == "no_headcount"
    assert found.ahead


def test_accounts_that_came_at_once_are_no_diffusion():
    members = tuple(accumulate([1] * 30 + [400] + [1] * 80))
    assert find_bulk(members) == (30, 400)
    found = outlook(Series(members, 1000, needed=600, days_left=60))
    assert (found.bulk_day, found.bulk_count) == (30, 400)
    assert {way.reason for way in found.ways if way.ceiling or way.method == "bass"} == {"bulk"}
    near = found.ahead[3]  # four weeks on: one a day, not the four a day that the bulk would make
    assert near.count == pytest.approx(510 + 28, abs=5)
    assert (found.reaching_count or 0) < PATHS / 2


@pytest.mark.parametrize(
    "members",
    [(), (3,), (5,) * 7, tuple(range(49))],
    ids=["none", "one day", "one week", "seven weeks"],
)
def test_little_to_look_back_on_is_said(members):
    found = outlook(Series(members, 100, needed=50, days_left=30))
    assert (found.status, found.ahead, found.ways, found.reaching_count) == (
        "few_points",
        (),
        (),
        None,
    )


@pytest.mark.parametrize(
    "members",
    [(0,) * 90, (10,) * 90, (1000,) * 90, tuple(range(90)), tuple(range(90, 0, -1))],
    ids=["nobody", "all equal", "all in", "a line", "falling"],
)
def test_every_series_has_numbers_for_an_answer(members):
    found = outlook(Series(members, 1000, needed=500, days_left=45))
    assert found.status == "ok"
    for each in found.ahead:
        assert 0 <= each.low <= each.count <= each.high
    assert sum(way.reason == "shown" for way in found.ways) == 1
    assert found.reaching_count is None or 0 <= found.reaching_count <= PATHS


def test_a_target_that_is_reached_or_past_or_far_off():
    members = tuple(range(0, 150, 2))
    sure = outlook(Series(members, 1000, needed=100, days_left=30)).reaching_count
    assert (sure or 0) > 0.95 * PATHS
    assert outlook(Series(members, 1000, needed=500, days_left=-3)).reaching_count is None
    assert outlook(Series(members, 1000, needed=500, days_left=0)).reaching_count is None
    assert outlook(Series(members, 1000, needed=500, days_left=5000)).reaching_count is None
    assert outlook(Series(members, 1000)).reaching_count is None


def test_paths_are_followed_to_the_day_of_the_target():
    """From 10 to 20, or to 12, in one period: 15 are there half way on the first alone."""
    paths = np.array([[20.0, 30.0], [12.0, 14.0]])
    assert _reaching(paths, 10, 15, 0.5) == 1
    assert _reaching(paths, 10, 14, 2.0) == 2
    assert _reaching(paths, 10, 15, 2.0) == 1


def test_a_forecast_that_says_nothing_is_not_told():
    """Some 300 come and go each week of 1,000: the band is soon wider than half of them."""
    waves = tuple(500 + (150 if day // 7 % 2 else -150) for day in range(140))
    found = outlook(Series(waves, 1000, needed=900, days_left=180))
    assert all(each.high - each.low <= 502 for each in found.ahead)
    assert found.reaching_count is None


def test_the_same_series_gives_the_same_outlook_chance_included():
    members = daily(diffusion(np.random.default_rng(3), 14))
    first = outlook(Series(members, CEILING, 2400, 40))
    outlook.cache_clear()
    assert outlook(Series(members, CEILING, 2400, 40)) == first


@pytest.mark.parametrize("method", METHODS)
def test_a_band_is_never_narrower_than_a_person_either_side(method):
    ahead = look_ahead(method, np.full(12, 50.0), 3, 100, 50)
    low, high = ahead.band()
    assert (high - low >= 2).all()
