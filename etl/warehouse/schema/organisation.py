"""Facts about the organisation: its departments, the labels that mean them, what became of them.

Each comes in a file that holds as a whole: of several the latest export counts, and no other.
"""

from etl.warehouse.schema.base import day, fact, text

department_list = fact(
    "department_list",
    "One row per department and stretch of days under one name and parent.",
    ("snapshot_id", "department_id", "name", "valid_from_key"),
    text("department_id", nullable=False),
    text("name", nullable=False),
    text("parent_id"),
    day("valid_from"),
    day("valid_to"),
    text("valid_from_key", nullable=False),
)


department_label = fact(
    "department_label",
    "One row per label that a person mapped to a department.",
    ("snapshot_id", "label"),
    text("label", nullable=False),
    text("department_id", nullable=False),
)


department_change = fact(
    "department_change",
    "One row per rename, merge, split or transfer of a department.",
    ("snapshot_id", "from_id", "to_id", "effective_date"),
    text("from_id", nullable=False),
    text("to_id", nullable=False),
    day("effective_date", nullable=False),
    text("kind", nullable=False),
)
