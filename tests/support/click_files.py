"""Loads a file of clicks as a whole load would, but into memory."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.catalogue import recognise
from etl.identity.ring import KeyRing
from etl.reading.samples import sample
from etl.settings import load_settings
from etl.source import Export, Notice, Opening, Source
from etl.staging import Staged, prepare_bench, stage

KEY = b"a key of tests, no secret"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)


@dataclass
class Loaded:
    """What a file gave: rows by table, and what staging said."""

    source: Source
    staged: Staged
    notices: tuple[Notice, ...]
    dated: datetime | None
    tables: dict[str, list[dict]]

    def column(self, table: str, *names: str) -> list:
        """The values of one column, or tuples of several, sorted."""
        rows = [tuple(row[name] for name in names) for row in self.tables[table]]
        rows.sort(key=lambda row: [str(value) for value in row])
        return [row[0] for row in rows] if len(names) == 1 else rows


def load(
    folder: Path,
    name: str,
    content: str,
    config: str = "",
    source: Source | None = None,
    key: bytes = KEY,
) -> Loaded:
    """Load a file as a whole load would, but into memory."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    (folder / "config.toml").write_text(config, encoding="utf-8")
    settings = load_settings(folder, {})
    found = source or recognise(sample(path, name), settings)
    con = duckdb.connect(config={"threads": 1})
    try:
        prepare_bench(con, settings, KeyRing((key,)))
        opening = Opening(con, path, name, "text_table", folder, settings)
        staged = stage(found, opening)
        received = datetime(2026, 11, 24, tzinfo=UTC)
        export = Export(con, settings, name, name, "", received, received)
        dated, notices = found.dated(export), found.prepare(export)
        given = found.parameters(export)
        tables = {each.table.name: _rows(con, each.select, given) for each in found.loads}
        return Loaded(found, staged, notices, dated, tables)
    finally:
        con.close()


def _rows(con, select, given):
    used = {name: value for name, value in given.items() if f"${name}" in select}
    result = con.execute(select, used)
    names = [column[0] for column in result.description]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert all(row["record_no"] is not None for row in rows)
    return rows


def utc(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    """An instant as the warehouse keeps it: UTC, without a zone."""
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
