"""Two years of staff lists: what it costs to derive employment, and what one more list costs.

``python -m bench.staff [STAFF] [LISTS]`` writes the facts straight into a warehouse, each list with
a few per cent of joiners, leavers and movers, and derives departments, people and employment.
"""

import resource
import sys
import tempfile
from pathlib import Path

from etl.organisation import derive_departments, derive_employment
from etl.settings import load_settings
from etl.warehouse.engine import Warehouse, open_warehouse

STAFF, LISTS, DEPARTMENTS = 100_000, 24, 40
CHANGED = 0.02
"""The share of people who join, leave or move from one list to the next."""

_LIST = """
    insert into staff
    select 'people', date '2024-12-01' + to_months($number), md5('p' || person), 1,
        md5('d' || person), md5('e' || person), md5('m' || person), null, null, null,
        'Department ' || ((person + 7 * moves) % $departments), 'Site ' || (person % 9), 'employee',
        person % 2 = 0, date '2015-01-01' + (person % 3000)::integer, null,
        timestamp '2024-12-01 06:00:00' + to_months($number), 'list' || $number
    from (
        select person, floor($number * $changed / 4 + hash(person) % 1000 / 1000.0)::int as moves
        from range($first, $first + $staff) people(person)) placed
"""


def fill(warehouse: Warehouse, staff: int, lists: range) -> None:
    """Write whole lists; from each to the next some leave at one end and join at the other."""
    for number in lists:
        warehouse.bench.execute(
            _LIST,
            {
                "number": number,
                "first": int(number * CHANGED * staff),
                "staff": staff,
                "departments": DEPARTMENTS,
                "changed": CHANGED,
            },
        )


def derived(warehouse: Warehouse) -> float:
    """CPU seconds of deriving departments, people and employment from the lists there are."""
    begun = cpu()
    with warehouse.transaction():
        derive_departments(warehouse)
        derive_employment(warehouse, load_settings(warehouse.workspace, {}))
    return cpu() - begun


def cpu() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    staff, lists = (int(each) for each in (*sys.argv[1:], *map(str, (STAFF, LISTS)))[:2])
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(load_settings(Path(folder), {})) as warehouse,
    ):
        fill(warehouse, staff, range(1))
        one = derived(warehouse)
        fill(warehouse, staff, range(1, lists))
        all_ = derived(warehouse)
        fill(warehouse, staff, range(lists, lists + 1))
        more = derived(warehouse)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{staff:,} staff, {lists} lists")
    print(f"CPU seconds to derive one list                {one:8.2f}")
    print(f"CPU seconds to derive all lists               {all_:8.2f}   at most 30 with matching")
    print(f"CPU of all lists ÷ CPU of one                 {all_ / one:8.2f}   below {lists}")
    print(f"CPU with one list more ÷ CPU of all           {more / all_:8.2f}")
    print(f"peak memory, MB                               {peak:8,.0f}   below 1,000")


if __name__ == "__main__":
    main()
