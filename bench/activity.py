"""6.7 million person-days over two years: the windows by a load, and by the kernel."""

from datetime import date
from pathlib import Path
from typing import Final

from bench.kernel import distinct_people
from bench.measure import cpu_seconds
from etl import activity
from etl.editions.schema import WINDOWS
from etl.settings import load_settings
from etl.warehouse.engine import Warehouse, open_warehouse

PEOPLE: Final = 80_000
DAYS: Final = 730
DEPARTMENTS: Final = 12
_FIRST: Final = date(2024, 11, 23)
_ACTIVE = f"""
    select person, day, hash(person * 1000 + day) % 5 = 0 as is_contribution
    from (select p.range::int as person, d.range::int as day
          from range({PEOPLE}) p cross join range({DAYS}) d)
    where hash(person * 7919 + day) % 1000 < 20 + hash(person) % 190
"""


def count_windows(folder: Path) -> float:
    """CPU seconds that ``make_windows`` takes for both kinds of activity."""
    with open_warehouse(load_settings(folder, {})) as warehouse:
        _fill(warehouse)
        with warehouse.transaction():
            began = cpu_seconds()
            activity.make_windows(warehouse)
            return cpu_seconds() - began


def _fill(warehouse: Warehouse) -> None:
    warehouse.bench.execute(
        f"insert into active_day select person, date '{_FIRST}' + day, is_contribution "
        f"from ({_ACTIVE})"
    )
    warehouse.bench.execute(
        "insert into presence select range::varchar, range::int, "
        f"'department ' || hash(range) % {DEPARTMENTS}, date '{_FIRST}', date '9999-12-31' "
        f"from range({PEOPLE})"
    )


def count_by_kernel(folder: Path) -> float:
    """CPU seconds that the kernel takes for the same."""
    with open_warehouse(load_settings(folder, {})) as warehouse:
        days = warehouse.bench.execute(_ACTIVE).fetchnumpy()
        homes = warehouse.bench.execute(
            f"select (hash(range) % {DEPARTMENTS})::int as home from range({PEOPLE})"
        ).fetchnumpy()["home"]
    began = cpu_seconds()
    for chosen in (slice(None), days["is_contribution"]):
        distinct_people(days["person"][chosen], days["day"][chosen], homes, DAYS, WINDOWS)
    return cpu_seconds() - began
