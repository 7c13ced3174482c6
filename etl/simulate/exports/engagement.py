"""Microsoft's Viva Engage (Yammer) activity reports, as Graph delivers them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from etl.simulate.engagement import Report, ReportRow
from etl.simulate.exports.csvfile import csv_text, write_text
from etl.simulate.messages import Community
from etl.simulate.plan import DAY, local_date
from etl.simulate.world import World

PEOPLE = (
    "Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,"
    "Last Activity Date,Posted Count,Read Count,Liked Count,Assigned Products,Report Period"
)
GROUPS = (
    "Report Refresh Date,Group Display Name,Is Deleted,Owner Principal Name,Last Activity Date,"
    "Group Type,Office 365 Connected,Member Count,Posted Count,Read Count,Liked Count,Report Period"
)
_PRODUCTS = "MICROSOFT 365 E3+VIVA ENGAGE CORE"
_GROUP_PERIOD = 30


def write_engagement(folder: Path, world: World) -> Iterator[Path]:
    """Write one file per report of people, and the report of communities."""
    for report in world.reports:
        name = f"EngageActivityUserDetail{report.period_days}_{report.refresh_date}.csv"
        path = folder / name
        rows = [_person(report, row) for row in report.rows]
        write_text(path, csv_text(PEOPLE.split(","), rows, line_end="\r\n", has_bom=True))
        yield path
    as_of = world.plan.as_of
    path = folder / f"EngageGroupsActivityDetail{_GROUP_PERIOD}_{as_of}.csv"
    rows = list(_groups(world))
    write_text(path, csv_text(GROUPS.split(","), rows, line_end="\r\n", has_bom=True))
    yield path


def _person(report: Report, row: ReportRow) -> list[object]:
    return [
        report.refresh_date,
        row.upn,
        row.name,
        row.state,
        _day(row.changed_on),
        _day(row.last_activity_date),
        row.posted,
        row.read,
        row.liked,
        _PRODUCTS,
        report.period_days,
    ]


def _groups(world: World) -> Iterator[list[object]]:
    """Counts as Microsoft gives them: blank where there is nothing."""
    as_of = world.plan.as_of
    posted: dict[Community, list[date]] = {}
    for message in world.messages:
        day = local_date(message.created_at)
        if message.community is not None and message.kind != "system" and day <= as_of:
            posted.setdefault(message.community, []).append(day)
    for community in world.communities:
        days = posted.get(community, [])
        count = sum(day > as_of - _GROUP_PERIOD * DAY for day in days)
        yield [
            as_of,
            community.name,
            str(community.is_deleted),
            world.accounts[0].upn,
            _day(max(days, default=None)),
            "private" if community.is_private else "public",
            "Yes",
            len(community.insiders) or "",
            count or "",
            count * 6 or "",
            count * 2 or "",
            _GROUP_PERIOD,
        ]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
