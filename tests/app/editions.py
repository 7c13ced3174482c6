"""Small editions, written row by row through ``etl.editions.schema``, for tests of the pages.

The numbers are simple enough to check by hand. On day n (0 the first) a department with
headcount H and final members M has round(M * n / last) members; half of them were active in
any window, a quarter contributed. ``publish(home)`` without anything else makes a full edition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, Table, insert

from etl.editions import schema
from etl.editions.schema import IDEA_WINDOWS, WHOLE, WINDOWS
from etl.editions.shelf import Attempt, Shelf, open_shelf
from etl.settings import load_settings

AS_OF = date(2026, 11, 22)
DAYS = 120
EDITION = "20261123-test"


@dataclass(frozen=True)
class Department:
    """``members``: on the last day. ``headcount`` None: no staff list."""

    name: str
    headcount: int | None
    members: int

    @property
    def department_id(self) -> str:
        return self.name.casefold().replace(" ", "-")


@dataclass(frozen=True)
class Idea:
    """An idea. ``people`` by department id, alike in every window; ``clicks`` by audience."""

    idea_id: str
    title: str
    people: Mapping[str, int]
    clicks: Mapping[str, int]
    address: str = "https://example.org/idea"
    half_life_status: str = "too_few"
    half_life_hours: float | None = None


HOUSING = Department("Housing", 200, 50)
FINANCE = Department("Finance", 100, 60)
LIBRARIES = Department("Libraries", 60, 12)

HANDOVER = Idea(
    "aaaaaaaaaaaaaaaa",
    "One-page handover checklist",
    {"housing": 20, "finance": 9, "libraries": 6},
    {"housing": 30, "?": 10},
    half_life_status="ok",
    half_life_hours=6.5,
)
LETTERS = Idea(
    "bbbbbbbbbbbbbbbb", "Plain-English letters <b>now</b>", {"housing": 12, "finance": 2}, {}
)


@dataclass(frozen=True)
class Town:
    """What an edition holds. Empty tuples: that was never loaded."""

    departments: Sequence[Department] = (HOUSING, FINANCE, LIBRARIES)
    ideas: Sequence[Idea] = (HANDOVER, LETTERS)
    has_target: bool = True
    has_activity: bool = True
    active_basis: str = schema.EXACT
    target_rate: str = "0.5"
    sources: Sequence[str] = (
        "yammer_users",
        "yammer_messages",
        "engagement_people",
        "staff_people",
        "link_registry",
        "yourls",
    )
    rejects: int = 2
    notices: Sequence[tuple[str, bool]] = (("Something a person should see.", True),)


def publish(
    home: Path, town: Town | None = None, attempt: Attempt | None = None, edition_id: str = EDITION
) -> Shelf:
    """Write ``town`` into ``home`` as its current edition; note ``attempt``."""
    shelf = open_shelf(load_settings(home))
    shelf.publish(edition_id, lambda connection: _fill(connection, town or Town()))
    shelf.note(attempt or Attempt("2026-11-23T06:00:00+00:00", "done", "Everything was loaded."))
    return shelf


def only(*departments: Department, town: Town | None = None) -> Town:
    """A town with just these departments and no ideas."""
    return replace(town or Town(), departments=departments, ideas=())


def _fill(connection: Connection, town: Town) -> None:
    for table, rows in (
        (schema.edition_info, _info(town)),
        (schema.department, _departments(town)),
        (schema.adoption, _adoption(town)),
        (schema.activity, _activity(town)),
        (schema.activity_basis, _bases(town)),
        (schema.idea, _ideas(town)),
        (schema.idea_department, _idea_departments(town)),
        (schema.idea_day, _idea_days(town)),
        (schema.idea_place, _idea_places(town)),
        (schema.click_series, _series(town)),
        (schema.idea_click, _clicks(town)),
        (schema.click_bot, _bots(town)),
        (schema.source_state, _sources(town)),
        (schema.reject, _rejects(town)),
        (schema.ledger, _ledger(town)),
        (schema.notice, _notices(town)),
        (schema.run, _runs(town)),
    ):
        _write(connection, table, rows)


def _write(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _days() -> list[date]:
    return [AS_OF - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]


def _info(town: Town) -> list[dict[str, object]]:
    facts = {"as_of_date": AS_OF.isoformat(), "time_zone": "Europe/London"}
    if town.has_target:
        facts |= {
            "target_rate": town.target_rate,
            "target_date": "2026-12-31",
            "target_start_date": _days()[0].isoformat(),
        }
    return [{"name": name, "value": value} for name, value in facts.items()]


def _departments(town: Town) -> list[dict[str, object]]:
    return [{"department_id": d.department_id, "name": d.name} for d in town.departments]


def _members(department: Department, number: int) -> int:
    return round(department.members * number / (DAYS - 1))


def _adoption(town: Town) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number, day in enumerate(_days()):
        own = [(d.department_id, d.headcount, _members(d, number)) for d in town.departments]
        counts = [headcount for _, headcount, _ in own if headcount is not None]
        whole = (WHOLE, sum(counts) if counts else None, sum(members for *_, members in own))
        rows += [
            {
                "date": day,
                "department_id": key,
                "headcount_count": headcount,
                "eligible_count": headcount,
                "member_count": members,
            }
            for key, headcount, members in (*own, whole)
            if town.departments
        ]
    return rows


def _activity(town: Town) -> list[dict[str, object]]:
    share = 2 if town.has_activity else 10**9
    return [
        {
            "date": row["date"],
            "department_id": row["department_id"],
            **{f"active_{days}_count": int(str(row["member_count"])) // share for days in WINDOWS},
            **{
                f"contributor_{days}_count": int(str(row["member_count"])) // (2 * share)
                for days in WINDOWS
            },
        }
        for row in _adoption(town)
    ]


def _bases(town: Town) -> list[dict[str, object]]:
    return [
        {
            "date": day,
            "window_days": days,
            "active_basis": town.active_basis,
            "contributor_basis": schema.EXACT,
        }
        for day in _days()
        for days in WINDOWS
    ]


def _ideas(town: Town) -> list[dict[str, object]]:
    return [
        {
            "idea_id": idea.idea_id,
            "title": idea.title,
            "title_from": "registry",
            "address": idea.address,
            "found_in": "LinkedIn",
            "first_shared_date": AS_OF - timedelta(days=10) if idea.people else None,
            "last_seen_date": AS_OF,
            "half_life_hours": idea.half_life_hours,
            "half_life_status": idea.half_life_status,
        }
        for idea in town.ideas
    ]


def _idea_departments(town: Town) -> list[dict[str, object]]:
    return [
        {
            "idea_id": idea.idea_id,
            "window_days": days,
            "department_id": key,
            "people_count": people,
            "post_count": 1,
            "reply_count": people - 1,
        }
        for idea in town.ideas
        for days in IDEA_WINDOWS
        for key, people in {**idea.people, WHOLE: sum(idea.people.values())}.items()
        if people
    ]


def _idea_days(town: Town) -> list[dict[str, object]]:
    return [
        {
            "idea_id": idea.idea_id,
            "date": AS_OF - timedelta(days=back),
            "people_count": 10 - back,
            "post_count": int(back == 9),
            "reply_count": 10 - back,
        }
        for idea in town.ideas
        if idea.people
        for back in range(10)
    ]


def _idea_places(town: Town) -> list[dict[str, object]]:
    return [
        {
            "idea_id": idea.idea_id,
            "place_id": "all_company",
            "place_name": "All Company",
            "first_date": AS_OF - timedelta(days=10),
            "post_count": 1,
        }
        for idea in town.ideas
        if idea.people
    ]


def _series(town: Town) -> list[dict[str, object]]:
    if "yourls" not in town.sources:
        return []
    return [
        {
            "series_id": "yourls",
            "source": "yourls",
            "unit": "requests",
            "filter": "none",
            "grain": "event",
            "time_zone": "Europe/London",
            "rank": 1,
            "first_date": AS_OF - timedelta(days=30),
            "last_date": AS_OF,
            "click_count": 40,
            "bot_count": 8,
            "is_at_least": False,
        }
    ]


def _clicks(town: Town) -> list[dict[str, object]]:
    if not _series(town):
        return []
    return [
        {
            "idea_id": idea.idea_id,
            "series_id": "yourls",
            "department_id": key,
            "date": AS_OF - timedelta(days=3),
            "click_count": clicks,
            "bot_count": clicks // 5,
        }
        for idea in town.ideas
        for key, clicks in idea.clicks.items()
    ]


def _bots(town: Town) -> list[dict[str, object]]:
    if not _series(town):
        return []
    return [{"series_id": "yourls", "reason": "user_agent", "bot_count": 8}]


def _sources(town: Town) -> list[dict[str, object]]:
    return [
        {
            "source": source,
            "snapshot_count": 1,
            "latest_on": AS_OF + timedelta(days=1),
            "covers_from": _days()[0],
            "covers_to": AS_OF,
            "row_count": 100,
            "reject_count": 0,
        }
        for source in town.sources
    ]


def _rejects(town: Town) -> list[dict[str, object]]:
    if not town.rejects:
        return []
    return [
        {
            "source": "yammer_messages",
            "file": "export.zip",
            "part": "Messages.csv",
            "column_name": "created_at",
            "reason": "not an instant",
            "reject_count": town.rejects,
            "first_lines": "14, 31",
        }
    ]


def _ledger(town: Town) -> list[dict[str, object]]:
    members = sum(department.members for department in town.departments)
    headcount = sum(department.headcount or 0 for department in town.departments)
    if not members:
        return []
    has_staff = headcount > 0
    rows = [
        ("accounts", "matched" if has_staff else "unmatched", "email", members),
        ("accounts", "guest", "external_domain", 3),
        ("accounts", "unmatched", "not_on_staff_list" if has_staff else "no_staff_list", 5),
    ]
    if has_staff:
        rows += [
            ("headcount", "joined", "email", members),
            ("headcount", "not_joined", "no_account", headcount - members),
        ]
    return [
        {"side": side, "department_id": WHOLE, "state": state, "reason": reason, "count": count}
        for side, state, reason, count in rows
    ]


def _notices(town: Town) -> list[dict[str, object]]:
    return [
        {"source": "staff_people", "code": "test", "sentence": sentence, "needs_person": needs}
        for sentence, needs in town.notices
    ]


def _runs(town: Town) -> list[dict[str, object]]:
    return [
        {
            "run_id": "1",
            "file": f"{source}.csv",
            "source": source,
            "status": "loaded",
            "started_at": "2026-11-23T06:00:00+00:00",
            "seconds": 0.5,
            "read_count": 102,
            "loaded_count": 100,
            "unchanged_count": 0,
            "rejected_count": 2,
            "watermark": "2026-11-22",
        }
        for source in town.sources
    ]
