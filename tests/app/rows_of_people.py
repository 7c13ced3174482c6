"""The rows of a town about its people."""

from datetime import date, timedelta

from etl.editions.lattice import lattice
from etl.editions.schema import COMPARED_WEEKS, EXACT, FLOWS, WHOLE, WINDOWS
from etl.statistics.paired import Pairs, count_change_range, share_change_range
from tests.app.town import AS_OF, DAYS, Department, Town

Rows = list[dict[str, object]]


def _days() -> list[date]:
    return [AS_OF - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]


def info(town: Town) -> Rows:
    facts = {
        "as_of_date": AS_OF.isoformat(),
        "time_zone": "Europe/London",
        "schema_version": str(town.schema_version),
    }
    if town.has_target:
        facts |= {
            "target_rate": town.target_rate,
            "target_date": "2026-12-31",
            "target_start_date": _days()[0].isoformat(),
        }
    if town.is_provisional:
        facts |= {"state": "provisional", "unplaced_count": "9", "placeable_count": "131"}
    return [{"name": name, "value": value} for name, value in facts.items()]


def departments(town: Town) -> Rows:
    return [
        {
            "department_id": d.department_id,
            "name": d.name,
            "now_id": town.became.get(d.department_id),
            "comparable_since": AS_OF - timedelta(days=10)
            if d.department_id in town.parted
            else None,
        }
        for d in town.departments
    ]


def parents(town: Town) -> Rows:
    """What each department was part of, from day to day."""
    days = (AS_OF - timedelta(days=DAYS - 1), AS_OF - timedelta(days=10))
    return [
        {"department_id": key, "valid_from": day, "parent_id": parent}
        for key, told in town.moved.items()
        for day, parent in zip(days, told, strict=True)
    ]


def staff_groups(town: Town) -> Rows:
    values = (("Depot Lane", 310, 70), ("Town Hall", 250, 160)) if town.departments else ()
    return [
        {
            "dimension": "site",
            "value": value,
            "place": place,
            "headcount_count": headcount,
            "member_count": members,
        }
        for place, (value, headcount, members) in enumerate(values, 1)
    ]


def staff_classes(town: Town) -> Rows:
    classes = (("employee", True, 560), ("contractor", False, 24))
    return [
        {"class": name, "is_counted": is_counted, "people_count": people}
        for name, is_counted, people in classes
    ]


def restatements(town: Town) -> Rows:
    return [
        {
            "date": AS_OF - timedelta(days=40),
            "department_id": WHOLE,
            "measure": "headcount_count",
            "from_count": 562,
            "to_count": 560,
            "edition_id": "20261001-test",
            "because": "people-late-2026-10-01.csv",
        }
    ]


def _members(department: Department, number: int) -> int:
    return round(department.members * number / (DAYS - 1))


def adoption(town: Town) -> Rows:
    rows: Rows = []
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


def flows(town: Town) -> Rows:
    """Three come for one who closes the account: 3 M joined, 2 M lapsed, M are members."""
    days = set(lattice(_days()[0], AS_OF))
    none = dict.fromkeys((f"{flow}_count" for flow in FLOWS), 0)
    rows: Rows = []
    for row in adoption(town):
        if row["date"] in days:
            members = int(str(row["member_count"]))
            place = {"date": row["date"], "department_id": row["department_id"]}
            rows.append({**place, **none, "joined_count": 3 * members, "lapsed_count": 2 * members})
    return rows


def activity(town: Town) -> Rows:
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
        for row in adoption(town)
    ]


def bases(town: Town) -> Rows:
    return [
        {
            "date": day,
            "window_days": days,
            "active_basis": town.active_basis,
            "contributor_basis": EXACT,
        }
        for day in _days()
        for days in WINDOWS
    ]


def changes(town: Town) -> Rows:
    """Nobody left: everybody who was a member still is, and some of the others have joined."""
    totals = [(d.department_id, d.headcount or 0, d) for d in town.departments]
    rows = []
    for weeks in COMPARED_WEEKS:
        then = DAYS - 1 - 7 * weeks
        for key, headcount, department in totals:
            before, now = _members(department, then), department.members
            pairs = Pairs(before, now - before, 0, max(headcount - now, 0))
            rows.append(_change(weeks, key, pairs))
    return rows


def _change(weeks: int, key: str, pairs: Pairs) -> dict[str, object]:
    low, high = count_change_range(pairs)
    rates = share_change_range(pairs) or (None, None)
    return {
        "measure": "members",
        "from_date": AS_OF - timedelta(weeks=weeks),
        "to_date": AS_OF,
        "department_id": key,
        "gained_count": pairs.gained,
        "lost_count": pairs.lost,
        "count_low": low,
        "count_high": high,
        "rate_low": rates[0],
        "rate_high": rates[1],
    }
