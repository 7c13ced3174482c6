"""Members who replied or posted."""

from dashboard.metric.ladder_facts import rung

METRIC = rung(
    "writing_rate",
    label="Writing share of members",
    did="replied or posted",
    column="writer_count",
)
