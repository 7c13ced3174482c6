"""What is measured, one task a process: ``python -m bench.costs TASK SIZE KIND`` prints its cost.

Each gives the CPU seconds and the wall seconds of the work itself, the CPU seconds until the facts
were merged (``facts``; of a load, before figures are worked out), and the peak memory of the
process, as JSON. What somebody would do instead stands beside what we do.
"""

import json
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb

from bench.exports import write_exports
from bench.sizes import SIZES
from etl.publishing import FIGURES
from etl.run import load
from etl.sealing.keys import new_key
from etl.sealing.stream import seal
from etl.settings import load_settings
from etl.snapshots import digest

WORK = Path(__file__).parent / "work"
CONFIG = '[clicks.yourls]\nbase = "https://go.council.example/"\n'


def exports(size: str) -> Path:
    """The exports of a size, written once."""
    folder = WORK / size / "exports"
    write_exports(SIZES[size], folder)
    return folder


KEYS = {"messages": "id", "clicks": "click_id"}
"""What a row is known by: each export overlaps the one before, so a load merges by it."""


FACTS = {
    "messages": "id, thread_id, group_id, sender_id, created_at",
    "clicks": "click_id, click_time, shorturl",
}
"""The columns that a row is worth nothing without."""


def _table(size: str, kind: str) -> Path:
    beginning = {"messages": "Messages", "clicks": "yourls"}[kind]
    return next(path for path in sorted(exports(size).iterdir()) if path.name.startswith(beginning))


def _home(size: str, name: str) -> Path:
    return WORK / size / name


def _scratch(size: str) -> Path:
    return WORK / size / "scratch"


def _begin_anew(size: str, task: str, kind: str) -> None:
    """Empty what a task writes to. To delete what the last one left is no part of any."""
    _emptied(_scratch(size))
    if task in {"ours", "everything"}:
        home = _emptied(_home(size, kind if task == "ours" else task))
        (home / "config.toml").write_text(CONFIG, encoding="utf-8")


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def bare(size: str, kind: str) -> None:
    """The limit: DuckDB keeps every column of the file as it is."""
    with duckdb.connect(str(_scratch(size) / "bare.duckdb")) as con:
        con.execute(f"create table kept as select * from read_csv('{_table(size, kind)}')")


def least(size: str, kind: str) -> None:
    """What no load can leave out: the file's hash, its sealed copy, and a few columns of each row.

    It rejects, finds, replaces and merges nothing.
    """
    table, folder = _table(size, kind), _scratch(size)
    label = digest(table)
    with table.open("rb") as source, (folder / "sealed").open("wb") as target:
        seal(source, target, new_key(), label)
    with duckdb.connect(str(folder / "least.duckdb")) as con:
        con.execute(f"create table kept as select {FACTS[kind]} from read_csv('{table}')")


def ours(size: str, kind: str) -> float | None:
    """Our load of one file: rejects, links, keyed hashes, facts and an edition."""
    home = _home(size, kind)
    merged: list[float] = []

    def hear(sentence: str) -> None:
        if sentence == FIGURES:
            merged.append(_cpu())

    load(load_settings(home, {}), [_table(size, kind)], hear)
    return merged[0] if merged else None


def again(size: str, kind: str) -> None:
    """Our load of the same file once more."""
    home = _home(size, kind)
    load(load_settings(home, {}), [_table(size, kind)], lambda _: None)


def pandas(size: str, kind: str) -> None:
    """What an analyst would write: read_csv, to_sql, and the newer row of each key holds."""
    import pandas as pd

    frame = pd.read_csv(_table(size, kind), dtype=str, keep_default_na=False)
    key = KEYS[kind]
    columns = ", ".join(
        f'"{name}" text primary key' if name == key else f'"{name}" text' for name in frame.columns
    )
    with closing(sqlite3.connect(_scratch(size) / "pandas.sqlite")) as con, con:
        con.execute(f"create table kept ({columns})")
        frame.to_sql("incoming", con, index=False)
        con.execute("insert or replace into kept select * from incoming")
        con.execute("drop table incoming")


def dlt(size: str, kind: str) -> None:
    """What an engineer would write: dlt into DuckDB, by Arrow, merged by key."""
    import dlt as library
    import pyarrow.csv

    table = pyarrow.csv.read_csv(
        _table(size, kind), parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True)
    )
    folder = _scratch(size)
    pipeline = library.pipeline(
        "bench",
        destination=library.destinations.duckdb(str(folder / "dlt.duckdb")),
        pipelines_dir=str(folder),
    )
    pipeline.run(table, table_name="kept", write_disposition="merge", primary_key=KEYS[kind])


def everything(size: str, _: str) -> None:
    """Our load of all exports of a size, with the edition."""
    home = _home(size, "everything")
    load(load_settings(home, {}), sorted(exports(size).glob("*.csv")), lambda _: None)


TASKS: dict[str, Callable[[str, str], float | None]] = {
    task.__name__: task for task in (bare, least, ours, again, pandas, dlt, everything)
}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(task: str, size: str, kind: str) -> None:
    """Do one task and print what it cost."""
    exports(size)
    _begin_anew(size, task, kind)
    before, begun = _cpu(), time.monotonic()
    merged = TASKS[task](size, kind)
    after = _cpu()
    cost = {
        "cpu": after - before,
        "facts": (after if merged is None else merged) - before,
        "wall": time.monotonic() - begun,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(cost))


if __name__ == "__main__":
    main(*sys.argv[1:4])
