"""Members who began a thread."""

from dashboard.metric.ladder_facts import rung

METRIC = rung(
    "posting_rate",
    label="Posting share of members",
    did="began a thread",
    column="poster_count",
)
