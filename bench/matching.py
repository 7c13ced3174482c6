"""Accounts meet 24 monthly staff lists: ``python -m bench.matching [STAFF]``.

Matching and the ledger against a straightforward pandas merge of the same lists and accounts, which
knows neither time nor conflicts. Facts are put into the warehouse directly: reading is measured
elsewhere.
"""

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from etl import membership, organisation
from etl.editions.daily import make_listed_departments
from etl.editions.departing import make_departed
from etl.editions.scope import find_scope
from etl.identity.ledger import make_ledger
from etl.identity.matching import derive_holders
from etl.identity.standing import make_standing
from etl.settings import load_settings
from etl.warehouse.engine import Warehouse, open_warehouse

WORK = Path(__file__).parent / "work" / "matching"
LISTS, ACCOUNT_SHARE = 24, 0.8

_STAFF = """
    insert into staff by name
    select 'people' as list_kind, date '2024-12-01' + to_months(m::int) as list_date,
        md5('p' || n) as person_id_key, 1 as post_no,
        case when n % 7 > 0 then md5('d' || n) end as directory_key,
        md5('e' || n) as employee_key,
        -- one in 200 has a new address half way; one in 1,000 takes over that of somebody who left
        md5('m' || case when n % 200 = 3 and m >= 12 then -n when n % 1000 = 5 and m >= 12
            then n - 1 else n end) as email_key,
        'Department ' || (n % 40) as department_label, 'employee' as class,
        n % 3 > 0 as is_eligible,
        'list' || m as snapshot_id, timestamp '2026-11-23' as exported_at
    from range($staff::bigint) p(n), range($lists::bigint) l(m)
    where not (n % 1000 = 4 and m >= 12)
"""
_ACCOUNTS = """
    insert into account by name
    select 'a' || n as account_key, 'active' as state, false as is_guest, false as is_service,
        date '2024-12-05' + (n * 7 % 700)::int as joined_date,
        case when n % 5 > 0 then md5('d' || n) end as directory_key,
        md5('m' || n) as email_key, 'Department ' || (n % 40) as department_label,
        's1' as snapshot_id, timestamp '2026-11-23' as exported_at
    from range($accounts::bigint) a(n)
"""


def fill(warehouse: Warehouse, staff: int) -> None:
    """Put the lists, the accounts and one export into an empty warehouse."""
    bench = warehouse.bench
    bench.execute(_STAFF, {"staff": staff, "lists": LISTS})
    bench.execute(_ACCOUNTS, {"accounts": int(staff * ACCOUNT_SHARE)})
    bench.execute(
        "insert into snapshot_part by name select 's1' as snapshot_id, 'yammer_users' as source, "
        "'Users.csv' as part, date '2024-12-01' as covers_from, date '2026-11-22' as covers_to, "
        "1 as row_count, 0 as reject_count"
    )


def ours(staff: int) -> dict[str, float]:
    """Holders, standings and the ledger of every month end."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    settings = load_settings(WORK, {"UPTAKE_KEY": "a key for benchmarks"})
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        fill(warehouse, staff)
        organisation.derive_departments(warehouse)
        scope = find_scope(warehouse, settings)
        if scope is None:
            raise SystemExit("nothing dated was put in")
        organisation.derive_employment(warehouse, settings)
        begun = time.process_time()
        derive_holders(warehouse, settings)
        membership.derive_presence(warehouse)
        make_listed_departments(warehouse, scope)
        make_departed(warehouse, settings)
        make_standing(warehouse, scope)
        make_ledger(warehouse, scope)
        found = warehouse.bench.execute(
            "select state, count(*) from standing where date = date '2026-11-22' group by state"
        ).fetchall()
    return {**cost(begun), **{state: float(count) for state, count in found}}


def merged(staff: int) -> dict[str, float]:
    """What an analyst would write: the lists in one frame, then a merge for each identifier."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    settings = load_settings(WORK, {"UPTAKE_KEY": "a key for benchmarks"})
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        fill(warehouse, staff)
        lists = warehouse.bench.execute("from staff").df()
        accounts = warehouse.bench.execute("from account").df()
    begun = time.process_time()
    rows = 0
    for end in sorted(lists["list_date"].unique()):
        listed = lists[lists["list_date"] == end].drop_duplicates("person_id_key")
        by_id = accounts.merge(listed, on="directory_key", how="inner")
        rest = accounts[~accounts["account_key"].isin(by_id["account_key"])]
        rows += len(by_id) + len(rest.merge(listed, on="email_key", how="inner"))
    return {**cost(begun), "rows": float(rows)}


def cost(begun: float) -> dict[str, float]:
    """CPU seconds since ``begun``, and the peak memory of the process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu": time.process_time() - begun, "peak_mb": peak}


def main() -> None:
    """Measure both, each in a process of its own."""
    staff = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        print(json.dumps({"ours": ours, "merged": merged}[sys.argv[2]](staff)))
        return
    costs = {}
    for task in ("ours", "merged"):
        command = [sys.executable, "-m", "bench.matching", str(staff), task]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        costs[task] = json.loads(done.stdout.splitlines()[-1])
        print(task, costs[task], flush=True)
    ratio = costs["ours"]["cpu"] / costs["merged"]["cpu"]
    print(f"CPU of ours ÷ a pandas merge per list: {ratio:.2f}")


if __name__ == "__main__":
    main()
