"""What publishing an edition costs, by step and by table: ``python -m bench.publishing M``.

It works on the home that ``bench.costs everything`` left, whose warehouse holds all facts.
"""

import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Table

from bench.costs import WORK
from etl.editions import build, deriving, publishable
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

Costs = defaultdict[str, float]


def measure_publishing(size: str) -> Costs:
    """CPU seconds by step: ``facts``, ``table NAME`` and ``mask NAME``."""
    costs: Costs = defaultdict(float)
    settings = load_settings(WORK / size / "everything", {})
    with open_warehouse(settings) as warehouse:
        prepare_bench(warehouse.bench, settings, load_key(settings))
        with warehouse.transaction(), _watched(costs):
            build.build(warehouse, settings)
    return costs


def judging(costs: Costs) -> float:
    """CPU seconds of the tables that do more than count."""
    names = (name for name in costs if name.startswith("table "))
    return sum(costs[name] for name in names if name.removeprefix("table ") not in COUNTING)


@contextmanager
def _watched(costs: Costs) -> Iterator[None]:
    """Within, every step of building adds what it costs."""

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: object) -> object:
            begun = _cpu()
            found = step(*given)
            found = list(found) if isinstance(found, Iterable) else found
            costs[name] += _cpu() - begun
            return found

        return run

    fillers, masks = build._fillers(), publishable.masked

    def masked(table: Table, *given: object) -> object:
        return timed(f"mask {table.name}", masks)(table, *given)

    with (
        patch.object(build, "derive", timed("facts", deriving.derive)),
        patch.object(publishable, "masked", masked),
        ExitStack() as stack,
    ):
        for filled in (fillers.rows, fillers.rows_of):
            watched = {table: timed(f"table {table.name}", rows) for table, rows in filled.items()}
            stack.enter_context(patch.dict(filled, watched))
        yield


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(size: str) -> None:
    """Print the whole, its steps, and the most costly tables."""
    costs = measure_publishing(size)
    steps: Costs = defaultdict(float)
    for name, seconds in costs.items():
        steps[name.split()[0]] += seconds
    for name in _dearest(steps):
        print(f"{steps[name]:8.1f}  {name}")
    print(f"{judging(costs):8.1f}  of which tables that do more than count")
    for name in _dearest(costs)[:12]:
        print(f"{costs[name]:8.1f}    {name}")


def _dearest(costs: Mapping[str, float]) -> list[str]:
    return sorted(costs, key=lambda name: -costs[name])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "M")
