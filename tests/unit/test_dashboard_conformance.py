"""What holds for every metric, now and to come."""

import re
from typing import get_args

import pytest

from dashboard.metric import By, Caveat, Unit, catalogue
from dashboard.metric.model import Metric
from etl.editions.schema import IDEA_WINDOWS, WINDOWS

METRICS = catalogue().values()
QUOTIENTS = {Unit.SHARE, Unit.PROGRESS, Unit.CHANCE, Unit.PER_100}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_metric(metric: Metric):
    assert catalogue()[metric.name] is metric
    assert re.fullmatch(r"[a-z][a-z0-9_]*", metric.name)
    assert re.fullmatch(r"[A-Z][^.]*[^. ]", metric.label)
    assert re.fullmatch(r"[A-Z][^.]{20,110}\.", metric.description)
    for count in (metric.numerator, metric.denominator):
        assert count is None or re.fullmatch(r"[a-z_0-9]+_(count|hours)", count.name)
        assert count is None or re.fullmatch(r"[a-z][a-z ]+", count.label)
    assert metric.by
    assert set(metric.by) <= set(get_args(By))
    assert set(metric.windows) <= {*WINDOWS, *IDEA_WINDOWS}
    assert metric.minimum_group == 0 or metric.minimum_group >= 5
    assert len(set(metric.caveats)) == len(metric.caveats)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_quotient_has_two_counts_and_its_parts_are_never_added(metric: Metric):
    if metric.unit in QUOTIENTS:
        assert metric.denominator is not None
        assert not metric.additive
    if metric.numerator.name == "member_count":
        assert Caveat.ON_STAFF_LIST in metric.caveats


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_distinct_people_are_not_added_and_departments_are_protected(metric: Metric):
    if metric.unit is Unit.PEOPLE:
        assert not metric.additive
    if any("department" in by for by in metric.by):
        assert metric.minimum_group >= 5


def test_labels_tell_metrics_apart():
    assert len({metric.label for metric in METRICS}) == len(METRICS)
    assert len({metric.description for metric in METRICS}) == len(METRICS)


def test_caveats_are_sentences():
    for caveat in Caveat:
        assert re.fullmatch(r"[A-Z].*\.", caveat.value)
