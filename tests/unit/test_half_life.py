"""How long an idea lives: hours until half of the clicks after its busiest hour had come."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from tests.support.facts import Facts, builder


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """One account, and a series of clicks."""
    facts = Facts()
    facts.export("2026-07-01")
    facts.account("first", "2026-07-01")
    facts.series("yourls")
    return facts


def life(found):
    row = found.row("idea", idea_id="i")
    return (row["half_life_hours"], row["half_life_status"])


def click_at(facts, *instants, series="yourls", bot=None):
    """Clicks on the idea: (instant, how many)."""
    for at, count in instants:
        for _ in range(count):
            facts.click(series, "go.x/abc", at, bot)


@pytest.fixture
def known(facts):
    facts.registered("go.x/abc", "i")
    return facts


def test_half_of_the_clicks_after_the_busiest_hour_had_come_by_then(known, figures):
    # 20 clicks from 09:00 on: the 10th is the second one of 10:30.
    click_at(known, ("2026-11-10 08:10", 3), ("2026-11-10 09:05", 8))
    click_at(known, ("2026-11-10 10:30", 4), ("2026-11-11 07:00", 8))
    assert life(figures(known)) == (1.5, "ok")


def test_of_an_odd_number_the_click_in_the_middle_is_taken(known, figures):
    # 21 clicks: the 11th.
    click_at(known, ("2026-11-10 09:05", 10), ("2026-11-10 10:15", 1), ("2026-11-10 12:00", 10))
    assert life(figures(known)) == (1.25, "ok")


def test_of_two_busiest_hours_the_earlier_one_is_taken(known, figures):
    click_at(known, ("2026-11-10 09:30", 10), ("2026-11-10 13:00", 10))
    assert life(figures(known)) == (0.5, "ok")


def test_fewer_than_twenty_clicks_are_too_few(known, figures):
    click_at(known, ("2026-11-10 08:00", 9), ("2026-11-10 09:00", 19))
    assert life(figures(known)) == (None, "too_few")


@pytest.mark.parametrize(("minute", "expected"), [(0, (1.5, "ok")), (1, (None, "too_early"))])
def test_a_half_life_is_told_once_four_of_it_were_observed(known, figures, minute, expected):
    # Six hours are left of the last day, and four times an hour and a half are six hours.
    middle = datetime(2026, 11, 22, 19, 30) + timedelta(minutes=minute)  # noqa: DTZ001
    click_at(known, ("2026-11-22 18:00", 9), (f"{middle:%Y-%m-%d %H:%M}", 1))
    click_at(known, ("2026-11-22 21:00", 4), ("2026-11-22 22:00", 3), ("2026-11-22 23:59", 3))
    assert life(figures(known)) == expected


SEEN = {1: 0.415, 2: 0.678, 3: 0.830, 4: 0.913, 6: 0.978}
"""Half-lives in a window: what is found in it of the true half-life."""


def test_a_window_cut_short_shows_less_than_the_half_life(facts, figures, monkeypatch):
    """Clicks that fade evenly, for six hours; what would read under nine tenths is not told.

    By hand: half of what comes in w half-lives, 1 - 2^-w, had come at -log2(1 - (1 - 2^-w) / 2).
    """
    start, hours = datetime(2026, 11, 22, 18), 6  # noqa: DTZ001
    for window in SEEN:
        facts.registered(f"go.x/{window}", f"i{window}")
        places = (np.arange(61) + 0.5) / 61 * (1 - 2.0**-window)
        for wait in -np.log2(1 - places) * hours / window:
            at = start + timedelta(hours=float(wait))
            facts.click("yourls", f"go.x/{window}", f"{at:%Y-%m-%d %H:%M:%S.%f}")
    told = figures(facts).column("idea", "idea_id", "half_life_status")
    assert {window: told[f"i{window}"] == "ok" for window in SEEN} == {
        window: window >= 4 for window in SEEN
    }
    monkeypatch.setattr("etl.editions.tables.idea._WINDOW_SHARE", 0)
    found = figures(facts).column("idea", "idea_id", "half_life_hours")
    for window, seen in SEEN.items():
        assert found[f"i{window}"] * window / hours == pytest.approx(seen, abs=5e-4), window


def test_flagged_clicks_do_not_live(known, figures):
    click_at(known, ("2026-11-10 09:00", 10), ("2026-11-10 10:00", 10))
    click_at(known, ("2026-11-10 15:00", 50), bot="burst")
    assert life(figures(known)) == (0.0, "ok")


def test_the_best_series_that_has_clicks_tells_the_half_life(known, figures):
    known.series("shlink")
    known.series("bitly", grain="day")
    known.clicks("bitly", "go.x/abc", "2026-11-10", 500)
    click_at(known, ("2026-11-10 09:00", 50), series="shlink", bot="source")
    click_at(known, ("2026-11-10 09:30", 20))
    assert life(figures(known)) == (0.5, "ok")
    click_at(known, ("2026-11-11 09:00", 3), series="shlink")
    assert life(figures(known)) == (None, "too_few")


def test_counts_of_days_tell_no_half_life(known, figures):
    known.series("kutt", grain="day")
    known.clicks("kutt", "go.x/abc", "2026-11-10", 500)
    assert life(figures(known)) == (None, "no_data")
