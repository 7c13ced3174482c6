"""Facts of the network: its export and its engagement reports."""

from sqlalchemy import Column, DateTime

from etl.warehouse.schema.base import count, day, fact, flag, text, unlike

account = fact(
    "account",
    "One row per account on the network, as its latest export shows it.",
    ("account_key",),
    text("account_key", nullable=False),
    text("state", nullable=False),
    flag("is_guest"),
    flag("is_service"),
    day("joined_date"),
    day("ended_date"),
    text("department_label"),
    text("directory_key"),
    text("employee_key"),
    text("email_key"),
)


message = fact(
    "message",
    "One row per message on the network; without its text.",
    ("message_id",),
    unlike("message_id"),
    unlike("thread_id"),
    unlike("account_key"),
    text("place_id", nullable=False),
    text("place_kind", nullable=False),
    Column("created_at", DateTime, nullable=False),
    day("date", nullable=False),
    flag("is_reply"),
    flag("is_counted"),
)


message_link = fact(
    "message_link",
    "One row per link shared in a message of a community that everyone may read.",
    ("message_id", "link_key"),
    unlike("message_id"),
    unlike("link_key"),
    text("idea_id", nullable=False),
    text("address", nullable=False),
    text("title"),
)


message_hashtag = fact(
    "message_hashtag",
    "One row per hashtag in a message of a community that everyone may read: small letters only.",
    ("message_id", "hashtag"),
    unlike("message_id"),
    text("hashtag", nullable=False),
)


community = fact(
    "community",
    "One row per community of the network.",
    ("place_id",),
    text("place_id", nullable=False),
    text("name"),
    flag("is_private"),
)


engagement_person = fact(
    "engagement_person",
    "One row per person listed in an engagement report for one period.",
    ("refresh_date", "period_days", "email_key"),
    day("refresh_date", nullable=False),
    count("period_days", nullable=False),
    text("email_key", nullable=False),
    text("state"),
    day("last_activity_date"),
    count("post_count"),
    count("reaction_count"),
    count("read_count"),
    flag("is_concealed"),
)


engagement_group = fact(
    "engagement_group",
    "One row per community listed in a groups engagement report for one period.",
    ("refresh_date", "period_days", "group_key"),
    day("refresh_date", nullable=False),
    count("period_days", nullable=False),
    text("group_key", nullable=False),
    day("last_activity_date"),
    count("member_count"),
    count("post_count"),
    count("reaction_count"),
    count("read_count"),
    flag("is_deleted"),
    flag("is_concealed"),
)
