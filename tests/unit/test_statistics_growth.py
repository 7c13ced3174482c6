"""Curves against published and independently computed values."""

import numpy as np
import pytest
from scipy.optimize import curve_fit

from etl.statistics.growth import counts_of, fit, gompertz_share

VCR = np.array([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890], dtype=float)
"""Sales of video recorders in the United States from 1980 to 1989, in thousands."""
UNBOUNDED = 1e6
CHICKEN = np.array(
    [0.147, 0.357, 0.641, 0.980, 1.358, 1.758, 2.159, 2.549, 2.915, 3.251, 3.510, 3.740, 3.925]
)
"""Mean weight of hens by week, in kg (Jukić, Kralik and Scitovski 2004)."""


def test_bass_in_interval_form_on_video_recorders():
    curve = fit("bass", VCR, UNBOUNDED)
    ceiling, p, q = curve.theta
    assert ceiling == pytest.approx(67_660, abs=1)
    assert p == pytest.approx(0.00879, abs=5e-6)
    assert q == pytest.approx(0.642, abs=5e-4)
    assert curve.peak == pytest.approx(6.59, abs=5e-3)
    assert not curve.is_at_bound


def test_bass_as_a_density_is_another_fit():
    """The form R users publish on the same sales: near ours, and not the same."""

    def sales(year, m, p, q):
        decay = np.exp(-(p + q) * year)
        return m * (p + q) ** 2 / p * decay / (1 + q / p * decay) ** 2

    years = np.arange(1.0, 11.0)
    theta, covariance = curve_fit(sales, years, VCR, p0=(60_000, 0.01, 0.4))
    assert theta[0] == pytest.approx(6.80e4, abs=50)
    assert theta[1:] == pytest.approx([6.59e-3, 0.638], rel=1e-3)
    assert np.sqrt(np.diag(covariance)) == pytest.approx([3.13e3, 1.43e-3, 0.0414], rel=2e-3)
    assert np.sqrt(((sales(years, *theta) - VCR) ** 2).sum() / 7) == pytest.approx(727, abs=0.5)
    assert fit("bass", VCR, UNBOUNDED).theta[1] > 1.3 * theta[1]


def test_the_logistic_curve_fits_the_weight_of_hens_worse():
    def weight(week, most, rate, middle):
        return most / (1 + np.exp(-rate * (week - middle)))

    weeks = np.arange(1.0, len(CHICKEN) + 1)
    theta, _ = curve_fit(weight, weeks, CHICKEN, p0=(4, 0.5, 6))
    assert ((weight(weeks, *theta) - CHICKEN) ** 2).sum() == pytest.approx(0.0566, abs=5e-5)


def test_gompertz_on_the_weight_of_hens():
    def weight(week, most, b, c):
        return most * gompertz_share(week, b, c)

    weeks = np.arange(1.0, len(CHICKEN) + 1)
    theta, _ = curve_fit(weight, weeks, CHICKEN, p0=(5, 4, 0.2))
    assert theta == pytest.approx([4.7335, 4.1377, 0.23859], abs=5e-5)
    assert ((weight(weeks, *theta) - CHICKEN) ** 2).sum() == pytest.approx(0.002566, abs=5e-7)


@pytest.mark.parametrize("points", [4, 5])
def test_few_points_set_no_ceiling(points):
    assert fit("bass", VCR[:points], UNBOUNDED).is_at_bound


def test_six_points_overshoot_with_a_wide_error():
    curve = fit("bass", VCR[:6], UNBOUNDED)
    assert curve.ceiling == pytest.approx(78_045, abs=2)
    assert curve.errors[0] == pytest.approx(24_197, abs=2)


def test_seven_points_find_a_ceiling_that_was_passed_three_years_later():
    curve = fit("bass", VCR[:7], UNBOUNDED)
    assert curve.ceiling == pytest.approx(52_454, abs=1)
    assert curve.ceiling < VCR.sum() == 60_640


def test_the_ceiling_is_bounded_by_those_who_could_come():
    curve = fit("bass", VCR[:5], 40_000)
    assert curve.ceiling == pytest.approx(40_000)
    assert curve.is_at_bound


def test_it_is_never_below_what_was_reached():
    assert fit("bass", VCR, 1_000).ceiling >= VCR.sum()


@pytest.mark.parametrize(
    ("family", "theta", "peak"),
    [("bass", (5000, 0.01, 0.3), np.log(30) / 0.31), ("gompertz", (5000, 9, 0.2), np.log(9) / 0.2)],
)
def test_a_curve_without_errors_is_found_again(family, theta, peak):
    counts = counts_of(family, np.array(theta, dtype=float), np.arange(1.0, 25.0))
    curve = fit(family, counts, 20_000)
    assert curve.theta == pytest.approx(np.array(theta), rel=1e-3)
    assert curve.peak == pytest.approx(peak, rel=1e-3)


def test_on_counts_the_logistic_curve_is_that_of_bass():
    """m' / (1 + e^-k(t - t0)) with k = p + q, t0 = ln(q/p) / k and m' = m (1 + p/q)."""
    m, p, q = 5000.0, 0.01, 0.3
    times = np.arange(0.0, 25.0)
    rate, middle = p + q, np.log(q / p) / (p + q)
    logistic = m * (1 + p / q) / (1 + np.exp(-rate * (times - middle)))
    bass = counts_of("bass", np.array([m, p, q]), times[1:])
    assert bass == pytest.approx(np.diff(logistic))


@pytest.mark.parametrize("counts", [[0.0] * 9, [5.0] * 9, [40.0] + [0.0] * 8, [-3.0, 1.0] * 5])
@pytest.mark.parametrize("family", ["bass", "gompertz"])
def test_any_counts_give_a_curve_of_numbers(family, counts):
    curve = fit(family, np.array(counts), 100)
    assert np.isfinite(curve.theta).all()
    assert np.isfinite(curve.errors).all()
