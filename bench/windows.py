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
            activity.make_windows(warehouse)
        ours = _cpu() - begun
        theirs = sum(_compared(warehouse, kind) for kind in ("active", "contributor"))
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


def _compared(warehouse: Warehouse, kind: str) -> float:
    """CPU of the kernel, after its counts were found to be ours."""
    condition = {"active": "true", "contributor": "is_contribution"}[kind]
    rows = warehouse.bench.execute(
        f"select person_no, date - date '{FIRST}' as day from active_day where {condition}"
    ).fetchnumpy()
    people, days = (np.asarray(rows[name], dtype=np.int64) for name in ("person_no", "day"))
    begun = _cpu()
    counted = kernel(people, days)
    cost = _cpu() - begun
    for window, counts in zip(WINDOWS, counted, strict=True):
        if not np.array_equal(counts, _ours(warehouse, f"{kind}_{window}_count")):
            raise RuntimeError(f"the kernel and our query differ: {kind}, {window} days")
    return cost


def _ours(warehouse: Warehouse, name: str) -> Numbers:
    """Our counts by department and day, out of the changes that the query gives."""
    rows = warehouse.bench.execute(
        f"""
        select substr(department_id, 2)::bigint as department, date - date '{FIRST}' as day,
            sum(change)::bigint as change
        from active_window where name = '{name}' and date < date '{FIRST}' + {DAYS}
        group by all
        """
    ).fetchnumpy()
    changes = np.zeros((DEPARTMENTS, DAYS), dtype=np.int64)
    changes[rows["department"], rows["day"]] = rows["change"]
    return np.cumsum(changes, axis=1)


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
