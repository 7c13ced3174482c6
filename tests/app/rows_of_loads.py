"""The rows of a town about what was loaded for it."""

from collections import Counter
from datetime import timedelta
from typing import Any

from etl.editions import schema
from etl.editions.schema import WHOLE
from etl.identity.ledger import STATES
from tests.app.town import AS_OF, DAYS, Town

Rows = list[dict[str, Any]]


def sources(town: Town) -> Rows:
    return [
        {
            "source": source,
            "snapshot_count": 1,
            "latest_on": AS_OF + timedelta(days=1),
            "covers_from": AS_OF - timedelta(days=DAYS - 1),
            "covers_to": AS_OF,
            "row_count": 100,
            "reject_count": 0,
        }
        for source in town.sources
    ]


def rejects(town: Town) -> Rows:
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


def ledger(town: Town) -> Rows:
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
        {
            "date": AS_OF,
            "side": side,
            "department_id": WHOLE,
            "state": state,
            "reason": reason,
            "count": count,
        }
        for side, state, reason, count in rows
    ]


def ledger_of_departments(town: Town) -> Rows:
    """Members of each department are matched by their address."""
    told = [row for row in ledger(town) if row["side"] == "accounts"]
    sums: Counter[str] = Counter()
    for row in told:
        sums[row["state"]] += row["count"]
    whole = [(WHOLE, row["state"], row["reason"], row["count"]) for row in told]
    whole += [(WHOLE, state, schema.EVERY_REASON, count) for state, count in sums.items()]
    matched = [
        (department.department_id, "matched", reason, department.members)
        for department in town.departments
        if whole and department.headcount
        for reason in ("email", schema.EVERY_REASON)
    ]
    strangers = [
        (place, "unmatched", reason, count)
        for place, count in town.strangers.items()
        for reason in ("not_on_staff_list", schema.EVERY_REASON)
    ]
    return [
        {
            "date": AS_OF,
            "department_id": place,
            "state": state,
            "reason": reason,
            "account_count": count,
        }
        for place, state, reason, count in (*whole, *matched, *strangers)
    ]


def ledger_totals(town: Town) -> Rows:
    counts: Counter[str] = Counter()
    for row in ledger(town):
        counts[f"{row['state']}_count"] += row["count"]
        side = "account_count" if row["side"] == "accounts" else "headcount_count"
        counts[side] += row["count"]
    if not counts:
        return []
    names = [column.name for column in schema.ledger_total.columns if column.name in counts]
    zeros = {f"{name}_count": 0 for name in STATES}
    return [{"date": AS_OF, "department_id": WHOLE, **zeros, **{n: counts[n] for n in names}}]


def notices(town: Town) -> Rows:
    return [
        {"source": "staff_people", "code": "test", "sentence": sentence, "needs_person": needs}
        for sentence, needs in town.notices
    ]


def runs(town: Town) -> Rows:
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
