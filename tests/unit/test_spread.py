"""Spread: traction at equal age, when people come, and the order in which departments take hold."""

import pytest

from etl.settings.serving import Privacy
from tests.support.facts import Facts, builder

LIST = "2026-07-01"
PRIVACY = Privacy(minimum_group=5, minimum_cell=3)
HOUSING, PARKS, ROADS = "hijklmno", "pqrstuvw", "xyz567"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions"), privacy=PRIVACY) as ask:
        yield ask


@pytest.fixture
def facts():
    """Eight members of Housing, eight of Parks, six of Roads; all joined long ago."""
    facts = Facts()
    facts.export("2026-07-01")
    for people, label in ((HOUSING, "Housing"), (PARKS, "Parks"), (ROADS, "Roads")):
        for key in people:
            facts.staff(LIST, key, label, email_key=key)
            facts.account(key.upper(), joined="2026-07-02", email_key=key)
    return facts


def take_up(facts, idea, people, at="2026-10-05 09:00"):
    """One thread: the first person posts the idea, the others reply an hour apart."""
    thread = f"{idea} {at}"
    for number, key in enumerate(people):
        id_ = thread if number == 0 else f"{thread} {number}"
        facts.message(id_, key.upper(), f"{at[:11]}{9 + number:02}:00", thread_id=thread)
        if number == 0:
            facts.share(id_, idea)


@pytest.fixture
def large(facts):
    """The same with fifty more colleagues in each department, who are no members."""
    return grown(facts, "Housing", "Parks", "Roads")


def grown(facts, *labels):
    for label in labels:
        for number in range(50):
            facts.staff(LIST, f"{label}{number}", label)
    return facts


def travels(found, idea="i"):
    rows = found.rows("idea_travel", idea_id=idea)
    return [
        (row["department_id"], row["held_date"])
        for row in sorted(rows, key=lambda row: row["step"])
    ]


def test_departments_in_the_order_in_which_the_third_person_took_part(facts, figures):
    take_up(facts, "i", "hp", "2026-10-05 09:00")
    take_up(facts, "i", "qrs", "2026-10-06 09:00")  # q, r: the second and third of Parks
    take_up(facts, "i", "ij", "2026-10-08 09:00")
    take_up(facts, "i", "xy", "2026-10-09 09:00")  # two of Roads are too few
    assert travels(figures(facts)) == [("parks", "2026-10-06"), ("housing", "2026-10-08")]


def test_one_person_who_speaks_often_is_one_person(facts, figures):
    take_up(facts, "i", "hhhhhi")
    assert travels(figures(facts)) == []


def test_flows_lead_from_one_department_to_the_next(large, figures):
    facts = large
    for idea, later in (("i", "07"), ("j", "09"), ("k", "13")):
        take_up(facts, idea, "hij", "2026-10-05 09:00")
        take_up(facts, idea, "pqr", f"2026-10-{later} 09:00")
    take_up(facts, "k", "xyz", "2026-10-15 09:00")
    assert figures(facts).rows("idea_flow") == [
        {"from_department_id": "housing", "to_department_id": "parks", "idea_count": 3,
         "median_days": 4.0},
        {"from_department_id": "parks", "to_department_id": "roads", "idea_count": 1,
         "median_days": 2.0},
    ]  # fmt: skip


def test_traction_counts_members_who_took_part_within_the_age(facts, figures):
    take_up(facts, "i", "hij", "2026-10-05 09:00")
    take_up(facts, "i", "k", "2026-10-11 09:00")  # the seventh day
    take_up(facts, "i", "l", "2026-10-12 09:00")  # the eighth
    take_up(facts, "i", "m", "2026-11-01 09:00")  # the twenty-eighth
    take_up(facts, "i", "n", "2026-11-02 09:00")
    found = figures(facts)
    counts = {
        row["age_days"]: (row["people_count"], row["audience_count"])
        for row in found.rows("idea_traction", idea_id="i")
    }
    assert counts == {7: (4, 20), 28: (6, 20)}  # of 22 members, to the nearest five


def test_the_audience_are_those_who_were_members_in_those_days(facts, figures):
    for key in ("late1", "late2", "late3", "late4"):
        facts.staff(LIST, key, "Roads", email_key=key)
        facts.account(key.upper(), joined="2026-10-12", email_key=key)
    facts.staff(LIST, "gone", "Roads", email_key="gone")
    facts.account("GONE", joined="2026-07-02", ended_date="2026-10-05", email_key="gone")
    take_up(facts, "i", "hij", "2026-10-05 09:00")
    audience = figures(facts).column("idea_traction", "age_days", "audience_count", idea_id="i")
    assert audience == {7: 20, 28: 25}  # 22 and 26


def test_whoever_moves_in_those_days_is_one_of_the_audience(facts, figures):
    """Of 22 members six move on the eighth; counted twice they would make it 28."""
    for people, label in ((HOUSING, "Housing"), (PARKS, "Parks"), (ROADS, "Parks")):
        for key in people:
            facts.staff("2026-10-08", key, label, email_key=key)
    take_up(facts, "i", "hij", "2026-10-05 09:00")
    take_up(facts, "j", "hij", "2026-10-08 09:00")
    found = figures(facts).rows("idea_traction")
    assert {row["audience_count"] for row in found} == {20}
    assert len(found) == 4


def test_an_idea_is_compared_only_at_ages_it_has_reached(facts, figures):
    take_up(facts, "i", "hij", "2026-11-16 09:00")  # seven days old on the 22nd
    take_up(facts, "j", "hij", "2026-11-17 09:00")
    found = figures(facts)
    assert [row["age_days"] for row in found.rows("idea_traction", idea_id="i")] == [7]
    assert found.rows("idea_traction", idea_id="j") == []


def test_when_people_came_and_half_of_them(facts, figures):
    take_up(facts, "i", "hijkl", "2026-10-05 09:00")
    take_up(facts, "i", "mnopq", "2026-10-20 09:00")
    row = figures(facts).row("idea_pace", idea_id="i")
    assert (row["early_count"], row["late_count"]) == (5, 5)
    assert (row["half_days"], row["half_status"]) == (1.0, "ok")


def test_half_of_the_people_is_at_least_told_while_too_few_days_were_seen(facts, figures):
    take_up(facts, "i", "hijkl", "2026-11-14 09:00")
    take_up(facts, "i", "mnopqr", "2026-11-16 09:00")  # the third day, of nine
    row = figures(facts).row("idea_pace", idea_id="i")
    assert (row["half_days"], row["half_status"]) == (3.0, "at_least")


def test_a_late_bloomer_stands_out_among_ideas_that_fade(facts, figures):
    for number in range(12):
        take_up(facts, f"fades{number:02}", "hijkl", "2026-09-01 09:00")
    take_up(facts, "blooms", "h", "2026-09-01 09:00")
    take_up(facts, "blooms", "ijklmno", "2026-09-20 09:00")
    found = figures(facts)
    told = [row["idea_id"] for row in found.rows("idea_pace") if row["is_late_bloomer"]]
    assert told == ["blooms"]


def test_two_people_who_come_late_are_too_few_to_bloom(facts, figures):
    for number in range(12):
        take_up(facts, f"fades{number:02}", "hijkl", "2026-09-01 09:00")
    take_up(facts, "blooms", "h", "2026-09-01 09:00")
    take_up(facts, "blooms", "ij", "2026-09-20 09:00")
    assert not any(row["is_late_bloomer"] for row in figures(facts).rows("idea_pace"))


def test_where_every_idea_comes_late_none_is_a_late_bloomer(facts, figures):
    for number in range(3):
        take_up(facts, f"i{number}", "h", "2026-09-01 09:00")
        take_up(facts, f"i{number}", "ijklmno", "2026-09-20 09:00")
    assert not any(row["is_late_bloomer"] for row in figures(facts).rows("idea_pace"))


def test_evenness_needs_enough_people(facts, figures):
    take_up(facts, "few", "hipx")
    take_up(facts, "some", "hipqx")
    take_up(facts, "one", HOUSING)
    found = figures(facts).column("idea_evenness", "idea_id", "mix")
    assert found == {"some": "usual", "one": "narrow"}


def test_one_department_one_week_and_no_idea(figures):
    facts = Facts()
    facts.export("2026-11-16")
    for key in HOUSING:
        facts.staff("2026-11-16", key, "Housing", email_key=key)
        facts.account(key.upper(), joined="2026-11-16", email_key=key)
    empty = figures(facts)
    for table in (
        "idea_traction",
        "idea_pace",
        "idea_travel",
        "idea_flow",
        "idea_evenness",
        "idea_opening",
    ):
        assert empty.rows(table) == [], table
    take_up(facts, "i", "hijk", "2026-11-17 09:00")
    found = figures(facts)
    assert travels(found) == [("housing", "2026-11-17")]
    assert found.rows("idea_flow") == []
    assert found.rows("idea_evenness") == []


def test_people_whose_department_is_not_known_hold_nothing(facts, figures):
    for key in ("U1", "U2", "U3"):
        facts.account(key, joined="2026-07-02")
    take_up(facts, "i", ["U1", "U2", "U3"])
    assert travels(figures(facts)) == []


def test_where_an_idea_could_go_next_and_why(large, figures):
    facts = large
    for number in range(4):
        take_up(facts, f"like{number}", "hij", "2026-09-01 09:00")
        if number < 3:
            take_up(facts, f"like{number}", "pqr", "2026-09-03 09:00")
    take_up(facts, "new", "hij", "2026-11-10 09:00")
    (row,) = figures(facts).rows("idea_opening", idea_id="new")
    assert (row["department_id"], row["because_department_id"]) == ("parks", "housing")
    assert (row["held_count"], row["similar_count"]) == (3, 4)
    assert row["low_rate"] == pytest.approx(0.3006, abs=5e-5)  # Wilson, 3 of 4


def test_where_one_person_took_part_the_idea_is_known_already(large, figures):
    facts = large
    for number in range(3):
        take_up(facts, f"like{number}", "hij", "2026-09-01 09:00")
        take_up(facts, f"like{number}", "pqr", "2026-09-03 09:00")
    take_up(facts, "new", "hijp", "2026-11-10 09:00")
    assert figures(facts).rows("idea_opening", idea_id="new") == []


def test_of_a_small_department_it_is_not_told_that_nobody_took_part(facts, figures):
    grown(facts, "Housing", "Roads")
    for number in range(3):
        take_up(facts, f"like{number}", "hij", "2026-09-01 09:00")
        take_up(facts, f"like{number}", "pqr", "2026-09-03 09:00")
    take_up(facts, "new", "hijklxyz567", "2026-11-10 09:00")
    found = figures(facts)
    assert [place for place, _ in travels(found, "like0")] == ["housing", "parks"]
    assert [place for place, _ in travels(found, "new")] == ["housing", "roads"]
    assert found.rows("idea_opening", idea_id="new") == []


def test_a_department_that_is_not_shown_is_on_no_way_and_leaves_no_gap(facts, figures):
    for key in "kiosk":
        facts.staff(LIST, f"k{key}", "Kiosk", email_key=f"k{key}")
    for key in ("k1", "k2", "k3"):
        facts.staff(LIST, key, "Tiny", email_key=key)
        facts.account(key.upper(), joined="2026-07-02", email_key=key)
    take_up(facts, "i", "hij", "2026-10-05 09:00")
    take_up(facts, "i", ["k1", "k2", "k3"], "2026-10-06 09:00")
    take_up(facts, "i", "pqr", "2026-10-08 09:00")
    found = figures(facts)
    held = {row["department_id"]: row["step"] for row in found.rows("idea_hold")}
    assert held == {"housing": 1, "tiny": 2, "parks": 3}
    steps = {row["department_id"]: row["step"] for row in found.rows("idea_travel")}
    assert "tiny" not in steps
    assert sorted(steps.values()) == list(range(1, len(steps) + 1))
    assert "tiny" not in str(found.rows("idea_flow"))
    assert stages(found).get("crossed") == ("2026-10-08" if len(steps) == 2 else None)


def test_two_ideas_that_went_there_are_too_few_and_old_ideas_are_left_alone(large, figures):
    facts = large
    for number in range(2):
        take_up(facts, f"like{number}", "hij", "2026-07-05 09:00")
        take_up(facts, f"like{number}", "pqr", "2026-07-06 09:00")
    take_up(facts, "new", "hij", "2026-11-10 09:00")
    assert figures(facts).rows("idea_opening") == []
    take_up(facts, "like3", "hij", "2026-07-05 09:00")
    take_up(facts, "like3", "pqr", "2026-07-06 09:00")
    take_up(facts, "old", "hij", "2026-07-07 09:00")
    assert [row["idea_id"] for row in figures(facts).rows("idea_opening")] == ["new"]


def stages(found, idea="i"):
    return found.column("idea_stage", "stage", "reached_date", idea_id=idea)


def test_the_stages_of_an_idea(large, figures):
    facts = large
    take_up(facts, "i", "h", "2026-10-05 09:00")
    take_up(facts, "i", "pq", "2026-10-07 09:00")  # the second person, and the third
    take_up(facts, "i", "ij", "2026-10-09 09:00")
    take_up(facts, "i", "r", "2026-10-12 09:00")
    facts.recorded("i", "adopted", "2026-10-20", "Housing")
    facts.recorded("i", "adopted", "2026-10-18", "Parks")
    assert stages(figures(facts)) == {
        "shared": "2026-10-05",
        "seen": "2026-10-07",
        "discussed": "2026-10-07",
        "crossed": "2026-10-12",
        "adopted": "2026-10-18",
    }


def test_a_click_is_seeing_and_one_before_the_post_is_not(facts, figures):
    facts.series("s")
    facts.click("s", "example.org/i", "2026-10-01 09:00")
    facts.click("s", "example.org/i", "2026-10-06 09:00")
    take_up(facts, "i", "h", "2026-10-05 09:00")
    assert stages(figures(facts)) == {"shared": "2026-10-05", "seen": "2026-10-06"}


def test_the_later_record_of_a_department_holds(facts, figures):
    take_up(facts, "i", "h")
    facts.recorded("i", "outcome", "2026-10-20", "Housing", value=5.0, unit="days")
    facts.recorded("i", "outcome", "2026-10-21", "housing", value=7.0, unit="days",
                   exported_at="2026-11-23 06:00", snapshot_id="s2")  # fmt: skip
    facts.recorded("i", "outcome", "2026-10-22", "")
    found = figures(facts).column("idea_record", "department_id", "value", idea_id="i")
    assert found == {"housing": 7.0, "*": None}


def test_ideas_that_do_not_differ_beyond_chance_have_the_common_rate(facts, figures):
    take_up(facts, "i", "hij", "2026-10-05 09:00")
    take_up(facts, "j", "hijk", "2026-10-06 09:00")
    rows = figures(facts).rows("idea_traction", age_days=7)
    assert [row["is_told_apart"] for row in rows] == [False, False]
    # 7 of 40, with half a person more on either side (Jeffreys)
    assert [row["shrunk_rate"] for row in rows] == [round(7.5 / 41, 6)] * 2
    assert all(row["low_rate"] < row["shrunk_rate"] < row["high_rate"] for row in rows)


def test_ideas_that_differ_are_drawn_towards_the_usual(facts, figures):
    for number in range(8):
        take_up(facts, f"few{number}", "hij", "2026-10-05 09:00")
    take_up(facts, "many", "hijklmnopqrstuv", "2026-10-05 09:00")
    found = figures(facts).column("idea_traction", "idea_id", "shrunk_rate", age_days=7)
    assert 3 / 20 < found["few0"] < found["many"] < 15 / 20


def test_traction_and_pace_of_one_or_two_people_are_not_told(facts, figures):
    take_up(facts, "i", "hi", "2026-10-05 09:00")
    take_up(facts, "i", "jkl", "2026-10-14 09:00")
    found = figures(facts)
    week, month = sorted(found.rows("idea_traction"), key=lambda row: row["age_days"])
    rates = ("people_count", "shrunk_rate", "low_rate", "high_rate")
    assert [week[name] for name in rates] == [None] * 4
    assert month["people_count"] == 5
    pace = found.row("idea_pace")
    assert (pace["early_count"], pace["late_count"]) == (None, 3)
