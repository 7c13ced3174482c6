"""The tasks that are measured, one process each: ``python -m bench.tasks NAME ARGUMENTS``.

Each imports only what it needs: a comparison must not pay for the libraries of another.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.measure import cpu_seconds, peak_megabytes

Told = Mapping[str, float]


def bare(csv: str, folder: str) -> Told:
    """The limit: DuckDB reads the file into a table as it stands."""
    import duckdb

    with duckdb.connect(Path(folder) / "bare.duckdb") as con:
        row = con.execute(f"create table bare as select * from read_csv('{csv}')").fetchone()
    return {"rows": row[0] if row else 0}


def dlt(csv: str, folder: str) -> Told:
    """dlt into DuckDB, fed with Arrow tables."""
    import dlt
    from pyarrow import csv as arrow

    def tables() -> object:
        options = arrow.ParseOptions(newlines_in_values=True)
        yield from arrow.open_csv(csv, parse_options=options)

    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(Path(folder) / "pipelines"),
        destination=dlt.destinations.duckdb(str(Path(folder) / "dlt.duckdb")),
        dataset_name="bench",
    )
    pipeline.run(tables(), table_name="rows", write_disposition="replace")
    return {}


def pandas(csv: str, folder: str) -> Told:
    """pandas reads the file, and writes it to SQLite."""
    import sqlite3

    import pandas as pd

    with sqlite3.connect(Path(folder) / "pandas.sqlite") as connection:
        rows = pd.read_csv(csv).to_sql("rows", connection, index=False)
    return {"rows": rows or 0}


def load(home: str) -> Told:
    """The whole inbox of ``home`` through a load; tells when the facts were merged."""
    from etl import run
    from etl.settings import load_settings

    marks: dict[str, float] = {}

    def say(line: str) -> None:
        if line.startswith("Working out"):
            marks["facts"] = cpu_seconds()

    run.load(load_settings(Path(home), {}), None, say)
    facts = marks.get("facts", cpu_seconds())
    return {"facts": facts, "edition": cpu_seconds() - facts}


def windows(folder: str) -> Told:
    """The windows of activity as a load counts them."""
    from bench.activity import count_windows

    return {"counting": count_windows(Path(folder))}


def kernel(folder: str) -> Told:
    """The same windows by arrays in memory."""
    from bench.activity import count_by_kernel

    return {"counting": count_by_kernel(Path(folder))}


def main(name: str, *arguments: str) -> None:
    """Run one task and print its cost as the last line."""
    tasks: dict[str, Callable[..., Told]] = {
        task.__name__: task for task in (bare, dlt, pandas, load, windows, kernel)
    }
    told = tasks[name](*arguments)
    print(json.dumps([cpu_seconds(), peak_megabytes(), dict(told)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
