"""Microsoft's Viva Engage (Yammer) groups activity detail CSV."""

from datetime import UTC, datetime, time

from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Source, by_header
from etl.warehouse.schema import engagement_group

_CONCEALED = "regexp_full_match(trim({value}), '[0-9A-Fa-f]{{32}}')"


def _refreshed(export: Export) -> datetime | None:
    latest = export.one("select max(refresh_date) from staged")[0]
    return None if latest is None else datetime.combine(latest, time(12), UTC)  # type: ignore[arg-type]


SOURCE = Source(
    name="engagement_groups",
    label="Engagement report: communities",
    fields=(
        Field("refresh_date", ("Report Refresh Date",), Kind.DATE, required=True, filled=True),
        Field(
            "group_name",
            ("Group Display Name", "Group name"),
            Kind.LABEL,
            required=True,
            filled=True,
        ),
        Field("is_concealed", ("Group Display Name", "Group name"), expression=_CONCEALED),
        Field("is_deleted", ("Is Deleted",), Kind.FLAG),
        Field("last_activity_date", ("Last Activity Date",), Kind.DATE),
        Field("member_count", ("Member Count", "Members"), Kind.COUNT, required=True),
        Field("post_count", ("Posted Count", "Posted"), Kind.COUNT, required=True),
        Field("read_count", ("Read Count", "Read"), Kind.COUNT),
        Field("reaction_count", ("Liked Count", "Liked"), Kind.COUNT),
        Field("period_days", ("Report Period",), Kind.COUNT),
    ),
    loads=(
        Load(
            engagement_group,
            """
            select record_no, refresh_date, coalesce(period_days, 1) as period_days,
                md5(lower(group_name)) as group_key, last_activity_date, member_count, post_count,
                reaction_count, read_count, coalesce(is_deleted, false) as is_deleted, is_concealed
            from staged
            """,
        ),
    ),
    covers="coalesce(last_activity_date, refresh_date)",
    dated=_refreshed,
    recognise=by_header(
        "Report Refresh Date", "Group Display Name", "Member Count", "Posted Count"
    ),
)
