"""Members active and contributing over windows of days, and what those counts rest on."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from etl.editions.schema import AT_LEAST, EXACT, UNKNOWN, WHOLE, WINDOWS
from etl.simulate.engagement import Report, ReportRow
from etl.simulate.plan import DAY
from etl.simulate.truth.membership import Placed, Row, count_places, department_ids

PeopleByDay = dict[date, set[int]]
"""Day -> people (by number) who did something on it."""


def counts_over_windows(
    placed: Placed, people: Mapping[date, set[int]], day: date
) -> dict[int, Counter[str]]:
    """Window -> department id -> counted members of ``day`` with an active day in the window."""
    found: dict[int, Counter[str]] = {}
    active: set[int] = set()
    members = placed.get(day, {})
    for back in range(max(WINDOWS)):
        active |= people.get(day - back * DAY, set())
        if back + 1 in WINDOWS:
            found[back + 1] = count_places(members[each] for each in active if each in members)
    return found


def proven_days(
    contributions: Mapping[date, set[int]],
    reports: Iterable[Report],
    person_of: Callable[[ReportRow, date], int | None],
) -> PeopleByDay:
    """Active days that the exports prove: of messages, and of what reports say of people."""
    proven: PeopleByDay = {day: set(people) for day, people in contributions.items()}
    for report in reports:
        if report.is_concealed:
            continue
        for row in report.rows:
            days = [row.last_activity_date] if row.last_activity_date is not None else []
            if report.period_days == 1 and (row.posted or row.read or row.liked):
                days.append(report.refresh_date)
            for day in days if row.is_listed else []:
                person = person_of(row, day)
                if person is not None:
                    proven.setdefault(day, set()).add(person)
    return proven


def activity_rows(
    placed: Placed,
    proven: Mapping[date, set[int]],
    contributions: Mapping[date, set[int]],
    concealed: Mapping[date, Report],
    days: list[date],
) -> list[Row]:
    """One row per day and department."""
    rows: list[Row] = []
    for day in days:
        active = counts_over_windows(placed, proven, day)
        contributors = counts_over_windows(placed, contributions, day)
        for id_ in (WHOLE, *department_ids()):
            row: Row = {"date": day.isoformat(), "department_id": id_}
            row |= {f"active_{w}_count": active[w][id_] for w in WINDOWS}
            row |= {f"contributor_{w}_count": contributors[w][id_] for w in WINDOWS}
            if id_ == WHOLE and day in concealed:
                row |= {f"active_{w}_count": _listed_active(concealed[day], w) for w in WINDOWS}
            rows.append(row)
    return rows


def true_rows(placed: Placed, active: Mapping[date, set[int]], days: list[date]) -> list[Row]:
    """What really happened, reading that no export shows included."""
    rows: list[Row] = []
    for day in days:
        found = counts_over_windows(placed, active, day)
        for id_ in (WHOLE, *department_ids()):
            row: Row = {"date": day.isoformat(), "department_id": id_}
            rows.append(row | {f"active_{w}_count": found[w][id_] for w in WINDOWS})
    return rows


def _listed_active(report: Report, window: int) -> int:
    since = report.refresh_date - window * DAY
    return sum(
        row.is_listed and row.last_activity_date is not None and row.last_activity_date > since
        for row in report.rows
    )


def only_concealed(reports: Iterable[Report]) -> dict[date, Report]:
    """Refresh dates that a report with concealed names has to itself."""
    named = {report.refresh_date for report in reports if not report.is_concealed}
    return {r.refresh_date: r for r in reports if r.is_concealed and r.refresh_date not in named}


def basis_rows(reports: list[Report], days: list[date]) -> list[Row]:
    """Active is exact on refresh dates, and where single-day reports fill the window.

    Contributors are always exact here: the final network export reaches back to the first day.
    """
    refreshed = {r.refresh_date for r in reports if r.period_days > 1}
    single = {r.refresh_date for r in reports if r.period_days == 1 and not r.is_concealed}
    rows: list[Row] = []
    for day in days:
        for window in WINDOWS:
            needed = (day - back * DAY for back in range(window))
            filled = all(each in single or each < days[0] for each in needed)
            is_exact = day in refreshed or filled
            rows.append(
                {
                    "date": day.isoformat(),
                    "window_days": window,
                    "active_basis": EXACT if is_exact else AT_LEAST,
                    "contributor_basis": EXACT,
                }
            )
    return rows


def exact_days(reports: list[Report], days: list[date]) -> set[date]:
    """Days whose counts of active members over 28 days are exact."""
    return {
        date.fromisoformat(row["date"])
        for row in basis_rows(reports, days)
        if row["window_days"] == 28 and row["active_basis"] == EXACT
    }


def period_rows(
    reports: Iterable[Report], department_of: Callable[[ReportRow, date], str]
) -> list[Row]:
    """Facts of each report's own period; '?' where the person or their department is not known."""
    rows: list[Row] = []
    for report in reports:
        groups: dict[str, list[ReportRow]] = {}
        for row in report.rows:
            if row.is_listed:
                is_known = not report.is_concealed
                id_ = department_of(row, report.refresh_date) if is_known else UNKNOWN
                groups.setdefault(WHOLE, []).append(row)
                groups.setdefault(id_, []).append(row)
        rows += [_period_row(report, id_, found) for id_, found in groups.items()]
    return rows


def _period_row(report: Report, id_: str, rows: list[ReportRow]) -> Row:
    since = report.refresh_date - report.period_days * DAY
    latest = [row.last_activity_date for row in rows if row.last_activity_date]
    return {
        "refresh_date": report.refresh_date.isoformat(),
        "period_days": report.period_days,
        "department_id": id_,
        "listed_count": len(rows),
        "active_count": sum(day > since for day in latest),
        "poster_count": sum(row.posted > 0 for row in rows),
        "reactor_count": sum(row.liked > 0 for row in rows),
        "reader_count": sum(row.read > 0 for row in rows),
        "post_count": sum(row.posted for row in rows),
        "reaction_count": sum(row.liked for row in rows),
        "read_count": sum(row.read for row in rows),
        "is_concealed": report.is_concealed,
    }
