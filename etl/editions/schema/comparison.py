"""Departments compared with each other, with what chance allows."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from etl.disclosure.rules import Derived
from etl.editions.schema.base import count, key, table

PUBLISHED = Derived("Compares the shares of departments that adoption and activity show.")

_LIMITS = ("low_998", "low_95", "high_95", "high_998")


def _limits() -> list[Column[object]]:
    return [Column(name, Float, nullable=False) for name in _LIMITS]


funnel = table(
    "funnel",
    "One row per measure of departments: the common share, and how much they differ beyond chance.",
    key("measure"),
    Column("date", Date, nullable=False),
    count("department_count"),
    Column("rate", Float, nullable=False),
    Column("phi", Float, nullable=False),
    Column("tau_squared", Float, nullable=False),
    Column("prior_a", Float),
    Column("prior_b", Float),
    Column("is_ranked", Boolean, nullable=False),
    disclosure=PUBLISHED,
)


funnel_limit = table(
    "funnel_limit",
    "One row per measure and size of a group: shares that chance allows, 95% and 99.8%.",
    key("measure"),
    key("total_count", Integer),
    *_limits(),
    disclosure=PUBLISHED,
)


department_standing = table(
    "department_standing",
    "One row per measure and department: where it lies, and what is known of its rank.",
    key("measure"),
    key("department_id"),
    *_limits(),
    Column("place", String, nullable=False),
    Column("shrunk_rate", Float, nullable=False),
    Column("shrunk_low", Float),
    Column("shrunk_high", Float),
    Column("top_chance", Float),
    Column("bottom_chance", Float),
    Column("standing", String, nullable=False),
    disclosure=PUBLISHED,
)
