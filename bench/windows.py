"""Distinct people over windows of days: our way against a numpy kernel in memory."""

import resource
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etl import activity
from etl.editions.schema import WINDOWS
from etl.settings import load_settings
from etl.warehouse.engine import Warehouse, open_warehouse

PEOPLE, DAYS, DEPARTMENTS = 80_000, 730, 12
FIRST = date(2024, 11, 23)
LAST = FIRST + timedelta(days=DAYS - 1)

Numbers = NDArray[np.int64]


def measure_windows() -> float:
    """CPU of our windows over about 6.7 million person-days ÷ that of the kernel.

    Both must give the same counts: RuntimeError where they do not.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(load_settings(Path(folder), {})) as warehouse,
    ):
        _fill(warehouse)
        begun = _cpu()
        with warehouse.transaction():
            counted = activity.count_windows(warehouse, FIRST, LAST)
        ours = _cpu() - begun
        theirs = sum(_compared(warehouse, counted, kind) for kind in (0, 1))
    return ours / theirs


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _fill(warehouse: Warehouse) -> None:
    with warehouse.transaction():
        warehouse.bench.execute(
            f"""
            insert into active_day
            select person::integer, $first::date + day::integer, hash(person, day, 1) % 5 = 0
            from range({PEOPLE}) p(person), range({DAYS}) d(day)
            where hash(person, day) % 1000 < 20 + hash(person) % 190
            """,
            {"first": FIRST},
        )
        warehouse.bench.execute(
            f"""
            insert into presence
            select person::varchar, person::integer, 'd' || person % {DEPARTMENTS},
                date '2024-01-01', date '9999-12-31'
            from range({PEOPLE}) p(person)
            """
        )


def _compared(warehouse: Warehouse, counted: activity.Counted, kind: int) -> float:
    """CPU of the kernel, after its counts were found to be ours. ``kind`` 1: contributors."""
    rows = warehouse.bench.execute(
        "select person_no, date - ?::date as day from active_day where is_contribution or ?",
        [FIRST, kind == 0],
    ).fetchnumpy()
    people, days = (np.asarray(rows[name], dtype=np.int64) for name in ("person_no", "day"))
    begun = _cpu()
    theirs = kernel(people, days)
    cost = _cpu() - begun
    for number, counts in enumerate(theirs, kind * len(WINDOWS)):
        for department, expected in enumerate(counts):
            if not np.array_equal(counted.of(f"d{department}")[:, number], expected):
                raise RuntimeError(f"the kernel and our way differ: column {number}")
    return cost


def kernel(people: Numbers, days: Numbers) -> list[Numbers]:
    """Active people by department and day, per window: a bitmap and difference arrays.

    A row of the bitmap ends in as many empty days as the longest window has, so the way to the
    next set bit is the way to the next active day, or beyond every window.
    """
    width = DAYS + max(WINDOWS)
    active = np.zeros(PEOPLE * width, dtype=bool)
    active[people * width + days] = True
    found = np.flatnonzero(active)
    gap = np.diff(found, append=found[-1:] + width)
    shift = (np.arange(PEOPLE) - np.arange(PEOPLE) % DEPARTMENTS) * width
    per_person = np.count_nonzero(active.reshape(PEOPLE, width), axis=1)
    place = found - np.repeat(shift, per_person)  # department and day
    begins = np.bincount(place, minlength=DEPARTMENTS * width)
    counted = []
    for window in WINDOWS:
        ends = np.bincount(place + np.minimum(gap, window), minlength=DEPARTMENTS * width)
        changes = (begins - ends).reshape(DEPARTMENTS, width)[:, :DAYS]
        counted.append(np.cumsum(changes, axis=1))
    return counted
