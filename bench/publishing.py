"""What publishing an edition costs, by step and by table: ``python -m bench.publishing M``.

It works on the home that ``bench.costs everything`` left, whose warehouse holds all facts.
"""

import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from bench.costs import WORK
from etl.editions import build, publishable
from etl.identity.keys import load_key
from etl.settings import load_settings
from etl.staging import prepare_bench
from etl.warehouse.engine import open_warehouse

COUNTING = frozenset(
    {
        "activity",
        "activity_basis",
        "adoption",
        "click_bot",
        "click_series",
        "department",
        "department_parent",
        "edition_info",
        "edition_snapshot",
        "engagement_period",
        "event",
        "idea",
        "idea_audience",
        "idea_click",
        "idea_day",
        "idea_department",
        "idea_place",
        "idea_record",
        "join_day",
        "ledger",
        "ledger_department",
        "ledger_total",
        "member_flow",
        "notice",
        "reject",
        "run",
        "source_state",
        "staff_class",
        "staff_group",
        "unplaced",
    }
)
"""Tables that hold what was counted. All others compare, judge, foretell, or follow ideas."""

Costs = Counter[str]


def measure_publishing(size: str) -> Costs:
    """CPU seconds by step: ``facts``, ``table NAME`` and ``mask NAME``."""
    costs: Costs = Counter()
    settings = load_settings(WORK / size / "everything", {})
    with open_warehouse(settings) as warehouse:
        prepare_bench(warehouse.bench, settings, load_key(settings))
        with warehouse.transaction():
            _watch(costs)
            build.build(warehouse, settings)
    return costs


def judging(costs: Costs) -> float:
    """CPU seconds of the tables that do more than count."""
    names = (name for name in costs if name.startswith("table "))
    return sum(costs[name] for name in names if name.removeprefix("table ") not in COUNTING)


def _watch(costs: Costs) -> None:
    """Have every step of building add what it costs."""

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: object) -> object:
            begun = _cpu()
            found = step(*given)
            found = list(found) if isinstance(found, Iterable) else found
            costs[name] += _cpu() - begun
            return found

        return run

    fillers = build._fillers()
    for filled in (fillers.rows, fillers.rows_of):
        for table, rows in dict(filled).items():
            filled[table] = timed(f"table {table.name}", rows)  # type: ignore[index]
    masked = publishable.masked
    publishable.masked = lambda table, *given: timed(f"mask {table.name}", masked)(table, *given)
    build.derive = timed("facts", build.derive)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(size: str) -> None:
    """Print the whole, its steps, and the most costly tables."""
    costs = measure_publishing(size)
    steps: Costs = Counter()
    for name, seconds in costs.items():
        steps[name.split()[0]] += seconds
    for name, seconds in steps.most_common():
        print(f"{seconds:8.1f}  {name}")
    print(f"{judging(costs):8.1f}  of which tables that do more than count")
    for name, seconds in costs.most_common(12):
        print(f"{seconds:8.1f}    {name}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "M")
