"""``make bench``: every cost as a ratio to what somebody would do instead, in one run."""

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.costs import WORK
from bench.pages import measure_pages
from bench.publishing import judging, measure_publishing
from bench.sealing import measure_sealing
from bench.sizes import SIZES
from bench.windows import measure_windows

INSTEAD = {"S": ("dlt", "pandas"), "M": ("dlt", "pandas"), "L": ()}
"""pandas and dlt hold the whole file in memory: at L it does not fit beside anything else."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost: CPU and wall seconds, and its peak memory in MB.

    ``facts``: CPU seconds until the facts were merged.
    """

    cpu: float
    facts: float
    wall: float
    peak_mb: float


def measured(task: str, size: str, kind: str) -> Cost:
    """Run one task in a process of its own."""
    command = [sys.executable, "-m", "bench.costs", task, size, kind]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def say(what: str, figure: str, goal: str = "") -> None:
    """One line of the table."""
    print(f"{what:<58}{figure:>12}   {goal}", flush=True)


def loads(size: str, kind: str) -> Cost:
    """Loading one file of a size, against the limit and what somebody would do instead."""
    rows = getattr(SIZES[size], kind)
    limit, ours = measured("bare", size, kind), measured("ours", size, kind)
    again, least = measured("again", size, kind), measured("least", size, kind)
    goal = {"messages": "reach 1.0", "clicks": "reach 2.0"}[kind]
    say(f"{size} {kind}: CPU to facts ÷ DuckDB's bare copy", f"{ours.facts / limit.cpu:.2f}", goal)
    say(f"{size} {kind}: CPU to an edition ÷ the same", f"{ours.cpu / limit.cpu:.2f}")
    say(f"{size} {kind}: CPU of the least a load can do ÷ the same", f"{least.cpu / limit.cpu:.2f}")
    for other in INSTEAD[size]:
        cost = measured(other, size, kind)
        goal = {"dlt": "reach 2.5", "pandas": "reach 5"}[other]
        say(f"{size} {kind}: CPU of {other} ÷ ours to facts", f"{cost.cpu / ours.facts:.2f}", goal)
        say(f"{size} {kind}: CPU of {other} ÷ the least", f"{cost.cpu / least.cpu:.2f}")
        say(f"{size} {kind}: CPU of {other} ÷ ours to an edition", f"{cost.cpu / ours.cpu:.2f}")
    say(f"{size} {kind}: rows per second of ours", f"{rows / ours.wall:,.0f}")
    say(f"{size} {kind}: peak memory of ours, MB", f"{ours.peak_mb:,.0f}", "below 1,000")
    say(f"{size} {kind}: repeated load, % of first", f"{100 * again.cpu / ours.cpu:.2f}", "below 1")
    return ours


def everything(size: str) -> Cost:
    """All exports of a size: what they cost, and what they take up."""
    cost = measured("everything", size, "all")
    home = WORK / size / "everything" / "data"
    say(f"{size} everything: CPU seconds", f"{cost.cpu:,.1f}")
    say(f"{size} everything: peak memory, MB", f"{cost.peak_mb:,.0f}", "below 1,000")
    say(f"{size} warehouse, MB", f"{_megabytes(home / 'warehouse.duckdb'):,.1f}")
    edition = next((home / "editions").glob("*.sqlite"))
    say(f"{size} edition, MB", f"{_megabytes(edition):,.1f}")
    share = 100 * judging(measure_publishing(size)) / cost.cpu
    say(f"{size} figures that do more than count, % of the load", f"{share:.0f}", "at most 25")
    return cost


def growth(what: str, peaks: Mapping[str, float]) -> None:
    """How much more memory L takes than M, where both were measured."""
    if {"M", "L"} <= peaks.keys():
        more = 100 * (peaks["L"] / peaks["M"] - 1)
        say(f"{what}: growth of memory from M to L, %", f"{more:.0f}", "below 20")


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6


def main() -> None:
    """Measure what was asked for: by default everything, at every size."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="S,M,L", help="such as S,M")
    parser.add_argument("--only", default="load,sealing,windows,everything,pages")
    options = parser.parse_args()
    sizes, only = options.sizes.split(","), set(options.only.split(","))
    if "load" in only:
        for kind in ("messages", "clicks"):
            peaks = {size: loads(size, kind).peak_mb for size in sizes}
            growth(kind, peaks)
    if "sealing" in only:
        for what, ratio in measure_sealing().items():
            say(f"{what} an export of 512 MB ÷ copying it, CPU", f"{ratio:.1f}")
    if "windows" in only:
        say("windows of 1, 7, 28, 90 days: CPU ÷ numpy's", f"{measure_windows():.2f}", "reach 2.0")
    if "everything" in only or "pages" in only:
        growth("everything", {size: everything(size).peak_mb for size in sizes})
    if "pages" in only:
        for page, costs in measure_pages(sizes).items():
            figures = ", ".join(f"{size} {cost:.0f}" for size, cost in costs.items())
            say(f"page {page}: ms of CPU per rerun", figures, "at most 25; L within 1.3 of S")


if __name__ == "__main__":
    main()
