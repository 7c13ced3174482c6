"""Funnel limits and shrinkage against published values, by hand, and in simulation."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import betabinom, chi2

from etl.statistics.funnel import Funnel, dispersion, fit_funnel, place_in
from etl.statistics.shrinkage import Prior, fit_prior, moment_prior, quarter_chances

# Tarone 1982, as in Gelman et al., Bayesian Data Analysis, third edition, table 5.1
RATS = """
    0/20 0/20 0/20 0/20 0/20 0/20 0/20 0/19 0/19 0/19 0/19 0/18 0/18 0/17 1/20 1/20 1/20 1/20
    1/19 1/19 1/18 1/18 2/25 2/24 2/23 2/20 2/20 2/20 2/20 2/20 2/20 1/10 5/49 2/19 5/46 3/27
    2/17 7/49 7/47 3/20 3/20 2/13 9/48 10/50 4/20 4/20 4/20 4/20 4/20 4/20 4/20 10/48 4/19 4/19
    4/19 5/22 11/46 12/49 5/20 5/20 6/23 5/19 6/22 6/20 6/20 6/20 16/52 15/47 15/46 9/24 4/14
"""
TUMOURS = [tuple(map(int, pair.split("/"))) for pair in RATS.split()]

# Public Health England, PHEindicatormethods: people with a condition in 303 areas (counts are
# estimates, with fractions), and where each lies by the limits that do not allow for overdispersion
with (Path(__file__).parents[1] / "data" / "funnel_areas.csv").open(encoding="utf-8") as areas:
    AREAS = [(float(k), int(n), place) for k, n, place in list(csv.reader(areas))[1:]]


# Limits ---------------------------------------------------------------------------------------


def test_exact_limits_of_ten_people():
    low, below, above, high = Funnel(0.41, 1, 0).limits(10)
    assert (low, below, above, high) == pytest.approx((0, 0.056, 0.678, 0.855), abs=5e-4)


def test_exact_limits_of_a_hundred_people():
    funnel = Funnel(0.41, 1, 0)
    found = [funnel._exact(100, tail) for tail in (0.001, 0.025, 0.975, 0.999)]
    assert found == pytest.approx((0.256, 0.310, 0.502, 0.559), abs=5e-4)


def test_normal_and_exact_limits_meet_where_one_gives_way_to_the_other():
    for tau_squared in (0.0, 0.002):
        funnel = Funnel(0.41, 1, tau_squared)
        assert funnel.limits(99) == pytest.approx(funnel.limits(100), abs=0.012)


def test_exact_poisson_limits_of_the_library():
    # FunnelPlotR's tests: 15 observed, 95%
    low, high = chi2.ppf(0.025, 2 * 15) / 30, chi2.ppf(0.975, 2 * 16) / 30
    assert (low, high) == pytest.approx((0.5596924, 1.649348), abs=5e-7)


def test_303_areas_lie_where_the_published_labels_say():
    rate = sum(count for count, _, _ in AREAS) / sum(total for _, total, _ in AREAS)
    assert rate == pytest.approx(0.80642448, abs=5e-9)
    assert placed(Funnel(rate, 1, 0)) == [each for *_, each in AREAS]
    assert sum(each != "within" for *_, each in AREAS) == 271


def placed(funnel):
    return [place_in(funnel.limits(total), count / total) for count, total, _ in AREAS]


def test_303_areas_differ_beyond_chance_and_two_of_them_from_the_others():
    funnel = fit_funnel([count for count, _, _ in AREAS], [total for _, total, _ in AREAS])
    assert funnel is not None
    assert funnel.tau_squared == pytest.approx(0.00143, abs=5e-6)
    places = Counter(placed(funnel))
    assert places.total() - places["within"] == 32
    assert places["low_998"] + places["high_998"] == 2


def test_overdispersion_by_hand():
    # Three groups of 100 with 36, 49 and 64: y = asin √p, s = 1/20, w = 400.
    funnel = fit_funnel([36, 49, 64], [100, 100, 100])
    assert funnel is not None
    centre = np.arcsin(np.sqrt(149 / 300))
    z = (np.arcsin([0.6, 0.7, 0.8]) - centre) * 20
    low, high = np.quantile(z, [0.1, 0.9])
    phi = np.mean(np.clip(z, low, high) ** 2)
    assert funnel.rate == pytest.approx(149 / 300)
    assert funnel.phi == pytest.approx(phi)
    # (3 phi - 2) / (1200 - 3 · 400² / 1200)
    assert funnel.tau_squared == pytest.approx((3 * phi - 2) / 800)


def test_dispersion_as_published():
    """FunnelPlotR's tests: observed and expected of six, logarithms of ratios, all as they are."""
    observed = np.array([100, 150, 180, 80, 120, 225])
    expected = np.array([108, 112, 165, 95, 100, 220])
    scores = np.sqrt(expected) * np.log(observed / expected)
    assert dispersion(scores, winsorised=0) == pytest.approx(2.948033, abs=5e-7)


def test_a_league_table_puts_the_smallest_first_or_last():
    """Ten departments of 12 to 400 with the same share of 55%: nine times in ten one of three."""
    chance = np.random.default_rng(12)
    sizes = np.geomspace(12, 400, 10).round().astype(int)
    rates = chance.binomial(sizes, 0.55, (4000, 10)) / sizes
    ends = np.column_stack([rates.argmin(axis=1), rates.argmax(axis=1)])
    assert np.mean((ends < 3).any(axis=1)) == pytest.approx(0.92, abs=0.02)


def test_what_cannot_differ_has_no_variance_between():
    for counts, totals in [([5], [10]), ([5, 5], [10, 10]), ([0, 0, 0], [9, 8, 7])]:
        funnel = fit_funnel(counts, totals)
        assert funnel is not None
        assert funnel.tau_squared == 0


@pytest.mark.parametrize(("count", "rate"), [(0, 0.0), (9, 1.0)])
def test_nobody_or_everybody(count, rate):
    funnel = fit_funnel([count] * 3, [9] * 3)
    assert funnel is not None
    for total in (1, 9, 99, 100, 5000):
        assert all(0 <= limit <= 1 for limit in funnel.limits(total))
        assert funnel.place(round(rate * total), total) == "within"


def test_groups_without_people_are_none():
    assert fit_funnel([], []) is None
    assert fit_funnel([0], [0]) is None
    with pytest.raises(ValueError, match="people"):
        Funnel(0.5, 1, 0).limits(0)


def test_places():
    limits = (0.2, 0.3, 0.6, 0.7)
    shares = [0.19, 0.2, 0.3, 0.5, 0.6, 0.65, 0.71]
    places = ["low_998", "low_95", "within", "within", "within", "high_95", "high_998"]
    assert [place_in(limits, share) for share in shares] == places


def test_a_likely_count_is_not_outside_a_limit_between_two_people():
    # Of 5 people with a share of 90% all 5 did it with probability 0.59; the limit is below 100%.
    funnel = Funnel(0.9, 1, 0)
    assert place_in(funnel.limits(5), 1.0) != "within"
    assert funnel.place(5, 5) == "within"
    # 1 of 5: 5 · 0.9 · 0.1⁴ and none: 0.1⁵; half of the first and the second are 0.00024
    assert funnel.place(1, 5) == "low_998"


@pytest.mark.parametrize("size", [5, 20, 60, 99, 100, 400, 2000])
@pytest.mark.parametrize("spread", [None, 30.0])
def test_limits_hold_as_many_groups_as_they_say(size, spread):
    """Of groups that chance (and, with ``spread``, their nature) sets apart 95% are within.

    Very small groups have few counts to choose from; more of them are.
    """
    chance = np.random.default_rng(4)
    share = np.full(6000, 0.4) if spread is None else chance.beta(12, 18, 6000)
    counts = chance.binomial(size, share)
    funnel = Funnel(0.4, 1, 0 if spread is None else 1 / (4 * (spread + 1)))
    places = {count: funnel.place(count, size) for count in set(counts.tolist())}
    within = np.mean([places[count] == "within" for count in counts.tolist()])
    assert 0.93 <= within <= {5: 0.995, 20: 0.98}.get(size, 0.97)


# Shrinkage ------------------------------------------------------------------------------------


def test_the_prior_of_the_rats_by_moments():
    rates = np.array([count / total for count, total in TUMOURS[:-1]])
    assert (rates.mean(), rates.std(ddof=1)) == pytest.approx((0.136, 0.103), abs=5e-4)
    prior = moment_prior(rates.mean(), rates.std(ddof=1))
    assert (prior.a, prior.b) == pytest.approx((1.356, 8.615), abs=5e-4)
    latest = prior.posterior(4, 14)
    assert latest.mean == pytest.approx(0.223, abs=5e-4)
    assert latest.deviation == pytest.approx(0.083, abs=5e-4)


def test_the_prior_of_the_rats_by_likelihood():
    prior = fit_prior(*zip(*TUMOURS, strict=True))
    assert prior is not None
    assert (prior.a, prior.b) == pytest.approx((2.3416, 14.1148), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "totals"),
    [
        ([5, 9, 1, 4], [10, 10, 10, 10]),  # fewer than five groups
        ([5, 5, 5, 5, 5], [10] * 5),  # all equal
        ([0] * 6, [10] * 6),
        ([10] * 6, [10] * 6),
        ([49, 51, 50, 48, 52], [100] * 5),  # less apart than chance has it
    ],
)
def test_groups_that_do_not_differ_have_no_prior(counts, totals):
    assert fit_prior(counts, totals) is None


def test_a_quarter_by_draws_and_by_sum():
    groups = [Prior(8, 12), Prior(30, 30), Prior(3, 9), Prior(90, 60), Prior(11, 9)]
    chance = np.random.default_rng(9)
    draws = np.array([chance.beta(g.a, g.b, 200_000) for g in groups])
    order = draws.argsort(axis=0).argsort(axis=0)  # 0 the lowest
    for number, (top, bottom) in enumerate(quarter_chances(groups)):
        assert top == pytest.approx(np.mean(order[number] >= 3), abs=0.01)
        assert bottom == pytest.approx(np.mean(order[number] < 2), abs=0.01)


def test_chances_of_all_groups_add_up_to_the_places():
    groups = [Prior(number + 1, 9 - number) for number in range(8)]
    chances = quarter_chances(groups)
    assert sum(top for top, _ in chances) == pytest.approx(2, abs=0.02)
    assert sum(bottom for _, bottom in chances) == pytest.approx(2, abs=0.02)


def test_ranges_of_shrunken_shares_cover_what_they_estimate():
    """Departments that differ (beta 12, 18), of 5 to 2,000 people: 95% of ranges hold the truth."""
    chance = np.random.default_rng(21)
    inside = []
    for _ in range(50):
        totals = np.exp(chance.uniform(np.log(5), np.log(2000), 40)).astype(int)
        truth = chance.beta(12, 18, 40)
        counts = chance.binomial(totals, truth)
        prior = fit_prior(counts.tolist(), totals.tolist())
        assert prior is not None
        ranges = [prior.posterior(*pair).interval() for pair in zip(counts, totals, strict=True)]
        inside += [low <= true <= high for (low, high), true in zip(ranges, truth, strict=True)]
    assert 0.93 <= np.mean(inside) <= 0.97


def test_the_likelihood_is_that_of_the_library():
    assert betabinom.pmf(4, 14, 1, 1) == pytest.approx(1 / 15)  # uniform: every count alike
