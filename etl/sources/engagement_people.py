"""Microsoft's Viva Engage (Yammer) activity user detail CSV, from Graph or the admin centre."""

from datetime import UTC, datetime, time

from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Notice, Source, by_header
from etl.warehouse.schema import engagement_person

_CONCEALED = "regexp_full_match(trim({value}), '[0-9A-Fa-f]{{32}}|<PII:.*>.*|\\(Unknown\\)')"


def _refreshed(export: Export) -> datetime | None:
    latest = export.one("select max(refresh_date) from staged")[0]
    return None if latest is None else datetime.combine(latest, time(12), UTC)  # type: ignore[arg-type]


def _explain_concealed(export: Export) -> tuple[Notice, ...]:
    concealed = export.one("select count(*) filter (is_concealed) from staged")[0]
    if not concealed:
        return ()
    return (
        Notice(
            "concealed",
            f"{export.file} hides names behind codes, so its activity counts for the whole "
            "organisation but for no department. In the Microsoft 365 admin centre, under Org "
            "settings, Reports, untick the option that conceals names, then export again.",
        ),
    )


SOURCE = Source(
    name="engagement_people",
    label="Engagement report: people",
    fields=(
        Field("refresh_date", ("Report Refresh Date",), Kind.DATE, required=True, filled=True),
        Field(
            "email_key",
            ("User Principal Name", "Username"),
            required=True,
            filled=True,
            private="email",
        ),
        Field("is_concealed", ("User Principal Name", "Username"), expression=_CONCEALED),
        Field("state", ("User State",)),
        Field(
            "last_activity_date",
            ("Last Activity Date", "Last activity date (UTC)"),
            Kind.DATE,
            required=True,
        ),
        Field("post_count", ("Posted Count", "Posted", "Messages posted"), Kind.COUNT),
        Field("read_count", ("Read Count", "Read", "Conversations read"), Kind.COUNT),
        Field("reaction_count", ("Liked Count", "Liked", "Messages liked"), Kind.COUNT),
        Field("period_days", ("Report Period",), Kind.COUNT),
    ),
    loads=(
        Load(
            engagement_person,
            """
            select record_no, refresh_date, coalesce(period_days, 1) as period_days, email_key,
                lower(state) as state, last_activity_date, post_count, read_count, reaction_count,
                is_concealed
            from staged
            """,
        ),
    ),
    covers="coalesce(last_activity_date, refresh_date)",
    dated=_refreshed,
    prepare=_explain_concealed,
    recognise=by_header(
        "Report Refresh Date",
        "User Principal Name",
        "Last Activity Date",
        "Posted Count",
        "Read Count",
        "Liked Count",
    ),
)
