"""The one way from an edition to a number.

Page, digest, command line and CSV ask compute() and receive the same frame, so they cannot
disagree.
"""

from dashboard.metric.answer import catalogue, compute, metric_named
from dashboard.metric.model import (
    By,
    Caveat,
    Cell,
    Count,
    Fact,
    Frame,
    Metric,
    Query,
    Unit,
)

__all__ = [
    "By",
    "Caveat",
    "Cell",
    "Count",
    "Fact",
    "Frame",
    "Metric",
    "Query",
    "Unit",
    "catalogue",
    "compute",
    "metric_named",
]
