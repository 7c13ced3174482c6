"""Members who at least reacted."""

from dashboard.metric.ladder_facts import rung

METRIC = rung(
    "reacting_rate",
    label="Reacting share of members",
    did="reacted, replied or posted",
    column="reactor_count",
)
