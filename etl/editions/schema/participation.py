"""How much of taking part is done by how many, how soon, and who stays: of the whole alone."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from etl.disclosure.rules import Around, ByDepartment, Derived, Like, Measure, Share, WholeOnly
from etl.editions.schema.base import WINDOWS, count, key, table
from etl.editions.schema.people import activity


def _like(kind: str) -> Like:
    """Counts of the same people over the windows of activity."""
    return Like("period_days", tuple((f"{kind}_{days}_count", days) for days in WINDOWS))


concentration = table(
    "concentration",
    "One row, where there are 30 members: how unevenly messages of 90 days are spread over them.",
    key("department_id"),
    count("member_count"),
    count("author_count"),
    count("message_count"),
    Column("top_1_share", Float),
    Column("top_10_share", Float),
    Column("gini_members", Float),
    Column("gini_authors", Float),
    disclosure=WholeOnly(
        people=("member_count", "author_count"),
        acts=("message_count",),
        shares=(
            Share("top_1_share", of="author_count"),
            Share("top_10_share", of="author_count"),
            Share("gini_members", of="author_count"),
            Share("gini_authors", of="author_count"),
        ),
    ),
)


response = table(
    "response",
    "One row: threads that members began in 90 days, and the first reply to them.",
    key("department_id"),
    count("author_count"),
    count("thread_count"),
    count("replied_count"),
    Column("week_share", Float),
    count("median_hours", nullable=True),
    disclosure=WholeOnly(
        people=("author_count",),
        acts=("thread_count", "replied_count", "median_hours"),
        shares=(Share("week_share", of="author_count"),),
    ),
)


waiting = table(
    "waiting",
    "One row per step (hire_to_join, join_to_post) and number of days: share who took it by then.",
    key("step"),
    key("days", Integer),
    key("department_id"),
    count("watched_count"),
    Column("done_share", Float),
    disclosure=WholeOnly(
        people=("watched_count",), shares=(Share("done_share", of="watched_count"),)
    ),
)


waiting_median = table(
    "waiting_median",
    "One row per step: people who were watched, who took it, and the days by which half had.",
    key("step"),
    key("department_id"),
    count("watched_count"),
    count("done_count"),
    count("median_days", nullable=True),
    disclosure=WholeOnly(people=("watched_count", "done_count"), acts=("median_days",)),
)


cohort = table(
    "cohort",
    "One row per month of joining and month since: members of the cohort active in that month.",
    key("cohort_date", Date),
    key("month_number", Integer),
    key("department_id"),
    count("member_count"),
    count("active_count", nullable=True),
    Column("is_mature", Boolean, nullable=False),
    disclosure=WholeOnly(people=("member_count", "active_count")),
)


coming = table(
    "coming",
    "One row per stretch of 28 days: members active who are new, stayed or came back, or lapsed.",
    key("to_date", Date),
    key("department_id"),
    count("new_count"),
    count("stayed_count"),
    count("back_count"),
    count("lapsed_count"),
    disclosure=WholeOnly(people=("new_count", "stayed_count", "back_count", "lapsed_count")),
)


stickiness = table(
    "stickiness",
    "One row per kind (active, contributor): mean of workdays against 28 days.",
    key("kind", String),
    key("department_id"),
    Column("date", Date, nullable=False),
    count("workday_count"),
    Column("daily_mean", Float, nullable=False),
    count("people_count"),
    disclosure=Derived("The mean of daily counts of the whole that are shown, and one such count."),
)


ladder = table(
    "ladder",
    "One row per report with names and department: members who got to a rung, or higher.",
    key("date", Date),
    key("period_days", Integer),
    key("department_id"),
    count("poster_count"),
    count("writer_count"),
    count("reactor_count"),
    count("reader_count"),
    disclosure=ByDepartment(
        day="date",
        around=Around("activity", activity.info["disclosure"]),
        measures=(
            Measure(column="poster_count", within="members", inside=("writer_count",)),
            Measure(
                column="writer_count",
                within="members",
                inside=("reactor_count",),
                like=_like("contributor"),
            ),
            Measure(column="reactor_count", within="members", inside=("reader_count",)),
            Measure(
                column="reader_count",
                within="members",
                inside=("member_count",),
                like=_like("active"),
            ),
        ),
    ),
)
