"""Members who at least read."""

from dashboard.metric.ladder_facts import rung

METRIC = rung(
    "reading_rate",
    label="Reading share of members",
    did="read, reacted, replied or posted",
    column="reader_count",
)
