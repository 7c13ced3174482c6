"""Clicks: to which idea and audience they belong, and on which day."""

import pytest

from tests.support.facts import Facts, builder

LIST = "2026-07-01"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """A link, go.x/abc, of which nothing is known, and a series of clicks."""
    facts = Facts()
    facts.export("2026-07-01")
    facts.account("first", "2026-07-01")
    for key, label in (("p", "Adult Social Care"), ("q", "Parks")):
        facts.staff(LIST, key, label)
    facts.series("yourls")
    return facts


def clicked(found, **where):
    """(idea, department, day) -> (human clicks, flagged clicks)."""
    return {
        (row["idea_id"], row["department_id"], row["date"]): (row["click_count"], row["bot_count"])
        for row in found.rows("idea_click", **where)
    }


def audience(found):
    (row,) = found.rows("idea_click")
    return (row["idea_id"], row["department_id"])


# --- whose clicks they are ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "department_id"),
    [
        ("Adult Social Care", "adult-social-care"),
        (" adult social  CARE", "adult-social-care"),
        ("adult-social-care", "adult-social-care"),
        (None, "?"),
        ("All staff", "?"),
        ("Adult Social Care; Parks", "?"),
        ("A department nobody is in", "?"),
    ],
)
def test_a_registered_link_belongs_to_the_audience_it_was_posted_to(
    facts, figures, label, department_id
):
    facts.registered("go.x/abc", "i", audience_label=label)
    facts.click("yourls", "go.x/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", department_id)


@pytest.mark.parametrize(
    ("first", "second", "department_id"),
    [("Parks", "PARKS", "parks"), ("Parks", "Adult Social Care", "?"), ("Parks", None, "?")],
)
def test_a_link_posted_in_two_places_belongs_to_an_audience_if_they_agree(
    facts, figures, first, second, department_id
):
    facts.registered("go.x/abc", "i", audience_label=first, posted_where="Digital")
    facts.registered("go.x/abc", "i", audience_label=second, posted_where="All Company")
    facts.click("yourls", "go.x/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", department_id)


@pytest.mark.parametrize(
    ("tag", "department_id"), [("parks", "parks"), ("newsletter-footer", "?"), (None, "?")]
)
def test_a_link_outside_the_registry_belongs_to_the_audience_in_its_tag(
    facts, figures, tag, department_id
):
    facts.target("go.x/abc", "i", tag)
    facts.click("yourls", "go.x/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", department_id)


def test_the_registry_goes_before_a_tag(facts, figures):
    facts.registered("go.x/abc", "i", audience_label=None)
    facts.target("go.x/abc", "another", "parks")
    facts.click("yourls", "go.x/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", "?")


def test_a_link_that_was_only_shared_leads_to_its_idea_and_to_no_audience(facts, figures):
    facts.message("1", "first", "2026-11-20 08:00")
    facts.share("1", "i", link_key="go.x/abc")
    facts.click("yourls", "go.x/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", "?")


def test_a_short_code_without_its_server_is_the_link_that_ends_so(facts, figures):
    facts.registered("go.x/abc", "i", audience_label="Parks")
    facts.click("yourls", "/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", "parks")


def test_what_the_registry_says_of_a_short_code_goes_before_what_its_server_says(facts, figures):
    facts.registered("go.x/abc", "i", audience_label="Parks")
    facts.target("/abc", "another")
    facts.click("yourls", "/abc", "2026-11-20 09:00")
    assert audience(figures(facts)) == ("i", "parks")


def test_a_short_code_of_two_servers_is_no_link_that_is_known(facts, figures):
    facts.registered("go.x/abc", "i", audience_label="Parks")
    facts.registered("go.y/abc", "j", audience_label="Parks")
    facts.click("yourls", "/abc", "2026-11-20 09:00")
    assert figures(facts).rows("idea_click") == []


def test_a_link_that_leads_to_no_known_idea_counts_for_its_series_alone(facts, figures):
    facts.click("yourls", "go.x/unknown", "2026-11-20 09:00")
    found = figures(facts)
    assert found.rows("idea_click") == []
    assert found.row("click_series")["click_count"] == 1


def test_without_staff_data_no_audience_becomes_a_department(figures):
    facts = Facts()
    facts.export()
    facts.account("a", department_label="Parks")
    facts.series("yourls")
    for code, label in (("a", "All staff"), ("b", "Parks")):
        facts.registered(f"go.x/{code}", code, audience_label=label)
        facts.click("yourls", f"go.x/{code}", "2026-11-20 09:00")
    assert clicked(figures(facts)).keys() == {
        ("a", "?", "2026-11-20"),
        ("b", "parks", "2026-11-20"),
    }


# --- days, bots, series ------------------------------------------------------------------------


def test_a_click_belongs_to_the_local_day(facts, figures):
    facts.registered("go.x/abc", "i")
    # Summer time ends on 25 October at 01:00 UTC: that day has 25 hours.
    for at in ("10-23 22:59", "10-23 23:00", "10-24 22:59", "10-24 23:00", "10-25 23:59"):
        facts.click("yourls", "go.x/abc", f"2026-{at}")
    facts.click("yourls", "go.x/abc", "2026-10-26 00:00")
    assert clicked(figures(facts)) == {
        ("i", "?", "2026-10-23"): (1, 0),
        ("i", "?", "2026-10-24"): (2, 0),
        ("i", "?", "2026-10-25"): (2, 0),
        ("i", "?", "2026-10-26"): (1, 0),
    }


def test_clicks_after_the_last_day_wait(facts, figures):
    facts.registered("go.x/abc", "i")
    facts.click("yourls", "go.x/abc", "2026-11-22 23:59")
    facts.click("yourls", "go.x/abc", "2026-11-23 00:00")
    facts.click("yourls", "go.x/abc", "2026-11-23 00:00", "burst")
    found = figures(facts)
    assert clicked(found) == {("i", "?", "2026-11-22"): (1, 0)}
    assert found.rows("click_bot") == []
    assert found.row("click_series")["last_date"] == "2026-11-22"


def test_flagged_clicks_stand_beside_human_ones_with_their_reasons(facts, figures):
    facts.registered("go.x/abc", "i")
    for reason in (None, None, "burst", "user_agent", "user_agent"):
        facts.click("yourls", "go.x/abc", "2026-11-20 09:00", reason)
    facts.click("yourls", "go.x/unknown", "2026-11-21 09:00", "prefetch")
    found = figures(facts)
    assert clicked(found) == {("i", "?", "2026-11-20"): (2, 3)}
    row = found.row("click_series")
    assert (row["click_count"], row["bot_count"]) == (2, 4)
    assert (row["first_date"], row["last_date"]) == ("2026-11-20", "2026-11-21")
    assert found.column("click_bot", "reason", "bot_count") == {
        "burst": 1,
        "prefetch": 1,
        "user_agent": 2,
    }


def test_counts_of_days_are_taken_as_they_are(facts, figures):
    facts.registered("go.x/abc", "i", audience_label="Parks")
    facts.series("kutt", grain="day")
    facts.clicks("kutt", "go.x/abc", "2026-10-23 23:00", 7, 2)  # midnight in summer time
    facts.clicks("kutt", "go.x/abc", "2026-11-20 00:00", 5)
    assert clicked(figures(facts), series_id="kutt") == {
        ("i", "parks", "2026-10-24"): (7, 2),
        ("i", "parks", "2026-11-20"): (5, 0),
    }


def test_series_are_told_apart_and_ranked_as_configured_then_by_name(facts, figures):
    facts.registered("go.x/abc", "i")
    for name in ("csv:b", "csv:a", "access_log", "shlink"):
        facts.series(name)
        facts.click(name, "go.x/abc", "2026-11-20 09:00")
    found = figures(facts)
    assert found.column("click_series", "series_id", "rank") == {
        "shlink": 1,
        "yourls": 2,
        "access_log": 3,
        "csv:a": 4,
        "csv:b": 5,
    }
    assert found.column("click_series", "series_id", "click_count")["yourls"] == 0
    assert len(found.rows("idea_click")) == 4


def test_an_idea_was_last_seen_on_its_last_human_click(facts, figures):
    facts.registered("go.x/abc", "i")
    facts.message("1", "first", "2026-11-18 09:00")
    facts.share("1", "i")
    facts.click("yourls", "go.x/abc", "2026-11-20 09:00")
    facts.click("yourls", "go.x/abc", "2026-11-21 09:00", "burst")
    assert figures(facts).row("idea")["last_seen_date"] == "2026-11-20"
