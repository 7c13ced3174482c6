"""The figures of the pages, worked out by hand from the town of ``editions``.

Housing has 50 of 200 colleagues, Finance 60 of 100, Libraries 12 of 60: 122 of 360. Half of all
members must have joined by 31 December 2026; the path began 119 days before the last day, 158
days before the end: 0.5 x 119/158 x 360 = 135.6 by plan. The gap is 50 in Housing (100 - 50) and
18 in Libraries (30 - 12): Housing holds 50 of 68, 74%.
"""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.views import desk
from dashboard.views.participation_tables import spread_table
from dashboard.words.participation import Concentration
from etl.disclosure.rules import Policy
from etl.editions.shelf import Attempt
from tests.app.editions import publish
from tests.app.town import AS_OF, HANDOVER, LETTERS, Idea, Town


@pytest.fixture
def adoption(draw, home):
    publish(home)
    return draw("adoption")


def test_the_adoption_page_states_the_answer(adoption):
    assert adoption.title == "34% of colleagues have joined, 14 fewer than planned"


def test_the_headline_numbers(adoption):
    items = {item["label"]: item for item in adoption.parts("kpi_strip")[0]["items"]}
    assert (items["Members"]["value"], items["Members"]["unit"]) == ("122", "of 360")
    active = items["Active in the last 28 days"]
    assert (active["value"], active["note"]) == ("61", "Exact on 22 November")
    assert items["Contributors"]["value"] == "30"
    progress = items["Progress to 50% by 31 December"]
    assert progress["value"] == "68%"  # 122 of 180
    assert progress["change"] == "58"
    assert progress["target"] == pytest.approx(0.5 * 119 / 158 * 360 / 180)


def test_the_departments_that_hold_the_gap(adoption):
    assert "Housing holds 74% of the gap" in adoption.findings


def test_the_department_table(adoption):
    rows = {row[0]: row[1:] for row in adoption.rows("Departments")}
    # In 84 of 119 days Housing went from round(50 x 35 / 119) = 15 to 50 of 200 members.
    assert rows["Housing"][:5] == ["25%", "50", "+18 pts", "50", "50%"]
    assert rows["Finance"][3] == "Reached"
    assert rows["Libraries"][3] == "18"


def test_most_people_to_go_stand_first_and_rows_lead_to_their_page(adoption):
    table = next(part for part in adoption.parts("table") if part["caption"] == "Departments")
    assert table["columns"][table["sort"]["column"]]["label"] == "To reach 50%"
    housing = next(row for row in table["rows"] if row[0]["text"] == "Housing")
    assert housing[0]["href"] == "department?department=housing"


def test_at_least_is_said_where_the_exports_prove_no_more(draw, home):
    publish(home, Town(active_basis="at_least"))
    active = draw("adoption").parts("kpi_strip")[0]["items"][1]
    assert (active["before"], active["value"]) == ("at least", "61")
    assert "change" not in active


def test_the_period_of_comparison(draw, home):
    publish(home)
    drawn = draw("departments")
    drawn.app.segmented_control(key="period").set_value("4 weeks")
    rows = {row[0]: row[1:] for row in drawn.again().rows("Departments")}
    # 28 days earlier Housing had round(50 x 91 / 119) = 38 of 200 members.
    assert rows["Housing"][2] == "+6 pts"
    labels = [column["label"] for column in drawn.parts("table")[0]["columns"]]
    assert "4 weeks" in labels


def test_one_department(draw, home):
    publish(home)
    drawn = draw("department", department="housing")
    assert drawn.title == "25% of Housing have joined, 50 more to reach 50%"
    assert drawn.parts("kpi_strip")[0]["items"][0]["value"] == "50"
    assert drawn.rows("Ideas of the department") == [
        ["One-page handover checklist", "20"],
        ["Plain-English letters <b>now</b>", "12"],
    ]


def test_the_grid_of_ideas(draw, home):
    publish(home)
    drawn = draw("ideas")
    assert drawn.title == "“One-page handover checklist” reached every department"
    grid = drawn.parts("idea_grid")[0]
    assert grid["columns"] == ["Finance", "Housing", "Libraries"]
    first = grid["rows"][0]
    assert (first["title"], first["total"]) == ("One-page handover checklist", "35")
    assert [cell["text"] for cell in first["cells"]] == ["9", "20", "6"]
    # sqrt(9/20) = 0.67, sqrt(20/20) = 1, sqrt(6/20) = 0.55, of ten steps
    assert [cell["step"] for cell in first["cells"]] == [6, 9, 5]


def test_a_small_count_is_a_band_and_what_is_beside_it_is_rounded(draw, home):
    publish(home, policy=Policy())
    letters = draw("ideas").parts("idea_grid")[0]["rows"][1]
    assert letters["total"] == "14"  # 12 + 2: the 2 must not follow from the rest
    # Whoever leads Housing knows its 12, so Libraries are hidden too: the 2 may be theirs.
    assert [cell["text"] for cell in letters["cells"]] == ["<5", "10", "Hidden"]
    assert [cell["step"] is None for cell in letters["cells"]] == [True, False, True]
    assert letters["cells"][0]["spoken"] == "Fewer than 5 people"


REGISTERED = Idea("cccccccccccccccc", "Walking meetings", {}, {})


def test_an_idea_that_is_only_registered_stands_last_with_zeros(draw, home):
    publish(home, Town(ideas=(REGISTERED, HANDOVER, LETTERS)))
    rows = draw("ideas").parts("idea_grid")[0]["rows"]
    assert [row["title"] for row in rows][2] == "Walking meetings"
    assert rows[2]["remark"] == "Registered, not posted yet"
    assert rows[2]["total"] == "0"
    assert {cell["text"] for cell in rows[2]["cells"]} == {"0"}
    assert [row["remark"] for row in rows[:2]] == ["", ""]


def test_a_town_whose_ideas_are_only_registered(draw, home):
    publish(home, Town(ideas=(REGISTERED,)))
    drawn = draw("ideas")
    assert drawn.title == "No ideas were taken up in the last 28 days"
    assert [row["title"] for row in drawn.parts("idea_grid")[0]["rows"]] == ["Walking meetings"]


def test_ideas_are_found_by_words_of_their_titles(draw, home):
    publish(home, Town(ideas=(REGISTERED, HANDOVER, LETTERS)))
    found = draw("ideas", find="CHECKLIST one-page")
    assert [row["title"] for row in found.parts("idea_grid")[0]["rows"]] == [HANDOVER.title]
    first = found.parts("idea_grid")[0]["rows"][0]
    assert [cell["step"] for cell in first["cells"]] == [6, 9, 5]  # colours as without a search
    nothing = draw("ideas", find="parking")
    assert not nothing.parts("idea_grid")
    assert "No idea has “parking” in its title" in nothing.text


def test_a_search_turns_to_the_first_page(draw, home):
    many = tuple(Idea(f"{n:016}", f"Idea number {n}", {"housing": 50 - n}, {}) for n in range(31))
    publish(home, Town(ideas=many))
    drawn = draw("ideas", page="3")
    assert len(drawn.parts("idea_grid")[0]["rows"]) == 1
    drawn.app.text_input(key="find").set_value("number 30")
    assert [row["title"] for row in drawn.again().parts("idea_grid")[0]["rows"]] == [
        "Idea number 30"
    ]


def test_ideas_compared_at_equal_age(draw, home):
    publish(home)
    drawn = draw("ideas")
    # 35 and 14 of 1,000; 35/1500 = 2.3 per 100 is above 14/1100 = 1.3
    assert "“One-page handover checklist” drew the largest share of those who saw it" in (
        drawn.findings
    )
    assert drawn.rows("Ideas by the share") == [
        ["One-page handover checklist", "3.2", "2.3 to 4.4", "≥ 3 days"],
        ["Plain-English letters <b>now</b>", "1.3", "0.9 to 1.8", "≥ 3 days"],
    ]


def test_the_ways_between_departments(draw, home):
    publish(home)
    drawn = draw("ideas")
    assert "Two ways are taken most" in drawn.findings
    assert drawn.rows("From department to department") == [
        ["Finance", "Libraries", "1", "2.0"],
        ["Housing", "Finance", "1", "2.0"],
    ]


def test_late_bloomers_are_named_only_where_there_are_some(draw, home):
    publish(home)
    assert not any("late bloomer" in finding for finding in draw("ideas").findings)
    publish(home, Town(ideas=(replace(HANDOVER, is_late_bloomer=True),)), edition_id="20261124-b")
    assert "“One-page handover checklist” is a late bloomer" in draw("ideas").findings


def test_an_idea_that_picks_up_is_named(draw, home):
    publish(home)
    assert "No idea draws more people this week than is usual for it" in draw("ideas").findings
    publish(home, Town(ideas=(replace(HANDOVER, is_trending=True),)), edition_id="20261124-b")
    drawn = draw("ideas")
    assert "“One-page handover checklist” is picking up" in drawn.findings
    assert drawn.rows("Ideas that are picking up") == [[HANDOVER.title, "12", "0.4"]]


@pytest.mark.parametrize(("gini", "told"), [(1.0, "Near 1"), (0.994, "0.99"), (None, "–")])
def test_an_index_that_is_rounded_to_one_is_not_said_to_be_one(gini, told):
    found = Concentration(65, 20, 1049, None, 0.75, gini, None)
    (row,) = spread_table(found).rows
    assert row[4].text == told


def test_topics_are_listed_and_one_that_picks_up_is_named(draw, home):
    publish(home)
    drawn = draw("ideas")
    assert "“Shifts & rotas” is picking up" in drawn.findings
    assert drawn.rows("Topics by the people who spoke of them") == [
        ["Shifts & rotas (picking up)", "1", "35", "3", "Housing"],
        ["Better letters", "1", "17", "2", "Housing"],
    ]


def test_a_topic_in_the_address_shows_its_people_and_its_ideas_alone(draw, home):
    publish(home)
    drawn = draw("ideas", topic="Shifts & rotas")
    assert (
        "“Shifts & rotas” drew 35 people from every department in the last 28 days"
        in drawn.findings
    )
    assert "It took hold in Housing first, then in Finance." in drawn.text
    assert "12 people in the last seven days, where 3.5 are usual" in drawn.text
    assert [row[0] for row in drawn.rows("People of the topic by department")] == [
        "Housing",
        "Finance",
        "Libraries",
    ]
    (grid,) = drawn.parts("idea_grid")
    assert [row["title"] for row in grid["rows"]] == [HANDOVER.title]
    captions = [each["caption"] for each in drawn.parts("table")]
    assert "Topics by the people who spoke of them" not in captions


def test_hashtags_for_review_stand_with_the_data(draw, home):
    publish(home)
    drawn = draw("data-health")
    assert "One hashtag waits for review" in drawn.findings
    assert drawn.rows("Hashtags that wait for review") == [["#bettertea", "15", "22 November 2026"]]
    publish(home, Town(topics=(), hashtags={}), edition_id="20261124-b")
    assert not any("hashtag" in finding for finding in draw("data-health").findings)
    assert not any("topic" in finding for finding in draw("ideas").findings)


def test_curated_ideas_against_like_ones_and_where_they_were_found(draw, home):
    publish(home)
    drawn = draw("ideas")
    assert "Curated ideas drew 1.2 more people per 100 than like ones" in drawn.findings
    assert "Not causal" in drawn.text
    assert drawn.rows("Curated ideas against like ones") == [
        ["Curated", "3.7", "3.7"],
        ["Like ones", "2.5", "2.5"],
        ["Difference", "1.2", "1.2"],
        ["Range", "0.4 to 2.1", "0.4 to 2.1"],
        ["Pairs", "20", "20"],
    ]
    assert "Ideas from “Blogs” are discussed most often" in drawn.findings
    assert drawn.rows("Ideas by where they were found") == [
        ["Colleagues", "12", "25%", "9% to 53%", "–"],
        ["Blogs", "10", "90%", "60% to 98%", "Housing (4)"],
    ]


def test_the_route_of_an_idea(draw, home):
    publish(home)
    drawn = draw("idea", idea=HANDOVER.idea_id)
    assert "It went from Housing to Finance in 2 days, then to one more" in drawn.findings
    assert drawn.rows("Where the idea took hold") == [
        ["Housing", "14 November 2026", "3", "20"],
        ["Finance", "16 November 2026", "5", "9"],
        ["Libraries", "18 November 2026", "7", "6"],
    ]
    assert "spread over departments as headcount alone would give" in drawn.text


def test_where_ideas_could_go_next(draw, home):
    publish(home)
    drawn = draw("ideas")
    assert "One idea could go further this week" in drawn.findings
    assert drawn.rows("Departments that ideas have not reached") == [
        [
            "Plain-English letters <b>now</b>",
            "Libraries",
            "6 of 9 ideas that took hold in Housing did here too",
        ]
    ]
    libraries = draw("department", department="libraries")
    assert "One idea that Libraries has not seen" in libraries.findings
    assert "No idea stands out that Housing has not seen" in (
        draw("department", department="housing").findings
    )


def test_the_life_of_an_idea(draw, home):
    publish(home)
    drawn = draw("idea", idea=HANDOVER.idea_id)
    assert "Crossed, for 6 days now" in drawn.findings
    assert drawn.rows("Stages of the idea") == [
        ["Shared", "12 November 2026", "1"],
        ["Seen", "13 November 2026", "2"],
        ["Discussed", "15 November 2026", "1"],
        ["Crossed", "16 November 2026", "6"],
        ["Adopted", "Not yet", "–"],
        ["Outcome", "Not yet", "–"],
    ]


def test_what_was_recorded_of_an_idea(draw, home):
    publish(home, Town(ideas=(replace(HANDOVER, recorded=("adopted",)),)))
    drawn = draw("idea", idea=HANDOVER.idea_id)
    assert "Adopted, for 2 days now" in drawn.findings
    assert drawn.rows("What was recorded") == [
        ["Adopted", "Housing", "1,200.5 hours a year", "See"]
    ]


def test_ideas_that_have_gone_quiet(draw, home):
    publish(home)
    assert not any("gone quiet" in finding for finding in draw("ideas").findings)
    ideas = (replace(HANDOVER, quiet_days=28), replace(LETTERS, quiet_days=27))
    publish(home, Town(ideas=ideas), edition_id="20261124-b")
    drawn = draw("ideas")
    assert "One idea has gone quiet" in drawn.findings
    assert drawn.rows("Ideas that have gone quiet") == [[HANDOVER.title, "Crossed", "25 Oct 2026"]]
    used = (replace(HANDOVER, quiet_days=90, recorded=("adopted",)),)
    publish(home, Town(ideas=used), edition_id="20261125-c")
    assert not any("gone quiet" in finding for finding in draw("ideas").findings)


def test_the_form_is_there_only_where_the_inbox_can_be_written(draw, home):
    publish(home)
    assert not draw("idea", idea=HANDOVER.idea_id).app.get("form")
    (home / "data" / "inbox").mkdir()
    drawn = draw("idea", idea=HANDOVER.idea_id)
    drawn.app.text_input[0].set_value("ftp://example.org")
    drawn.app.button[0].click()
    assert "begin it with https://" in drawn.again().text
    drawn.app.text_input[0].set_value("https://example.org/case")
    drawn.app.button[0].click()
    assert "It shows after the next load" in drawn.again().text
    (file,) = (home / "data" / "inbox").iterdir()
    header, row = csv.reader(io.StringIO(file.read_text("utf-8")))
    assert header[:2] == ["idea", "stage"]
    assert row == [HANDOVER.address, "adopted", "2026-11-23", "", "https://example.org/case", "",
                   ""]  # fmt: skip


def test_ideas_per_100_colleagues(draw, home):
    publish(home)
    drawn = draw("ideas")
    drawn.app.segmented_control(key="show").set_value("Per 100 colleagues")
    first = drawn.again().parts("idea_grid")[0]["rows"][0]
    # 9 of 100, 20 of 200, 6 of 60
    assert [cell["text"] for cell in first["cells"]] == ["9.0", "10", "10"]
    assert first["total"] == "35"


def test_ideas_beyond_the_first_page(draw, home):
    ideas = tuple(
        Idea(f"{number:016x}", f"Idea {number:02}", {"housing": 40 - number}, {})
        for number in range(17)
    )
    publish(home, Town(ideas=ideas))
    drawn = draw("ideas")
    assert len(drawn.parts("idea_grid")[0]["rows"]) == 15
    drawn.app.session_state["page"] = 2
    rows = drawn.again().parts("idea_grid")[0]["rows"]
    assert [row["title"] for row in rows] == ["Idea 15", "Idea 16"]


def test_one_idea(draw, home):
    publish(home)
    drawn = draw("idea", idea=HANDOVER.idea_id)
    assert drawn.title == "“One-page handover checklist” drew in 35 people from every department"
    items = {item["label"]: item["value"] for item in drawn.parts("kpi_strip")[0]["items"]}
    assert items["People"] == "35"
    assert items["Clicks"] == "40"
    assert items["Half-life of clicks"] == "7 hours"
    assert '<a href="https://example.org/idea" rel="noopener noreferrer">' in drawn.html


def test_clicks_by_audience_with_the_unattributable_and_bots_apart(draw, home):
    publish(home)
    drawn = draw("idea", idea=HANDOVER.idea_id)
    assert "40 clicks, 75% told to a department" in drawn.findings
    caption = "Counted by YOURLS; 75% told to a department; 8 not human and left out"
    assert drawn.rows(caption) == [
        ["Housing", "30", "75%"],
        ["Not attributable", "10", "25%"],
    ]


def test_why_there_is_no_half_life_yet(draw, home):
    publish(home)
    half_life = draw("idea", idea=LETTERS.idea_id).parts("kpi_strip")[0]["items"][3]
    assert (half_life["value"], half_life["remark"]) == (
        "Not yet",
        "Fewer than 20 clicks since the peak",
    )


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_only_web_addresses_become_links(draw, home, address):
    publish(home, Town(ideas=(Idea("c" * 16, "Odd", {"housing": 9}, {}, address=address),)))
    drawn = draw("idea", idea="c" * 16)
    assert "<a " not in drawn.html
    assert address in drawn.html


def test_titles_are_text_and_never_markup(draw, home):
    publish(home)
    drawn = draw("idea", idea=LETTERS.idea_id)
    assert "Plain-English letters <b>now</b>" in drawn.title
    assert "<b>now" not in drawn.html


def test_the_ledger_adds_up(draw, home):
    publish(home)
    drawn = draw("who-is-counted")
    assert drawn.title == "5 accounts in use, 4%, match no one colleague"
    accounts = [int(row[2]) for row in drawn.rows("Accounts on the network")]
    assert sum(accounts[:-1]) == accounts[-1] == 122 + 3 + 5
    staff = [int(row[2]) for row in drawn.rows("Colleagues on the staff list")]
    assert sum(staff[:-1]) == staff[-1] == 360
    sums = ["130", "122", "0", "3", "0", "0", "0", "5", "360", "122", "238"]
    nobody = ["0"] * 6
    assert drawn.rows("Both sides by department") == [
        ["Whole organisation", *sums],
        ["Finance", "60", "60", *nobody, "100", "60", "40"],
        ["Housing", "50", "50", *nobody, "200", "50", "150"],
        ["Libraries", "12", "12", *nobody, "60", "12", "48"],
    ]
    assert drawn.rows("Both sides by month") == [["22 November 2026", *sums]]


def test_each_department_leads_to_the_reasons_of_its_accounts(draw, home):
    publish(home)
    tables = draw("who-is-counted").parts("table")
    table = next(part for part in tables if part["caption"] == "Both sides by department")
    assert table["rows"][1][0]["href"] == "who-is-counted?at=2026-11-22&department=finance"
    drawn = draw("who-is-counted", department="finance")
    assert drawn.rows("Accounts on the network") == [
        ["Matched", "found by e-mail address", "60"],
    ]
    assert drawn.rows("Both sides by month") == [
        ["22 November 2026", "60", "60", *["0"] * 6, "100", "60", "40"],
    ]


def test_the_file_of_a_department_over_time_is_its_own(draw, home, files):
    publish(home)
    draw("who-is-counted", department="finance")
    text = files["uptake-ledger-over-time.csv"]().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["department_id"], row["state"]) == ("finance", "matched")
    assert row["account_count"] == "60"


def test_few_accounts_of_a_department_are_not_told_apart(draw, home):
    publish(home, Town(strangers={"finance": 3}), policy=Policy())
    drawn = draw("who-is-counted", department="finance")
    counts = {row[0]: row[2] for row in drawn.rows("Accounts on the network")}
    assert counts == {"Matched": "60", "Unmatched": "Fewer than 5"}
    (row,) = drawn.rows("Both sides by month")
    assert row[1] == "–"
    assert row[8] == "Fewer than 5"


def test_a_provisional_edition_says_so_on_every_page(draw, home):
    publish(home, Town(is_provisional=True))
    for page in ("adoption", "departments", "who-is-counted", "data-health"):
        said = draw(page).text
        assert "Provisional: 9 of 131 accounts in use, 7%, match no one colleague" in said, page
    publish(home, edition_id="20261124-final")
    assert "Provisional" not in draw("adoption").text


def test_a_load_that_is_held_back_is_told_on_every_page(draw, home):
    publish(home, attempt=Attempt("2026-11-23T06:00:00+00:00", "held", "A list shrank."))
    for page in ("adoption", "departments", "who-is-counted", "data-health"):
        said = draw(page).text
        assert "The last load is held back; the figures shown are those before it" in said, page
        assert "A list shrank." in said, page


def test_every_rate_leads_to_who_is_counted(draw, home):
    publish(home)
    assert 'href="who-is-counted?department=%2A"' in draw("adoption").html
    assert (
        'href="who-is-counted?department=housing"' in draw("department", department="housing").html
    )


def test_what_could_not_be_read_is_listed(draw, home):
    publish(home)
    drawn = draw("data-health")
    assert drawn.rows("Lines that could not be read") == [
        ["export.zip", "created_at", "not an instant", "2", "14, 31"]
    ]
    assert "2 of 602 lines could not be read" in drawn.findings


def test_a_source_that_is_out_of_date_stands_out(draw, home, monkeypatch):
    publish(home)

    def tones(drawn):
        sources = [part for part in drawn.parts("table") if part["caption"].startswith("Sources")]
        return {row[0]["text"]: row[1].get("tone") for row in sources[0]["rows"]}

    assert set(tones(draw("data-health")).values()) == {None}
    monkeypatch.setattr(desk, "local_day", lambda place: AS_OF + timedelta(days=30))
    later = tones(draw("data-health"))
    assert later["Network accounts"] == "signal"
    assert later["Link registry"] is None  # it grows when there is something to register


def test_participation_is_told_of_the_whole(draw, home):
    publish(home)
    drawn = draw("participation")
    assert drawn.title == (
        "A tenth of members wrote 75% of the messages, and 60% of threads are answered "
        "within a week"
    )
    assert "60% of threads are answered within a week, half of all within 3 days" in drawn.findings
    assert "Half of new members have written within 28 days of joining" in drawn.findings
    assert "Of 55 active members 40 stayed, 5 came back and 10 are new; 15 lapsed" in drawn.findings
    # 85, 48, 24 and 12 of 122
    assert (
        "In 7 days 70% of members read, 39% reacted, 20% replied or posted, 10% began a thread"
    ) in drawn.findings
    tables = {part["caption"]: part["rows"] for part in drawn.parts("table")}
    steps = [[cell["text"] for cell in row] for row in tables["Members by how far they take part"]]
    assert steps[0] == ["22 Nov 2026", "70%", "39%", "20%", "10%"]
    kept = tables["Members active by month since joining"]
    assert [[cell["text"] for cell in row] for row in kept] == [
        ["Aug 2026", "20", "75%", "50%", ""],
        ["Sep 2026", "20", "75%", "", ""],
        ["Oct 2026", "20", "", "", ""],
    ]
    waits = [[cell["text"] for cell in row] for row in tables["Time to join and to write"]]
    assert waits[-1] == ["Within 8 weeks", "–"]
    assert waits[2] == ["Within 4 weeks", "50%"]


def test_every_metric_is_defined(draw):
    from dashboard.metric import catalogue

    text = draw("definitions").text
    for metric in catalogue().values():
        assert metric.label in text
        assert metric.description in text


PAGES = {
    "adoption": {
        *("headline", "adoption", "gap", "bases", "missing", "outlook", "movement"),
        *("departments", "others"),
    },
    "departments": {"departments"},
    "department": {
        *("headline", "history", "activity", "bases", "movement"),
        *("ladder", "ideas-of-department"),
    },
    "participation": {"ladder", "concentration", "response", "waiting", "cohort", "coming"},
    "ideas": {"ideas", "topics", "traction", "openings", "dividend", "found"},
    "idea": {"idea", "life", "route", "course", "places", "reach", "clicks"},
    "data-health": {
        *("notices", "sources", "rejects", "classes", "restated"),
        *("bots-yourls", "hashtags", "runs"),
    },
    "who-is-counted": {"reasons", "ledger-by-department", "ledger-over-time"},
    "definitions": {"definitions"},
}


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_can_be_downloaded_and_no_cell_is_a_formula(draw, home, files, page):
    formula = Idea("d" * 16, "=HYPERLINK(1)", {"housing": 30}, {"housing": 9})
    publish(home, Town(ideas=(formula,), notices=(("=1+1", True),)))
    parameters = {"idea": {"idea": "d" * 16}, "department": {"department": "housing"}}
    draw(page, **parameters.get(page, {}))
    assert set(files) == {f"uptake-{name}.csv" for name in PAGES[page]}
    for make in files.values():
        rows = list(csv.reader(io.StringIO(make().decode("utf-8-sig"))))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_the_file_of_the_departments_holds_what_the_table_shows(draw, home, files):
    publish(home)
    draw("departments")
    text = files["uptake-departments.csv"]().decode("utf-8-sig")
    rates = {
        row["key"]: row
        for row in csv.DictReader(io.StringIO(text))
        if row["metric"] == "adoption_rate"
    }
    assert (rates["housing"]["numerator"], rates["housing"]["denominator"]) == ("50", "200")


def test_charts_have_a_text_alternative_and_a_table_with_the_same_numbers(adoption):
    charts = adoption.app.get("plotly_chart")
    assert len(charts) == 3
    assert all(len(chart.proto.alt) > 20 for chart in charts)
    twins = [part for part in adoption.parts("table") if part["summary"] == "Show as table"]
    assert len(twins) == 3
    assert ["Housing", "50"] in [[cell["text"] for cell in row][:2] for row in twins[1]["rows"]]


def test_charts_follow_the_look_of_the_browser(draw, home):
    publish(home)
    light = draw("adoption").app.get("plotly_chart")[0].proto.spec
    dark = draw("adoption", theme="dark").app.get("plotly_chart")[0].proto.spec
    assert "#0B6E5F" in light
    assert "#3FB8A2" in dark
    assert "#0B6E5F" not in dark


def test_why_it_moved_sums_to_the_change_of_members(draw, home):
    publish(home)
    drawn = draw("adoption")
    # 12 weeks before the last day it was day 35: round(50 x 35/119) = 15, 18 and 4 were members.
    title = "255 joined and 170 closed the account since 30 August: 85 more members"
    assert title in drawn.findings
    rows = drawn.rows("From the first day to the last")
    assert rows[0] == ["30 August 2026", "37 members"]
    assert ["Joined", "+255"] in rows
    assert ["Closed the account", "−170"] in rows
    assert rows[-1] == ["22 November 2026", "122 members"]


def test_what_many_files_say_alike_is_told_once_and_kept_whole_in_the_file(draw, home, files):
    said = [(f"people-2026-{month:02}-01.csv lists two posts.", False) for month in range(1, 5)]
    publish(home, Town(notices=(*said, ("Look at this.", True))))
    rows = draw("data-health").rows("What a person should know about the data")
    assert [row[0] for row in rows] == [
        "Look at this.",
        "people-2026-04-01.csv lists two posts. 3 more files say the like: see the CSV.",
    ]
    kept = files["uptake-notices.csv"]().decode("utf-8-sig")
    assert all(sentence in kept for sentence, _ in said)
