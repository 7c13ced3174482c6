"""Facts of staff lists and headcount tables."""

from sqlalchemy import Boolean, Column, DateTime, Table

from etl.warehouse.schema.base import count, day, fact, flag, metadata, text

staff = fact(
    "staff",
    "One row per person and post on a staff list of one date. Of two lists the later holds.",
    ("list_kind", "list_date", "snapshot_id", "person_id_key", "post_no"),
    text("list_kind", nullable=False),
    day("list_date", nullable=False),
    text("person_id_key", nullable=False),
    count("post_no", nullable=False),
    text("directory_key"),
    text("employee_key"),
    text("email_key"),
    text("alias_key"),
    text("other_key"),
    text("manager_key"),
    text("department_label"),
    text("site_label"),
    text("class"),
    Column("is_eligible", Boolean),
    day("start_date"),
    day("end_date"),
)


headcount = fact(
    "headcount",
    "One row per department and date of a headcount table, where no list of people is shared.",
    ("date", "department_label"),
    day("date", nullable=False),
    text("department_label", nullable=False),
    count("headcount_count", nullable=False),
    count("eligible_count"),
)


eligible_person = fact(
    "eligible_person",
    "One row per person on a list of who is eligible: has an account and a device.",
    ("list_date", "snapshot_id", "person_id_key"),
    day("list_date", nullable=False),
    text("person_id_key", nullable=False),
)


former_list = Table(
    "former_list",
    metadata,
    text("list_kind", nullable=False),
    day("list_date", nullable=False),
    text("snapshot_id", nullable=False),
    Column("exported_at", DateTime, nullable=False),
    comment="One row per staff list of which lines of people who left have expired.",
)


former_label = Table(
    "former_label",
    metadata,
    text("label", nullable=False),
    flag("is_staff_list"),
    comment="One row per department label that lines had which expired, on a staff list or not.",
)
