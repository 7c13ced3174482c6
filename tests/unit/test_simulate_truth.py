"""The truth of the simulator against small worlds that are counted by hand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from etl.simulate.accounts import Account
from etl.simulate.departments import DEPARTMENTS
from etl.simulate.directory import DirectoryEntry
from etl.simulate.engagement import Report, ReportRow
from etl.simulate.ideas import Idea
from etl.simulate.messages import Community, Message, Share
from etl.simulate.people import EMPLOYEE, Organisation, Person, StaffRow
from etl.simulate.plan import Plan, local_date
from etl.simulate.titles import Page
from etl.simulate.truth import activity, clicks, ideas, membership
from etl.simulate.truth.holding import identify
from etl.simulate.truth.identity import Timeline, find_timelines
from etl.simulate.truth.ledger import Ledger, Standing, ledger_rows

CARE, CHILDREN, WASTE, HOUSING, *_ = DEPARTMENTS
PLAN = Plan(staff=100, months=2, seed=1, as_of=date(2026, 11, 22))
LONG_AGO = date(2020, 1, 1)
OLD = datetime(2026, 9, 1, tzinfo=UTC)


def _at(day: int, hour: int = 12, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def _person(number: int, email: str, directory_id: str = "") -> Person:
    return Person(number, "A", "B", email, email, directory_id, "Officer")


def _account(number: int, email: str, joined_at: datetime | None, office_id: str = "") -> Account:
    return Account(
        id=str(number),
        name="A B",
        email=email,
        upn=email,
        office_user_id=office_id,
        created_at=OLD,
        is_activated=joined_at is not None,
        joined_at=joined_at,
    )


@pytest.fixture
def council() -> Organisation:
    """Three people. 1 moves from Care to Housing on 1 November. 2 ends on 9 November. 3 is hired
    on 5 October, after the list date, and becomes an employee with the second list."""
    made = Organisation([date(2026, 10, 1), date(2026, 11, 1)])
    made.people = {
        1: _person(1, "one@council.example", "id-1"),
        2: _person(2, "two@council.example"),
        3: _person(3, "three@council.example"),
    }
    one = StaffRow(CARE, EMPLOYEE, True, LONG_AGO, email="one@council.example", directory_id="id-1")
    two = StaffRow(CARE, EMPLOYEE, False, LONG_AGO, email="two@council.example")
    hired = date(2026, 10, 5)
    three = StaffRow(WASTE, "Contractor", True, hired, email="three@council.example")
    moved = StaffRow(HOUSING, EMPLOYEE, True, LONG_AGO, email=one.email, directory_id="id-1")
    ended = StaffRow(CARE, EMPLOYEE, False, LONG_AGO, date(2026, 11, 9), email=two.email)
    taken_on = StaffRow(WASTE, EMPLOYEE, True, hired, email=three.email)
    made.lists = [{1: one, 2: two, 3: three}, {1: moved, 2: ended, 3: taken_on}]
    return made


def _timelines(
    council: Organisation, accounts: list[Account], directory: Sequence[DirectoryEntry] = ()
) -> dict[str, Timeline]:
    return find_timelines(PLAN, accounts, identify(council, directory))


def _ledger(
    council: Organisation, accounts: list[Account], directory: Sequence[DirectoryEntry] = ()
) -> Ledger:
    timelines = _timelines(council, accounts, directory)
    return Ledger(PLAN, council, accounts, directory, timelines)


def _standings(ledger: Ledger) -> dict[str, tuple[str, str]]:
    found: list[tuple[Standing, str]] = [(s, s.state) for s in ledger.standings(PLAN.as_of)]
    return {s.account: (state, s.reason) for s, state in [*found, *ledger.invitations()]}


# --- membership -------------------------------------------------------------------------------


def test_members_are_placed_day_by_day(council) -> None:
    accounts = [
        _account(11, "one@council.example", _at(3), "id-1"),
        _account(12, "two@council.example", _at(20)),
        _account(13, "three@council.example", _at(7)),
    ]
    accounts[1].away = [(_at(15, month=11), None)]
    placed = membership.place_members(PLAN, council, accounts, _timelines(council, accounts))
    care, housing, waste = CARE.department_id, HOUSING.department_id, WASTE.department_id
    assert min(placed) == date(2026, 10, 3)
    assert placed[date(2026, 10, 31)] == {1: [care], 2: [care]}
    assert placed[date(2026, 11, 1)] == {1: [housing], 2: [care], 3: [waste]}
    assert placed[date(2026, 11, 9)] == {1: [housing], 2: [care], 3: [waste]}
    assert placed[date(2026, 11, 10)] == {1: [housing], 3: [waste]}
    days = [date(2026, 9, 30), date(2026, 10, 4), date(2026, 10, 5), date(2026, 11, 9), PLAN.as_of]
    whole = [
        r for r in membership.adoption_rows(council, placed, days) if r["department_id"] == "*"
    ]
    assert [row["headcount_count"] for row in whole] == [None, 2, 2, 3, 2]
    assert [row["eligible_count"] for row in whole] == [None, 1, 1, 2, 2]
    assert [row["member_count"] for row in whole] == [0, 1, 1, 3, 2]


def test_days_of_an_account_end_before_the_day_it_is_closed(council) -> None:
    account = _account(11, "one@council.example", _at(3), "id-1")
    account.away = [(datetime(2026, 10, 6, 23, 30, tzinfo=UTC), None)]
    account.deleted_at = _at(20)
    days = list(membership.member_days(PLAN, account))
    assert days == [date(2026, 10, 3) + timedelta(days=n) for n in range(4)]
    assert list(membership.member_days(PLAN, _account(12, "x@partner.example", _at(3)))) == []


def test_two_accounts_of_one_person_count_once(council) -> None:
    accounts = [
        _account(11, "one@council.example", _at(3)),
        _account(12, "elsewhere@council.example", _at(1), "id-1"),
    ]
    assert _standings(_ledger(council, accounts)) == {
        "11": ("duplicate", "second_account"),
        "12": ("matched", "directory_id"),
    }
    placed = membership.place_members(PLAN, council, accounts, _timelines(council, accounts))
    rows = ledger_rows(_ledger(council, accounts), date(2026, 10, 1))
    whole = [r for r in rows if r["department_id"] == "*" and r["date"] == "2026-11-22"]
    joined = [(r["reason"], r["count"]) for r in whole if r["state"] == "joined"]
    assert joined == [("directory_id", 1)]
    assert min(placed) == date(2026, 10, 1)


def test_every_account_has_a_state_and_a_reason(council) -> None:
    closed = _account(14, "two@council.example", _at(2))
    closed.away = [(_at(9, month=11), None)]
    accounts = [
        _account(11, "One@Council.example ", _at(3)),
        _account(12, "guest@partner.example", _at(3)),
        _account(13, "x_partner.example#EXT#@council.example", _at(3)),
        closed,
        _account(15, "two@council.example", _at(3)),
        _account(16, "three@council.example", None),
        _account(17, "nobody@council.example", _at(3)),
    ]
    assert _standings(_ledger(council, accounts)) == {
        "11": ("matched", "email"),
        "12": ("guest", "external_domain"),
        "13": ("guest", "external_domain"),
        "14": ("left", "suspended"),
        "15": ("left", "left_staff_list"),
        "16": ("waiting", "pending"),
        "17": ("unmatched", "not_on_staff_list"),
    }


def test_aliases_come_from_earlier_lists_and_from_the_directory(council) -> None:
    first = council.lists[0]
    first[3] = StaffRow(WASTE, "Contractor", True, LONG_AGO, email="maiden@council.example")
    hub = "hub@council.example"
    for number in (1, 2):
        row = council.lists[1][number]
        council.lists[1][number] = StaffRow(
            row.department, EMPLOYEE, True, LONG_AGO, email=row.email, alternate_email=hub
        )
    entry = DirectoryEntry(
        "id-2", "u2@council.example", "two@council.example", "", "", "", "An officer", "", "", OLD
    )
    accounts = [
        _account(11, "maiden@council.example", _at(3)),
        _account(12, hub, _at(3)),
        _account(13, "gone@council.example", _at(3), "id-2"),
        _account(14, "u2@council.example", _at(2)),
        _account(15, "maiden@council.example", _at(5, month=11)),
    ]
    ledger = _ledger(council, accounts, [entry])
    timelines = ledger.timelines
    on = {id_: timelines[id_].on(date(2026, 11, 8)) for id_ in timelines}
    assert on == {
        "11": ("email", 3),
        "12": ("alias", None),
        "13": ("directory_id", 2),
        "14": ("upn", 2),
        "15": ("alias", 3),
    }
    assert timelines["12"].on(date(2026, 10, 31)) is None
    found = {s.account: s.reason for s in ledger.standings(date(2026, 11, 8))}
    assert found == {
        "11": "email",
        "12": "two_people",
        "13": "directory_id",
        "14": "second_account",
        "15": "second_account",
    }


def test_a_mailbox_that_goes_to_somebody_else_stays_with_accounts_of_before(council) -> None:
    address = "one@council.example"
    row = council.lists[1][3]
    council.lists[1][1] = replace(council.lists[1][1], email="new@council.example")
    council.lists[1][3] = replace(row, email=address)
    accounts = [_account(11, address, _at(3)), _account(12, address, _at(5, month=11))]
    timelines = _timelines(council, accounts)
    assert timelines["11"].on(PLAN.as_of) == ("email", 1)
    assert timelines["12"].on(PLAN.as_of) == ("email", 3)


# --- activity ---------------------------------------------------------------------------------


def test_windows_count_each_member_once() -> None:
    day = date(2026, 11, 20)
    placed = {day: {1: ["a"], 2: ["a", "b"], 3: ["b"]}}
    people = {
        day: {1},
        day - timedelta(days=6): {1, 2},
        day - timedelta(days=7): {3},
        day - timedelta(days=28): {4},
        day - timedelta(days=89): {9},
    }
    found = activity.counts_over_windows(placed, people, day)
    assert found == {
        1: Counter({"*": 1, "a": 1}),
        7: Counter({"*": 2, "a": 2, "b": 1}),
        28: Counter({"*": 3, "a": 2, "b": 2}),
        90: Counter({"*": 3, "a": 2, "b": 2}),
    }


def _listed(person: int, state: str, last: date | None, read: int = 0) -> ReportRow:
    account = _account(person, f"p{person}@council.example", _at(1))
    return ReportRow(account, account.upn, "", state, None, last, 0, read, 0)


def test_reports_prove_last_days_of_open_accounts() -> None:
    sunday, monday = date(2026, 11, 15), date(2026, 11, 16)
    rows = [
        _listed(1, "Activated", date(2026, 11, 3)),
        _listed(2, "Suspended", date(2026, 11, 14)),
        _listed(3, "Activated", None),
    ]
    reports = [
        Report(sunday, 7, False, rows),
        Report(monday, 1, False, [_listed(3, "Activated", date(2026, 11, 1), read=2)]),
        Report(date(2026, 10, 20), 90, True, rows),
    ]
    proven = activity.proven_days({monday: {1}}, reports, lambda row, day: int(row.account.id))
    assert proven == {monday: {1, 3}, date(2026, 11, 3): {1}, date(2026, 11, 1): {3}}
    assert list(activity.only_concealed(reports)) == [date(2026, 10, 20)]
    basis = activity.basis_rows(reports, [date(2026, 11, 14), sunday, monday])
    exact = [(r["date"], r["window_days"]) for r in basis if r["active_basis"] == "exact"]
    assert exact == [(sunday.isoformat(), w) for w in (1, 7, 28, 90)] + [(monday.isoformat(), 1)]


# --- ideas ------------------------------------------------------------------------------------


def test_thread_counts_from_the_message_that_shares() -> None:
    idea = Idea(Page("An idea", "An idea | A site", "https://site.example/idea"), 1.0, {})
    other = Idea(Page("Other", "Other", "https://site.example/other"), 1.0, {})
    ann, bob, cy = (_account(n, f"p{n}@council.example", _at(1)) for n in (1, 2, 3))
    place = Community("77", "Bright Ideas", OLD)
    inside = Community("78", "Closed", OLD, is_private=True)
    start = Message(ann, _at(5), "hello", place)
    messages = [
        start,
        Message(bob, _at(6), "before", place, thread=start),
        Message(cy, _at(7), "look", place, thread=start, shares=(Share(idea, "Old title"),)),
        Message(ann, _at(8), "nice", place, thread=start),
        Message(bob, _at(8, 13), "gone", place, thread=start, deleted_at=_at(9)),
        Message(bob, _at(9), "again", place, thread=start, shares=(Share(idea, "New title"),)),
        Message(ann, _at(10), "secret", inside, shares=(Share(other),)),
        Message(ann, _at(10), "secret", None, shares=(Share(other),)),
    ]
    homes = {"1": "a", "2": "b", "3": "b"}
    found = ideas.voices_of_ideas(
        messages, PLAN.as_of, lambda m: (m.account.id, homes[m.account.id])
    )
    assert list(found) == [idea]
    rows = ideas.department_rows(found, date(2026, 11, 4))
    counts = {
        (r["window_days"], r["department_id"]): (
            r["people_count"],
            r["post_count"],
            r["reply_count"],
        )
        for r in rows
    }
    assert counts == {
        (0, "*"): (3, 2, 1),
        (0, "a"): (1, 0, 1),
        (0, "b"): (2, 2, 0),
        (28, "*"): (2, 1, 1),
        (28, "a"): (1, 0, 1),
        (28, "b"): (1, 1, 0),
        (90, "*"): (3, 2, 1),
        (90, "a"): (1, 0, 1),
        (90, "b"): (2, 2, 0),
    }
    (row,) = ideas.idea_rows([idea, other], found, {}, _at(1, 0, 12))
    assert (row["title"], row["title_from"]) == ("New title", "attachment")
    assert (row["first_shared_date"], row["last_seen_date"]) == ("2026-10-07", "2026-10-09")
    assert [r["place_id"] for r in ideas.place_rows(found, PLAN.made_at)] == ["77"]
    assert local_date(start.created_at) == date(2026, 10, 5)


def test_half_life_is_the_middle_click_after_the_peak_hour() -> None:
    peak = _at(10, 9)
    early = [peak - timedelta(hours=5)] * 3
    after = [peak + timedelta(minutes=m) for m in (5, 6, 7, 8)]
    later = [peak + timedelta(hours=2 + n) for n in range(16)]
    found = {"yourls": [*early, *after, *later], "access_log": [peak] * 500}
    # 20 clicks since 9:00; the tenth is the sixth of the later ones, at 9:00 + 7 hours.
    assert clicks.half_life(found, peak + timedelta(hours=28)) == (7.0, "ok")
    assert clicks.half_life(found, peak + timedelta(hours=27)) == (None, "too_early")
    assert clicks.half_life({"yourls": after}, peak + timedelta(days=9)) == (None, "too_few")
    assert clicks.half_life({}, peak) == (None, "no_data")
    assert clicks.half_life({"access_log": [peak] * 20}, peak + timedelta(hours=1)) == (0.0, "ok")
