"""docs/metrics.md, made from the metrics themselves: ``python -m dashboard.outputs.catalogue``."""

import sys
from collections.abc import Iterator
from pathlib import Path

from dashboard.metric import Metric, catalogue
from dashboard.words.dates import long_date
from dashboard.words.numbers import listed, plural

HEAD = """# What each number means

Made from the metrics in `dashboard/metrics/` by `python -m dashboard.outputs.catalogue FILE`;
do not edit. Shares are of the two counts named, on the same day. A figure is *no data* where a
source is missing, and *hidden* where it would tell of too few people; zero is a figure.
"""


def markdown() -> str:
    """The whole document."""
    sections = ("\n".join(_section(metric)) for metric in catalogue().values())
    return f"{HEAD}\n" + "\n\n".join(sections) + "\n"


def _section(metric: Metric) -> Iterator[str]:
    yield f"## {metric.label}"
    yield ""
    yield metric.description
    yield ""
    yield f"- `{metric.name}`: {formula(metric)}"
    for fact in facts(metric):
        yield f"- {fact}"
    for caveat in metric.caveats:
        yield f"- {caveat.value}"


def facts(metric: Metric) -> Iterator[str]:
    """What there is to know of a metric beside its description, one sentence each."""
    yield f"Asked by {listed([by.replace('_', ' and ') for by in metric.by])}."
    spans = [plural(days, "day") if days else "all time" for days in metric.windows]
    if len(spans) > 1:
        yield f"Over {listed(spans)}; {spans[0]} unless said otherwise."
    yield "Parts may be added up." if metric.additive else "Parts may not be added up."
    if metric.minimum_group:
        least = metric.minimum_group
        yield f"Departments under the configured size, never less than {least}, are hidden."
    if metric.since:
        yield f"Measured since {long_date(metric.since)}."


def formula(metric: Metric) -> str:
    """ "members ÷ colleagues", or what is counted."""
    if metric.denominator is None:
        return metric.numerator.label
    return f"{metric.numerator.label} ÷ {metric.denominator.label}"


def main(arguments: list[str]) -> int:
    """Write the document to the file named."""
    if len(arguments) != 1:
        sys.stderr.write("Say where to: python -m dashboard.outputs.catalogue docs/metrics.md\n")
        return 1
    Path(arguments[0]).write_text(markdown(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
