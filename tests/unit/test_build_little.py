"""The build where little was received: an edition of whatever there is, honest of the rest."""

import pytest

from tests.support.facts import AS_OF, Facts, Figures, builder, embedded


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


def shown(found: Figures):
    facts = found.column("edition_info", "name", "value")
    return facts["first_date"], facts["as_of_date"], facts["headcount_basis"]


def test_an_empty_warehouse_gives_no_edition(tmp_path):
    with embedded(tmp_path) as opened:
        assert Facts().edition(*opened) is None


def test_undated_facts_give_no_edition(tmp_path):
    facts = Facts()
    facts.registered("go.x/a", "i", title="T")
    facts.received("link_registry")
    with embedded(tmp_path) as opened:
        assert facts.edition(*opened) is None


def test_the_network_alone(figures):
    facts = Facts()
    facts.export()
    facts.export("2026-08-01", "2026-10-31", snapshot_id="s0")
    facts.account("a", department_label="Housing")
    facts.message("1", "a", "2026-11-22 09:00")
    found = figures(facts)
    assert shown(found) == ("2026-10-01", AS_OF, "none")
    row = found.row("adoption", date=AS_OF, department_id="housing")
    assert (row["headcount_count"], row["member_count"]) == (None, 1)
    row = found.row("activity", date=AS_OF, department_id="housing")
    assert (row["active_1_count"], row["contributor_90_count"]) == (1, 1)
    assert "headcount_from" not in found.column("edition_info", "name", "value")


def test_the_day_is_that_of_the_network_whatever_else_is_newer(figures):
    facts = Facts()
    facts.export("2026-10-01", "2026-11-15")
    facts.received("yourls", snapshot_id="s2", covers_from="2026-10-01", covers_to="2026-11-21")
    facts.account("a")
    assert shown(figures(facts)) == ("2026-10-01", "2026-11-15", "none")


def test_a_headcount_table_alone(figures):
    facts = Facts()
    facts.received("staff_headcount", covers_from="2026-11-01", covers_to="2026-11-15")
    facts.headcount("2026-11-01", "Housing", 100, 60)
    facts.headcount("2026-11-15", "Housing", 110, 60)
    found = figures(facts)
    assert shown(found) == ("2026-11-01", "2026-11-15", "table")
    assert found.column("adoption", "date", "headcount_count", department_id="*") == {
        **{f"2026-11-{day:02}": 100 for day in range(1, 15)},
        "2026-11-15": 110,
    }
    assert {row["member_count"] for row in found.rows("adoption")} == {0}
    assert found.rows("ledger") == []


def test_a_staff_list_alone(figures):
    facts = Facts()
    facts.received("staff_people", covers_from="2026-11-01", covers_to="2026-11-01")
    facts.staff("2026-11-01", "p", "Housing")
    facts.staff("2026-11-01", "q", "Parks")
    found = figures(facts)
    assert shown(found) == ("2026-11-01", "2026-11-01", "people")
    assert found.column("adoption", "department_id", "headcount_count") == {
        "*": 2,
        "housing": 1,
        "parks": 1,
    }
    assert found.row("ledger", department_id="*")["reason"] == "no_account"
    assert found.column("edition_info", "name", "value")["headcount_from"] == "2026-11-01"


def test_the_directory_alone(figures):
    facts = Facts()
    facts.received("staff_directory", covers_from="2026-11-01", covers_to="2026-11-01")
    facts.directory("2026-11-01", "d", "Housing")
    assert shown(figures(facts)) == ("2026-11-01", "2026-11-01", "directory")


def test_clicks_alone(figures):
    facts = Facts()
    facts.received("yourls", covers_from="2026-11-01", covers_to="2026-11-03")
    facts.registered("go.x/a", "i", title="T")
    facts.series("yourls")
    facts.click("yourls", "go.x/a", "2026-11-02 09:00")
    found = figures(facts)
    assert shown(found) == ("2026-11-01", "2026-11-03", "none")
    assert found.row("idea_click")["click_count"] == 1
    assert found.rows("department") == []


def test_each_source_says_what_was_received_of_it(figures):
    facts = Facts()
    facts.export(
        "2026-09-01",
        "2026-10-20",
        snapshot_id="s0",
        exported_at="2026-10-21 05:30",
        row_count=10,
        reject_count=1,
    )
    facts.export("2026-10-01", row_count=20, reject_count=2)
    assert figures(facts).row("source_state") == {
        "source": "yammer_messages",
        "snapshot_count": 2,
        "latest_on": "2026-11-23",
        "covers_from": "2026-09-01",
        "covers_to": AS_OF,
        "row_count": 30,
        "reject_count": 3,
    }


def test_a_report_says_what_it_says_of_its_own_period(figures):
    facts = Facts()
    facts.export()
    facts.staff("2026-09-01", "p", "Housing", email_key="p")
    facts.staff("2026-11-21", "p", "Parks", email_key="p")
    facts.report("2026-11-20", "p", "2026-11-14", post_count=2, read_count=5)
    facts.report("2026-11-20", "stranger", "2026-11-13", reaction_count=3, read_count=1)
    facts.report("2026-11-20", "gone", "2026-11-20", read_count=9, state="deleted")
    facts.report("2026-11-23", "p", "2026-11-23", read_count=9)  # after the last day
    rows = figures(facts).rows("engagement_period")
    counts = ("listed", "active", "poster", "reactor", "reader", "post", "reaction", "read")
    assert {
        row["department_id"]: tuple(row[f"{name}_count"] for name in counts) for row in rows
    } == {
        "*": (2, 1, 1, 1, 2, 2, 3, 6),
        "housing": (1, 1, 1, 0, 1, 2, 0, 5),
        "?": (1, 0, 0, 1, 1, 0, 3, 1),
    }
