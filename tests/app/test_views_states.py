"""Every page in every state is drawn without an error and says something true."""

from dataclasses import replace

import pytest

from dashboard.views import desk
from etl.disclosure.rules import Policy
from etl.editions.schema import SCHEMA_VERSION
from etl.editions.shelf import Attempt
from etl.errors import EditionError
from tests.app.editions import only, publish
from tests.app.town import AS_OF, FINANCE, HANDOVER, HOUSING, LIBRARIES, Department, Town
from uptake import main

PAGES = (
    "adoption",
    "departments",
    "department",
    "participation",
    "ideas",
    "idea",
    "data-health",
    "definitions",
)
TINY = Department("Tiny", 4, 2)
WITHOUT_STAFF = Town(
    departments=(replace(HOUSING, headcount=None), replace(FINANCE, headcount=None)),
    sources=("yammer_users", "yammer_messages"),
)
STATES = {
    "full": Town(),
    "one department": only(HOUSING),
    "everything hidden": only(TINY),
    "one department hidden": Town(departments=(HOUSING, FINANCE, TINY)),
    "no staff list": WITHOUT_STAFF,
    "no engagement report": Town(has_activity=False, active_basis="at_least"),
    "too early to look ahead": Town(has_forecast=False),
    "no target": Town(has_target=False),
    "target reached": Town(target_rate="0.1"),
    "no clicks": Town(sources=("yammer_users",)),
    "no ideas": Town(ideas=()),
    "no network": Town(departments=(), ideas=(), sources=("link_registry",)),
    "nobody joined": only(replace(HOUSING, members=0)),
    "staff list alone": Town(
        departments=(replace(HOUSING, members=0), replace(FINANCE, members=0)),
        ideas=(),
        sources=("staff_people", "staff_directory"),
    ),
}
OF_IDEA = {"idea": HANDOVER.idea_id}
OF_DEPARTMENT = {"department": "housing"}


def parameters(page):
    return {"idea": OF_IDEA, "department": OF_DEPARTMENT}.get(page, {})


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_every_state(draw, home, page, state):
    publish(home, STATES[state])
    drawn = draw(page, **parameters(page))
    assert drawn.title
    assert "None" not in drawn.text
    assert "nan" not in drawn.text.casefold().split()


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_kept_ready_is_what_it_said_first(draw, home, page):
    publish(home)
    first = draw(page, **parameters(page))
    said, charts = first.text, first.specs()
    again = first.again()
    assert (again.text, again.specs()) == (said, charts)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "definitions"])
def test_a_home_without_an_edition_says_what_to_load(draw, page):
    drawn = draw(page)
    assert drawn.title == "Nothing has been loaded yet"
    assert "uptake load" in drawn.text
    assert not drawn.parts()


def test_definitions_need_no_edition(draw):
    assert "adoption_rate" in draw("definitions").text


@pytest.mark.parametrize("page", PAGES[:-1])
def test_a_failed_load_is_said_before_the_numbers(draw, home, page):
    sentence = "staff.csv, line 1: there is no column PersonId. Export it again."
    publish(home, attempt=Attempt("2026-11-23T06:00:00+00:00", "failed", sentence))
    drawn = draw(page, **parameters(page))
    assert "The last load failed; the figures shown are those before it" in drawn.text
    assert drawn.html.index(sentence) < drawn.html.index("<h1")


@pytest.mark.parametrize("page", PAGES[:-1])
def test_old_data_are_said_to_be_old(draw, home, page, monkeypatch):
    publish(home)
    assert "days old: figures are as of" not in draw(page, **parameters(page)).text
    monkeypatch.setattr(desk, "local_day", lambda place: AS_OF.replace(year=2027))
    text = draw(page, **parameters(page)).text
    assert "The newest data are 365 days old: figures are as of 22 November 2026." in text


def test_a_failed_load_without_an_edition_is_said_too(draw, home):
    shelf = publish(home)
    shelf.note(Attempt("2026-11-23T06:00:00+00:00", "failed", "export.zip is empty. Export again."))
    (home / "data" / "editions" / "current").unlink()
    drawn = draw("adoption")
    assert drawn.title == "Nothing has been loaded yet"
    assert "The last load failed. export.zip is empty" in drawn.text


@pytest.mark.parametrize(
    ("page", "state", "words"),
    [
        ("adoption", "no staff list", "load a staff list to see out of how many"),
        ("adoption", "no network", "No network export has been loaded yet"),
        ("adoption", "no target", "Set the share of staff that should have joined"),
        ("adoption", "everything hidden", "Too few colleagues to show figures"),
        ("departments", "no network", "No departments are known yet"),
        ("departments", "no staff list", "without a headcount yet"),
        ("department", "everything hidden", "There is no such department"),
        ("ideas", "no ideas", "No ideas have been shared yet"),
        ("idea", "no ideas", "There is no such idea"),
        ("idea", "no clicks", "Put an export of your link shortener into the inbox"),
        ("who-is-counted", "no network", "Put the export ZIP of Yammer or Viva Engage"),
    ],
)
def test_what_is_missing_is_named(draw, home, page, state, words):
    publish(home, STATES[state])
    assert words in draw(page, **parameters(page)).text


@pytest.mark.parametrize(
    "page", ["adoption", "departments", "department", "participation", "who-is-counted"]
)
def test_without_a_network_export_nobody_is_said_not_to_have_joined(draw, home, page):
    publish(home, STATES["staff list alone"])
    drawn = draw(page, **parameters(page))
    assert drawn.title == "No network export has been loaded yet"
    assert "Put the export ZIP of Yammer or Viva Engage into the inbox" in drawn.text
    assert not drawn.parts()


def test_headcount_is_known_without_a_network_export_and_members_are_not(home, capsys):
    publish(home, STATES["staff list alone"])
    for metric, told in (
        ("headcount", "300"),
        ("members", "No data"),
        ("adoption_rate", "No data"),
    ):
        assert main(["metric", metric, "--home", str(home)]) == 0
        assert told in capsys.readouterr().out


def test_with_a_network_export_that_nobody_joined_is_said(draw, home):
    publish(home, STATES["nobody joined"])
    assert draw("adoption").title.startswith("0% of colleagues have joined")


def test_a_small_department_shows_no_figure_anywhere(draw, home):
    publish(home, STATES["one department hidden"], policy=Policy())
    row = next(row for row in draw("departments").rows("Departments") if row[0] == "Tiny")
    assert row == ["Tiny", "Hidden", "Hidden", "–", "Hidden", "Hidden", ""]
    drawn = draw("department", department="tiny")
    assert drawn.title == "Tiny is too small to show figures"
    assert {item["value"] for item in drawn.parts("kpi_strip")[0]["items"]} == {"Hidden"}
    assert not drawn.app.get("plotly_chart")


def test_a_department_in_which_few_have_joined_is_not_called_small(draw, home):
    town = Town(departments=(HOUSING, FINANCE, LIBRARIES, TINY, Department("Parks", 60, 3)))
    publish(home, town, policy=Policy())
    drawn = draw("departments")
    adoption = {row[0]: row[1] for row in drawn.rows("Departments")}
    assert adoption["Parks"] == "<5 people"
    hidden = sum(text == "Hidden" for text in adoption.values())
    verb = "department is" if hidden == 1 else "departments are"
    assert f"{hidden} small {verb} hidden." in drawn.text


def test_a_department_that_took_up_nothing_is_not_told_to_load_what_is_loaded(draw, home):
    nothing = Department("Parks", 60, 20)
    publish(home, Town(departments=(HOUSING, FINANCE, LIBRARIES, nothing)))
    text = draw("department", department="parks").text
    assert "No idea can be shown to have reached Parks yet" in text
    assert "Ideas are the links that people post" not in text
    publish(home, Town(departments=(HOUSING, nothing), ideas=()), edition_id="20261124-b")
    assert "Ideas are the links that people post" in draw("department", department="parks").text


def test_activity_that_is_withheld_today_is_not_told_by_older_weeks(draw, home):
    few = Department("Parks", 60, 8)  # 4 active and 2 who post at the end, nobody at first
    publish(home, Town(departments=(HOUSING, FINANCE, LIBRARIES, few)), policy=Policy())
    told, withheld = (
        draw("department", department="housing"),
        draw("department", department="parks"),
    )
    assert "Fewer than 5 members were active in the last 28 days" in withheld.findings
    twin = "Active members and contributors, newest first"
    assert twin in {part["caption"] for part in told.parts("table")}
    assert twin not in {part["caption"] for part in withheld.parts("table")}


def test_a_small_department_does_not_even_name_its_ideas(draw, home):
    idea = replace(HANDOVER, people={"housing": 20, "tiny": 1})
    publish(home, Town(departments=(HOUSING, FINANCE, TINY), ideas=(idea,)), policy=Policy())
    assert idea.title in draw("department", department="housing").text
    assert idea.title not in draw("department", department="tiny").text


def test_a_small_department_is_on_no_way_and_on_no_route(draw, home):
    idea = replace(HANDOVER, people={"housing": 20, "tiny": 6, "finance": 5})
    publish(home, Town(departments=(HOUSING, FINANCE, TINY), ideas=(idea,)), policy=Policy())
    for page in ("ideas", "idea"):
        drawn = draw(page, **({"idea": idea.idea_id} if page == "idea" else {}))
        assert "to Tiny" not in drawn.text
    assert "It took hold in Housing and has not left it" in drawn.findings


def test_a_small_department_is_nowhere_to_go(draw, home):
    ideas = (replace(HANDOVER, people={"housing": 20}),)
    # Libraries is hidden with Tiny, which would follow from it
    publish(
        home,
        Town(departments=(HOUSING, FINANCE, LIBRARIES, TINY), ideas=ideas),
        policy=Policy(),
    )
    rows = draw("ideas").rows("Departments that ideas have not")
    assert [row[1] for row in rows] == ["Finance"]
    assert not [f for f in draw("department", department="tiny").findings if "not seen" in f]


def test_clicks_of_small_departments_are_put_together(draw, home):
    idea = replace(HANDOVER, clicks={"housing": 30, "tiny": 7, "small": 3, "?": 10})
    small = Department("Small", 5, 2)
    town = Town(departments=(HOUSING, FINANCE, TINY, small), ideas=(idea,))
    publish(home, town, policy=Policy())
    caption = "Counted by YOURLS; 80% told to a department; 9 not human and left out"
    rows = draw("idea", **OF_IDEA).rows(caption)
    assert [(row[0], row[1]) for row in rows] == [
        ("Housing", "30"),
        ("Other departments, together", "Hidden"),
        ("Not attributable", "10"),
    ]


def test_a_new_edition_shows_without_a_restart(draw, home):
    publish(home, only(HOUSING))
    drawn = draw("adoption")
    assert drawn.title.startswith("25% of colleagues have joined")
    publish(home, only(FINANCE), edition_id="20261124-next")
    assert drawn.again().title.startswith("60% of colleagues have joined")


def test_what_cannot_be_opened_is_said_in_one_sentence(draw, home, monkeypatch):
    publish(home)

    def refuse(*_):
        raise EditionError("The database cannot be read. Check that it runs.")

    monkeypatch.setattr("dashboard.views.pages.find_desk", refuse)
    drawn = draw("adoption")
    assert drawn.title == "The figures cannot be shown"
    assert "Check that it runs." in drawn.text


OTHER = "was made by another version of Uptake, which this one cannot read. Run uptake load"


@pytest.mark.parametrize("page", ["adoption", "department", "idea", "data-health"])
def test_an_edition_of_another_version_asks_for_a_load(draw, home, page):
    publish(home, Town(schema_version=SCHEMA_VERSION - 1))
    drawn = draw(page, **parameters(page))
    assert drawn.title == "The figures cannot be shown"
    assert OTHER in drawn.text


def test_on_the_command_line_too(home, capsys):
    publish(home, Town(schema_version=SCHEMA_VERSION - 1))
    assert main(["status", "--home", str(home)]) == 0
    assert OTHER in capsys.readouterr().out
    assert main(["metric", "members", "--home", str(home)]) == 1
    assert OTHER in capsys.readouterr().err
