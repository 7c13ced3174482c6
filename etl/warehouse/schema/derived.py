"""What is derived anew at every load."""

from sqlalchemy import Boolean, Column

from etl.warehouse.schema.base import count, day, derived, flag, text

calendar = derived("calendar", "One row per day the edition covers.", day("date", False))


department = derived(
    "department",
    "One row per department label that a source wrote; department_id '?' where it is unknown.",
    text("label", nullable=False),
    text("department_id", nullable=False),
)


department_name = derived(
    "department_name",
    "One row per department: what to call it today.",
    text("department_id", nullable=False),
    text("name", nullable=False),
)


department_within = derived(
    "department_within",
    "One row per department, stretch of days, and what it is part of then, itself included.",
    text("department_id", nullable=False),
    text("unit_id", nullable=False),
    day("valid_from", nullable=False),
    day("valid_to", nullable=False),
)


succession = derived(
    "succession",
    "One row per department that became another and stretch of days: under which id it stands.",
    text("department_id", nullable=False),
    text("as_id", nullable=False),
    day("valid_from", nullable=False),
    day("valid_to", nullable=False),
)


employment = derived(
    "employment",
    "One row per person and stretch of days in one department: valid_from included, valid_to not. "
    "is_eligible: as the staff list's column and class tell it.",
    text("person_key", nullable=False),
    text("department_id", nullable=False),
    flag("is_counted"),
    Column("is_eligible", Boolean),
    day("valid_from", nullable=False),
    day("valid_to", nullable=False),
)


presence = derived(
    "presence",
    "One row per stretch of days on which a colleague was a member, by department.",
    text("person_key", nullable=False),
    count("person_no", nullable=False),
    text("department_id", nullable=False),
    day("valid_from", nullable=False),
    day("valid_to", nullable=False),
)


active_day = derived(
    "active_day",
    "One row per member (numbered as in presence) and day with at least one recorded action.",
    count("person_no", nullable=False),
    day("date", nullable=False),
    flag("is_contribution"),
)
