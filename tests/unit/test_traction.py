"""Traction: who took part in an idea, and which clicks its links received from whom."""

import pytest

from tests.support.facts import Facts, builder

LIST, MOVED = "2026-07-01", "2026-11-10"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """p and q of Housing and r of Parks, with an account each; a stranger and a guest."""
    facts = Facts()
    facts.export("2026-07-01")
    for key, label in (("p", "Housing"), ("q", "Housing"), ("r", "Parks")):
        facts.staff(LIST, key, label, email_key=key)
        facts.account(key.upper(), email_key=key)
    facts.account("STRANGER")
    facts.account("GUEST", is_guest=True)
    return facts


def took_part(found, idea="i", window=0):
    """Department -> (people, posts, replies)."""
    return {
        row["department_id"]: (row["people_count"], row["post_count"], row["reply_count"])
        for row in found.rows("idea_department", idea_id=idea, window_days=window)
    }


# --- shares and what was said after them -------------------------------------------------------


def test_a_message_shares_an_idea_once_however_many_links_it_has(facts, figures):
    facts.message("m", "P", "2026-11-20 09:00")
    facts.share("m", "i", link_key="go.x/a")
    facts.share("m", "i", link_key="go.x/b")
    found = figures(facts)
    assert took_part(found) == {"*": (1, 1, 0), "housing": (1, 1, 0)}


def test_replies_count_from_the_share_on_and_in_its_thread_only(facts, figures):
    facts.message("1", "R", "2026-11-20 09:00")
    facts.message("2", "P", "2026-11-20 10:00", thread_id="1")
    facts.share("2", "i")
    facts.message("3", "Q", "2026-11-20 10:00", thread_id="1")  # at the same instant
    facts.message("4", "Q", "2026-11-21 09:00", thread_id="1")
    facts.message("5", "R", "2026-11-21 09:00")
    assert took_part(figures(facts)) == {"*": (2, 1, 2), "housing": (2, 1, 2)}


def test_who_shares_the_idea_again_in_the_thread_posts(facts, figures):
    facts.message("1", "P", "2026-11-20 09:00")
    facts.message("2", "R", "2026-11-20 10:00", thread_id="1")
    facts.message("3", "Q", "2026-11-20 11:00", thread_id="1")
    facts.share("1", "i")
    facts.share("2", "i")
    assert took_part(figures(facts)) == {
        "*": (3, 2, 1),
        "housing": (2, 1, 1),
        "parks": (1, 1, 0),
    }


def test_two_ideas_in_a_thread_each_have_what_came_after_them(facts, figures):
    facts.message("1", "P", "2026-11-20 09:00")
    facts.message("2", "R", "2026-11-20 10:00", thread_id="1")
    facts.share("1", "i")
    facts.share("2", "j")
    facts.message("3", "Q", "2026-11-20 11:00", thread_id="1")
    found = figures(facts)
    assert took_part(found, "i")["*"] == (3, 1, 2)
    assert took_part(found, "j")["*"] == (2, 1, 1)


@pytest.mark.parametrize(
    "hidden",
    [
        {"place_kind": "private_group", "place_id": "9"},
        {"place_kind": "private_message", "place_id": "private_message"},
        {"is_counted": False},
    ],
)
def test_what_not_everyone_may_read_is_no_share_and_what_is_deleted_no_reply(
    facts, figures, hidden
):
    facts.message("1", "P", "2026-11-20 09:00", **hidden)
    facts.share("1", "i")
    facts.message("2", "P", "2026-11-20 10:00")
    facts.share("2", "j")
    facts.message("3", "Q", "2026-11-20 11:00", thread_id="2", **hidden)
    found = figures(facts)
    assert found.rows("idea", idea_id="i") == []
    assert took_part(found, "i") == {}
    assert took_part(found, "j")["*"] == (1, 1, 0)


def test_a_link_that_a_later_export_no_longer_shows_is_not_shared(facts, figures):
    facts.message("1", "P", "2026-11-20 09:00", snapshot_id="s2")
    facts.share("1", "i", snapshot_id="s1")
    found = figures(facts)
    assert found.rows("idea") == found.rows("idea_day") == []


def test_what_was_written_on_the_morning_of_the_export_waits_for_the_next_one(facts, figures):
    facts.message("1", "P", "2026-11-20 09:00")
    facts.share("1", "i")
    facts.message("2", "Q", "2026-11-23 05:00", thread_id="1")
    facts.message("3", "Q", "2026-11-23 05:00")
    facts.share("3", "j")
    found = figures(facts)
    assert took_part(found)["*"] == (1, 1, 0)
    assert found.rows("idea", idea_id="j") == []


def test_a_registered_short_link_stands_for_the_idea_it_leads_to(facts, figures):
    facts.registered("go.x/abc", "i", title="Parks on a map")
    facts.message("1", "P", "2026-11-20 09:00")
    facts.share("1", "short", link_key="go.x/abc", address="https://go.x/abc")
    found = figures(facts)
    assert found.column("idea", "idea_id", "first_shared_date") == {"i": "2026-11-20"}


# --- people and departments --------------------------------------------------------------------


def test_people_are_placed_where_they_were_when_they_wrote(facts, figures):
    for key, label in (("p", "Parks"), ("q", "Housing"), ("r", "Parks")):
        facts.staff(MOVED, key, label, email_key=key)
    facts.message("1", "P", "2026-11-09 09:00")
    facts.message("2", "P", "2026-11-10 09:00", thread_id="1")
    facts.message("3", "R", "2026-11-10 10:00", thread_id="1")
    facts.share("1", "i")
    assert took_part(figures(facts)) == {
        "*": (2, 1, 2),  # p once
        "housing": (1, 1, 0),
        "parks": (2, 0, 2),
    }


def test_who_is_not_known_is_an_account_of_an_unknown_department(facts, figures):
    facts.message("1", "STRANGER", "2026-11-20 09:00")
    facts.share("1", "i")
    for number, account in enumerate(("GUEST", "GUEST", "NEVER EXPORTED")):
        facts.message(f"r{number}", account, "2026-11-20 10:00", thread_id="1")
    assert took_part(figures(facts)) == {"*": (3, 1, 3), "?": (3, 1, 3)}


def test_two_accounts_of_a_colleague_are_one_person(facts, figures):
    facts.account("P2", email_key="p")
    facts.message("1", "P", "2026-11-20 09:00")
    facts.message("2", "P2", "2026-11-20 10:00", thread_id="1")
    facts.share("1", "i")
    assert took_part(figures(facts))["*"] == (1, 1, 1)


def test_after_the_last_day_at_work_a_colleague_is_of_no_department(facts, figures):
    facts.staff(LIST, "leaver", "Parks", email_key="leaver", end_date="2026-11-19")
    facts.account("LEAVER", email_key="leaver")
    for number, day in enumerate(("19", "20")):
        facts.message(f"{number}", "LEAVER", f"2026-11-{day} 09:00")
        facts.share(f"{number}", "i")
    assert took_part(figures(facts)) == {"*": (1, 2, 0), "parks": (1, 1, 0), "?": (1, 1, 0)}


def test_without_a_staff_list_the_network_names_the_department(figures):
    facts = Facts()
    facts.export()
    facts.account("a", department_label="Housing")
    facts.account("b")
    facts.message("1", "a", "2026-11-20 09:00")
    facts.message("2", "b", "2026-11-20 10:00", thread_id="1")
    facts.share("1", "i")
    assert took_part(figures(facts)) == {"*": (2, 1, 1), "housing": (1, 1, 0), "?": (1, 0, 1)}


def test_a_window_ends_on_the_last_day_and_has_as_many_days_as_it_says(facts, figures):
    # 28 days up to 22 November begin on 26 October; 90 days begin on 25 August.
    for number, day in enumerate(("08-24", "08-25", "10-25", "10-26", "11-22")):
        facts.message(f"{number}", "PQRPQ"[number], f"2026-{day} 09:00")
        facts.share(f"{number}", "i")
    found = figures(facts)
    assert took_part(found, window=28)["*"] == (2, 2, 0)
    assert took_part(found, window=90)["*"] == (3, 4, 0)
    assert took_part(found, window=0)["*"] == (3, 5, 0)


# --- what is told of an idea -------------------------------------------------------------------


def test_the_course_of_an_idea_day_by_day(facts, figures):
    facts.message("1", "P", "2026-11-18 09:00")
    facts.share("1", "i")
    facts.message("2", "Q", "2026-11-20 09:00", thread_id="1")
    facts.message("3", "Q", "2026-11-20 10:00", thread_id="1")
    facts.message("4", "P", "2026-11-20 11:00")
    facts.share("4", "i")
    found = figures(facts)
    days = [
        (row["date"], row["people_count"], row["post_count"], row["reply_count"])
        for row in found.rows("idea_day", idea_id="i")
    ]
    assert days == [("2026-11-18", 1, 1, 0), ("2026-11-20", 2, 1, 2)]
    row = found.row("idea", idea_id="i")
    assert (row["first_shared_date"], row["last_seen_date"]) == ("2026-11-18", "2026-11-20")


def test_an_idea_was_posted_in_communities_that_have_names(facts, figures):
    facts.community("7", "Digital")
    for number, (place, day) in enumerate(
        [("7", "20"), ("7", "19"), ("8", "18"), ("all_company", "17")]
    ):
        facts.message(f"{number}", "P", f"2026-11-{day} 09:00", place_id=place)
        facts.share(f"{number}", "i")
    facts.message("reply", "Q", "2026-11-21 09:00", thread_id="0", place_id="7")
    places = figures(facts).rows("idea_place", idea_id="i")
    assert [(row["place_name"], row["first_date"], row["post_count"]) for row in places] == [
        ("Digital", "2026-11-19", 2),
        ("Community 8", "2026-11-18", 1),
        ("All Company", "2026-11-17", 1),
    ]


def test_a_registered_idea_exists_before_anybody_shares_it(facts, figures):
    facts.registered("go.x/abc", "i", title="Parks on a map", found_in="LinkedIn")
    assert figures(facts).row("idea") == {
        "idea_id": "i",
        "title": "Parks on a map",
        "title_from": "registry",
        "address": "https://example.org/i",
        "found_in": "LinkedIn",
        "first_shared_date": None,
        "last_seen_date": None,
        "half_life_hours": None,
        "half_life_status": "no_data",
    }


def titled(found):
    row = found.row("idea", idea_id="i")
    return (row["title"], row["title_from"])


def test_a_title_comes_from_the_registry_then_an_attachment_then_the_address(facts, figures):
    facts.message("1", "P", "2026-11-18 09:00")
    facts.share("1", "i")
    assert titled(figures(facts)) == ("https://example.org/i", "address")
    facts.message("2", "P", "2026-11-19 09:00")
    facts.share("2", "i", title="Of the attachment")
    assert titled(figures(facts)) == ("Of the attachment", "attachment")
    facts.registered("example.org/i", "i", title="Of the registry")
    assert titled(figures(facts)) == ("Of the registry", "registry")


def test_of_several_attachments_the_title_of_the_latest_message_that_has_one_holds(facts, figures):
    for number, title in enumerate(("Old", "New", None)):
        facts.message(f"{number}", "P", f"2026-11-{18 + number} 09:00")
        facts.share(f"{number}", "i", title=title)
    assert titled(figures(facts)) == ("New", "attachment")


def test_of_several_registered_titles_that_of_the_latest_export_holds(facts, figures):
    earlier = {"snapshot_id": "s9", "exported_at": "2026-11-01 09:00"}
    facts.registered("go.x/a", "i", title="A first title", found_in="A colleague", **earlier)
    facts.registered("go.x/b", "i", title="The title", found_in="LinkedIn")
    row = figures(facts).row("idea")
    assert (row["title"], row["found_in"]) == ("The title", "LinkedIn")


def test_where_it_was_found_need_only_be_said_once(facts, figures):
    for number, found_in in enumerate((None, "LinkedIn", None)):
        facts.registered(f"go.x/{number}", "i", title="T", found_in=found_in)
    assert figures(facts).row("idea")["found_in"] == "LinkedIn"
