"""The simulator: the same bytes again, the vendors' formats, and a truth that adds up."""

import csv
import io
import random
import re
import tomllib
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl.editions import schema
from etl.ideas import idea_address, idea_id
from etl.identity.ledger import STATES
from etl.simulate import Truth, config_text, simulate
from etl.simulate.ideas import Idea
from etl.simulate.organisation import build_organisation
from etl.simulate.plan import Plan, at_local, local_date
from etl.simulate.posts import add_reused_mailboxes
from etl.simulate.spelling import spelled, spelled_short
from etl.simulate.titles import PageMaker
from tests.support.truth import SELDOM

STAFF, MONTHS, AS_OF = 160, 3, date(2026, 11, 22)
USERS = (
    "id,name,email,job_title,location,department,api_url,deleted_by_id,deleted_by_type,joined_at,"
    "deleted_at,suspended_by_id,suspended_by_type,suspended_at,guid,state"
)
MESSAGES = (
    "id,replied_to_id,thread_id,conversation_id,group_id,group_name,participants,in_private_group,"
    "in_private_conversation,sender_id,sender_type,sender_name,sender_email,body,api_url,"
    "attachments,deleted_by_id,deleted_by_type,created_at,deleted_at"
)
HEADERS = {
    "EngageActivityUserDetail7_2026-11-22.csv": "Report Refresh Date,User Principal Name,"
    "Display Name,User State,State Change Date,Last Activity Date,Posted Count,Read Count,"
    "Liked Count,Assigned Products,Report Period",
    "EngageGroupsActivityDetail30_2026-11-22.csv": "Report Refresh Date,Group Display Name,"
    "Is Deleted,Owner Principal Name,Last Activity Date,Group Type,Office 365 Connected,"
    "Member Count,Posted Count,Read Count,Liked Count,Report Period",
    "people-2026-11-01.csv": "PersonId,EffectiveDate,HireDate,EndDate,ManagerId,Organization,"
    "EmployeeId,Email,AlternateEmail,DirectoryId,Class,Eligible,Site",
    "exportUsers_2026-11-22.csv": "userPrincipalName,displayName,surname,mail,givenName,id,"
    "userType,jobTitle,department,accountEnabled,usageLocation,streetAddress,state,country,"
    "officeLocation,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,"
    "consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,directorySynced,"
    "invitationState,identityIssuer,createdDateTime",
    "link-registry.csv": "idea_title,destination,link,audience_department,posted_at,posted_where,"
    "posted_by,found_in",
    "yourls_log.csv": "click_id,click_time,shorturl,referrer,user_agent,ip_address,country_code",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("simulated")


@pytest.fixture(scope="module")
def truth(folder: Path) -> Truth:
    return simulate(folder, staff=STAFF, months=MONTHS, seed=1, as_of=AS_OF)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _part(folder: Path, made: str, name: str) -> str:
    with zipfile.ZipFile(folder / f"viva-engage-export-{made}.zip") as archive:
        return archive.read(name).decode("utf-8")


def _whole(truth: Truth, table: str, **key: object) -> list[dict[str, Any]]:
    wanted = {"department_id": "*", **key}
    return [r for r in truth.tables[table] if all(r[k] == v for k, v in wanted.items())]


# --- the same again ---------------------------------------------------------------------------


def test_same_seed_same_bytes_and_another_seed_others(folder, truth, tmp_path) -> None:
    told: list[str] = []
    simulate(tmp_path / "again", staff=STAFF, months=MONTHS, as_of=AS_OF, progress=told.append)
    simulate(tmp_path / "other", staff=STAFF, months=MONTHS, as_of=AS_OF, seed=2)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert first == again
    assert first["truth.json"] != (tmp_path / "other" / "truth.json").read_bytes()
    assert told


def test_too_small_a_simulation_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="100 staff"):
        simulate(tmp_path, staff=50)
    with pytest.raises(ValueError, match="2 months"):
        simulate(tmp_path, months=1)


@pytest.mark.parametrize("seed", range(1, 9))
def test_any_seed_survives_the_reorganisation(seed) -> None:
    """People move into a department in the month in which it becomes another, too."""
    made = build_organisation(Plan(staff=300, months=9, seed=seed, as_of=AS_OF))
    named = {row.department for rows in made.lists for row in rows.values()}
    assert {step.after for step in made.steps} <= named


# --- the vendors' formats ---------------------------------------------------------------------


@pytest.mark.parametrize("name", HEADERS)
def test_headers_are_the_vendors(folder, truth, name) -> None:
    first_line = (folder / name).read_text(encoding="utf-8-sig").splitlines()[0]
    assert first_line == HEADERS[name]


def test_network_export_is_quoted_with_bom_and_dated(folder, truth) -> None:
    for name, header in (("Users.csv", USERS), ("Messages.csv", MESSAGES)):
        text = _part(folder, "2026-11-23", name)
        quoted = ",".join(f'"{column}"' for column in header.split(","))
        assert text.startswith("\ufeff" + quoted)
        assert "\r" not in text
    with zipfile.ZipFile(folder / "viva-engage-export-2026-11-23.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 5, 30, 0)}
        assert {"Groups.csv", "Networks.csv", "Admins.csv", "log.txt", "request.txt"} <= set(
            archive.namelist()
        )


def test_log_counts_what_the_export_holds(folder, truth) -> None:
    for made in ("2026-10-12", "2026-11-23"):
        log = _part(folder, made, "log.txt")
        for name, label in (("Users.csv", "USERS"), ("Messages.csv", "MESSAGES")):
            text = _part(folder, made, name).lstrip("\ufeff")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            assert f"Number of exported {label}: {len(rows)}" in log.splitlines()
            assert len({row["id"] for row in rows}) == len(rows)
            if label == "MESSAGES":
                assert all(len(row["id"]) == 16 for row in rows)
                assert any("\n" in row["body"] and '"' in row["body"] for row in rows)


def test_staff_lists_keep_leading_zeros_and_a_small_office(folder, truth) -> None:
    rows = _rows(folder / "people-2026-11-01.csv")
    assert all(row["PersonId"].startswith("00") for row in rows)
    assert Counter(row["Organization"] for row in rows)["Coroner's Office"] == 8
    directory = _rows(folder / "exportUsers_2026-11-22.csv")
    assert sum(row["displayName"].startswith("=") for row in directory) == 1


def test_one_report_hides_its_names(folder, truth) -> None:
    (path,) = folder.glob("EngageActivityUserDetail90_*.csv")
    hidden = [row["User Principal Name"] for row in _rows(path)]
    assert all(re.fullmatch("[0-9A-F]{32}", name) for name in hidden)
    alone = path.name.rpartition("_")[2]
    assert len(list(folder.glob(f"EngageActivityUserDetail*_{alone}"))) == 1


def test_click_times_avoid_hours_that_come_twice_or_never(tmp_path) -> None:
    simulate(tmp_path, staff=200, months=3, as_of=date(2025, 11, 30))
    times = [row["click_time"] for row in _rows(tmp_path / "yourls_log.csv")]
    assert times == sorted(times)
    assert not [t for t in times if t.startswith(("2025-10-26 00", "2025-10-26 01"))]


# --- the truth adds up ------------------------------------------------------------------------


def test_truth_has_the_columns_of_the_edition_sorted_by_key(truth) -> None:
    for name, rows in truth.tables.items():
        table = schema.metadata.tables[name]
        key = [column.name for column in table.primary_key.columns]
        keys = [tuple(str(row[k]).rjust(9) for k in key) for row in rows]
        assert rows or name in SELDOM, name
        assert all(list(row) == schema.worked_out(table) for row in rows)
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("seed", "staff"), [(1, 160), (2, 300), (3, 120)])
def test_parts_sum_to_wholes(tmp_path, seed, staff) -> None:
    truth = simulate(tmp_path, staff=staff, months=3, seed=seed, as_of=AS_OF)
    _check_adoption(truth, tmp_path)
    _check_ledger(truth, tmp_path)
    _check_activity(truth)
    _check_ideas(truth)
    _check_clicks(truth, tmp_path)


def _second_posts(folder: Path) -> int:
    """How many people the newest list names twice."""
    lines = Counter(row["PersonId"] for row in _rows(folder / "people-2026-11-01.csv"))
    return sum(count > 1 for count in lines.values())


def _check_adoption(truth: Truth, folder: Path) -> None:
    """Departments sum to the whole, but for those who have a second post in another one."""
    sums: dict[object, Counter[str]] = {}
    for row in truth.tables["adoption"]:
        if row["headcount_count"] is None:
            assert str(row["date"]) < "2026-09-01"  # the first staff list
            continue
        assert row["member_count"] <= row["headcount_count"]
        assert row["eligible_count"] <= row["headcount_count"]
        if row["department_id"] != "*":
            found = sums.setdefault(row["date"], Counter())
            found.update({k: v for k, v in row.items() if k.endswith("_count")})
    twice = {}
    for row in _whole(truth, "adoption"):
        for name, count in sums.get(row["date"], Counter()).items():
            assert count >= row[name]
            twice[row["date"], name] = count - row[name]
    assert 0 < twice[AS_OF.isoformat(), "headcount_count"] <= _second_posts(folder)
    assert twice["2026-09-01", "headcount_count"] == 0


def _check_ledger(truth: Truth, folder: Path) -> None:
    (today,) = _whole(truth, "adoption", date=AS_OF.isoformat())
    sides: Counter[str] = Counter()
    for row in _whole(truth, "ledger", date=AS_OF.isoformat()):
        sides[str(row["side"])] += row["count"]
        sides[f"{row['side']} {row['state']}"] += row["count"]
    users = csv.reader(io.StringIO(_part(folder, "2026-11-23", "Users.csv"), newline=""))
    assert sides["accounts"] + sides["invited"] == len(list(users)) - 1
    assert sides["headcount"] == today["headcount_count"]
    assert sides["headcount joined"] == today["member_count"]
    counts: Counter[bool] = Counter()
    for row in truth.tables["ledger"]:
        if row["date"] == AS_OF.isoformat():
            counts[row["department_id"] == "*"] += row["count"]
    assert counts[True] <= counts[False] <= counts[True] + _second_posts(folder)
    for row in truth.tables["ledger_total"]:
        states = [f"{name}_count" for name in STATES]
        assert row["account_count"] == sum(row[name] for name in states)
        if row["headcount_count"] is not None:
            assert row["headcount_count"] == row["joined_count"] + row["not_joined_count"]


def _check_activity(truth: Truth) -> None:
    members = {r["date"]: r["member_count"] for r in _whole(truth, "adoption")}
    hidden = {r["refresh_date"] for r in truth.tables["engagement_period"] if r["is_concealed"]}
    really = {r["date"]: r for r in truth.true_active if r["department_id"] == "*"}
    for row in _whole(truth, "activity"):
        active = [row[f"active_{days}_count"] for days in schema.WINDOWS]
        wrote = [row[f"contributor_{days}_count"] for days in schema.WINDOWS]
        if row["date"] not in hidden:
            assert active == sorted(active)
            assert active[-1] <= members[row["date"]]
            assert row["active_28_count"] <= really[row["date"]]["active_28_count"] + 1
            assert all(w <= a for w, a in zip(wrote, active, strict=True))
        assert wrote == sorted(wrote)
    last = _whole(truth, "activity", date=AS_OF.isoformat())[0]
    assert last.items() >= really[AS_OF.isoformat()].items()


def _check_ideas(truth: Truth) -> None:
    posts: Counter[object] = Counter()
    for row in truth.tables["idea_place"]:
        posts[row["idea_id"]] += row["post_count"]
    whole = _whole(truth, "idea_department", window_days=0)
    assert {row["idea_id"]: row["post_count"] for row in whole} == posts
    by_day: Counter[object] = Counter()
    for row in truth.tables["idea_day"]:
        by_day[row["idea_id"]] += row["post_count"] + row["reply_count"]
    assert {row["idea_id"]: row["post_count"] + row["reply_count"] for row in whole} == by_day
    assert {row["title_from"] for row in truth.tables["idea"]} == {
        "registry",
        "attachment",
        "address",
    }
    for row in truth.tables["idea"]:
        assert row["idea_id"] == idea_id(str(row["address"]))
        assert row["address"] == idea_address(str(row["address"]))
        assert (row["half_life_hours"] is not None) == (row["half_life_status"] == "ok")


def _check_clicks(truth: Truth, folder: Path) -> None:
    series = {row["series_id"]: row for row in truth.tables["click_series"]}
    flagged: Counter[object] = Counter()
    for row in truth.tables["click_bot"]:
        flagged[row["series_id"]] += row["bot_count"]
    assert flagged == {name: row["bot_count"] for name, row in series.items()}
    logged = len(_rows(folder / "yourls_log.csv"))
    assert logged == series["yourls"]["click_count"] + series["yourls"]["bot_count"]
    hits = re.findall(r'"GET /\S+ HTTP/1.1" 302 ', (folder / "access.log").read_text())
    assert len(hits) == series["access_log"]["click_count"] + series["access_log"]["bot_count"]
    led = sum(row["click_count"] for row in truth.tables["idea_click"])
    assert 0 < led < sum(row["click_count"] for row in series.values())


# --- the parts --------------------------------------------------------------------------------


def test_configuration_is_the_demonstrations() -> None:
    config = tomllib.loads(config_text(months=14))
    assert config["organisation"]["name"] == "Wrekin Vale Council"
    assert config["network"]["home_domains"] == ["council.example", "wrekinvale.example"]
    assert config["matching"]["equal_domains"] == [config["network"]["home_domains"]]
    assert config["target"] == {
        "rate": 0.25,
        "date": date(2026, 12, 31),
    }
    assert config["clicks"]["prefer"] == ["yourls", "access_log"]
    assert config["clicks"]["yourls"]["base"] == "https://go.council.example/"
    assert config["clicks"]["access_log"]["base"] == "https://l.council.example/"


def test_pages_never_repeat_and_every_spelling_is_the_same_idea() -> None:
    rng = random.Random(7)
    maker = PageMaker(rng)
    pages = [maker.page(2026, 3) for _ in range(2500)]
    assert len({page.title for page in pages}) == len({page.address for page in pages}) == 2500
    for page in pages:
        assert idea_address(spelled(rng, page.address)) == page.address
        assert Idea(page, 1.0, {}).idea_id == idea_id(page.address)
    short = "https://go.council.example/abc234"
    assert {idea_address(spelled_short(rng, short)) for _ in range(200)} == {short}


def test_wall_clock_times_cross_the_clock_change() -> None:
    assert at_local(date(2026, 3, 29), 12 * 3600) == datetime(2026, 3, 29, 11, tzinfo=UTC)
    assert at_local(date(2026, 3, 28), 12 * 3600) == datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert local_date(datetime(2026, 6, 10, 23, 30, tzinfo=UTC)) == date(2026, 6, 11)
    plan = Plan(staff=100, months=14, seed=1, as_of=AS_OF)
    assert plan.launch == date(2025, 10, 1)
    assert plan.setup_date == plan.launch - timedelta(days=2)


def test_mailboxes_of_those_who_left_are_used_again() -> None:
    plan = Plan(staff=600, months=6, seed=2, as_of=AS_OF)
    made = build_organisation(plan)
    add_reused_mailboxes(plan, made)
    handed = [person for person in made.people.values() if person.has_lost_address]
    assert handed
    for before in handed:
        (after,) = (p for p in made.people.values() if p.email == before.email and p is not before)
        held = [place for place, rows in enumerate(made.lists) if after.number in rows]
        assert before.number not in {n for place in held for n in made.lists[place]}
        assert {made.lists[place][after.number].email for place in held} == {before.email}
