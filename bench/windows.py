"""Distinct people over windows of days: our queries against a numpy kernel in memory."""

import resource
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etl import activity
from etl.editions.schema import WINDOWS
from etl.settings import load_settings
from etl.warehouse.engine import Warehouse, open_warehouse

PEOPLE, DAYS, DEPARTMENTS = 80_000, 730, 12
FIRST = "2024-11-23"

Numbers = NDArray[np.int64]


def measure_windows() -> float:
    """CPU of our windows over about 6.7 million person-days ÷ that of the kernel."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(load_settings(Path(folder), {})) as warehouse,
    ):
        _fill(warehouse)
        begun = _cpu()
        with warehouse.transaction():
            activity.make_windows(warehouse)
        ours = _cpu() - begun
        theirs = sum(_kernel_cost(warehouse, only) for only in ("true", "is_contribution"))
    return ours / theirs


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _fill(warehouse: Warehouse) -> None:
    with warehouse.transaction():
        warehouse.bench.execute(
            f"""
            insert into active_day
            select person::integer, date '{FIRST}' + day::integer, hash(person, day, 1) % 5 = 0
            from range({PEOPLE}) p(person), range({DAYS}) d(day)
            where hash(person, day) % 1000 < 20 + hash(person) % 190
            """
        )
        warehouse.bench.execute(
            f"""
            insert into presence
            select person::varchar, person::integer, 'd' || person % {DEPARTMENTS},
                date '2024-01-01', date '9999-12-31'
            from range({PEOPLE}) p(person)
            """
        )


def _kernel_cost(warehouse: Warehouse, condition: str) -> float:
    rows = warehouse.bench.execute(
        f"select person_no, date - date '{FIRST}' as day from active_day where {condition}"
    ).fetchnumpy()
    people, days = (np.asarray(rows[name], dtype=np.int64) for name in ("person_no", "day"))
    begun = _cpu()
    kernel(people, days)
    return _cpu() - begun


def kernel(people: Numbers, days: Numbers) -> list[Numbers]:
    """Active people by department and day, per window: a bitmap and difference arrays."""
    active = np.zeros((PEOPLE, DAYS), dtype=bool)
    active[people, days] = True
    person, day = np.divmod(np.flatnonzero(active), DAYS)
    gap = np.full(len(day), DAYS)
    gap[:-1] = np.where(person[1:] == person[:-1], day[1:] - day[:-1], DAYS)
    row = person % DEPARTMENTS * (DAYS + 1)
    found = []
    begins = np.bincount(row + day, minlength=DEPARTMENTS * (DAYS + 1))
    for window in WINDOWS:
        end = np.minimum(day + np.minimum(gap, window), DAYS)
        ends = np.bincount(row + end, minlength=DEPARTMENTS * (DAYS + 1))
        found.append(np.cumsum((begins - ends).reshape(DEPARTMENTS, DAYS + 1), axis=1))
    return found
