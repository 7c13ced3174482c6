"""Bytes that nobody would write, led by what they make the readers do: ``python -m bench.fuzz``.

Coverage-guided, by atheris, which is not locked: ``pip install atheris`` first. A reader may refuse
a file with one of Uptake's own errors; anything else is a finding, whose bytes are left in a file
``crash-…`` and belong as a case into the unit test of the reader. Options of libFuzzer follow the
name of the reader: ``python -m bench.fuzz csv -max_total_time=600 -rss_limit_mb=2048``.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["etl.reading"]):
    import duckdb

    from etl.errors import UptakeError
    from etl.reading.archive import open_archive
    from etl.reading.csvfile import open_csv
    from etl.reading.jsonfile import read_json
    from etl.reading.logfile import open_log
    from etl.reading.request import JSON
    from etl.reading.samples import sample
    from etl.reading.table import TextTable, read_surely

Reader = Callable[[duckdb.DuckDBPyConnection, Path, Path], object]

TEXTS = 1 << 20


def _table(opener: Callable[..., TextTable]) -> Reader:
    def read(con: duckdb.DuckDBPyConnection, path: Path, workspace: Path) -> object:
        sample(path, path.name)
        table = opener(con, path, name=path.name, view="t", workspace=workspace)

        def count(each: TextTable) -> int:
            return len(con.execute(f'from "{each.view}"').fetchall())

        return read_surely(table, count)

    return read


def _archive(_: duckdb.DuckDBPyConnection, path: Path, workspace: Path) -> object:
    with open_archive(path, name=path.name) as archive:
        return [
            (archive.read_text(entry, TEXTS), archive.extract(entry, workspace))
            for entry in archive.entries
        ]


READERS: Mapping[str, Reader] = {
    "csv": _table(open_csv),
    "log": _table(open_log),
    "jsonlog": _table(partial(open_log, form=JSON)),
    "json": lambda _, path, __: read_json(path, path.name),
    "zip": _archive,
}


def main() -> None:
    """Fuzz the reader that the command line names until libFuzzer's options end it."""
    reader = READERS[sys.argv.pop(1)]

    con = duckdb.connect(":memory:", config={"threads": 1})

    def one(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path, workspace = Path(folder) / "export", Path(folder) / "work"
            workspace.mkdir()
            path.write_bytes(data)
            try:
                reader(con, path, workspace)
            except UptakeError:
                return

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
