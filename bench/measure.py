"""Runs one task in a process of its own and tells what it cost."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system, children included), wall seconds, most memory in MB.

    ``told``: what the task itself measured.
    """

    cpu: float
    wall: float
    peak: float
    told: Mapping[str, float]


class TaskFailedError(Exception):
    """A task ended without its result; its own message stands above."""


def run(task: str, *arguments: str | Path) -> Cost:
    """Run ``bench.tasks`` with a task's name and arguments in a fresh process."""
    began = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-m", "bench.tasks", task, *map(str, arguments)],
        stdout=subprocess.PIPE,
        check=False,
        cwd=ROOT,
        text=True,
    )
    wall = time.monotonic() - began
    if finished.returncode:
        raise TaskFailedError(task)
    cpu, peak, told = json.loads(finished.stdout.splitlines()[-1])
    return Cost(cpu, wall, peak, told)


def best(times: int, task: str, *arguments: str | Path) -> Cost:
    """The cheapest of some runs: other work on the machine only ever adds."""
    return min((run(task, *arguments) for _ in range(times)), key=lambda cost: cost.cpu)


def cpu_seconds() -> float:
    """CPU of this process and its children that ended, so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak_megabytes() -> float:
    """The most memory that this process ever held."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
