"""Staging: a file becomes typed rows, and rejects. Every line is one or the other.

A file is scanned once, as text. Each column is converted by expression, identifiers become keyed
hashes, and a line whose conversion fails becomes a reject that tells line, column and reason, but
never the value.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from etl import ideas, leaving_out
from etl.columns import Column, checks, match_columns, typed_select
from etl.erasure.tombstones import read_erased
from etl.errors import NotReadable
from etl.identity import keys
from etl.reading.convert import Kind, date_order
from etl.reading.handed import hand_over
from etl.reading.table import LineReject, TextTable, quoted, read_surely
from etl.settings import Settings
from etl.source import Opening, Source

_SHOWN_REJECTS = 10_000
_PARQUET = "format parquet, dictionary_size_limit 1000"
"""A third less to write than without the limit: ids are not looked through for repetitions."""
_SOME = 10_000  # addresses at once
_ADDRESS = ("raw", "link_key", "idea_id", "address", "audience")


@dataclass(frozen=True, slots=True)
class Staged:
    """What one table of an export holds: the view ``staged`` has the good rows.

    ``left_out_count``: rows about people who were erased; they are neither read nor rejected.
    """

    read_count: int
    rejected_count: int
    left_out_count: int
    rejects: tuple[LineReject, ...]
    notes: tuple[str, ...]
    covers_from: date | None
    covers_to: date | None


def prepare_bench(con: duckdb.DuckDBPyConnection, settings: Settings, key: keys.KeyRing) -> None:
    """Give a connection the macros that the selects of the sources use."""
    con.execute("set TimeZone = 'UTC'")
    keys.install(con, key)
    leaving_out.install(con, read_erased(settings, key).keys)
    least, most = _offsets(settings.zone)
    # Far from midnight any offset of the zone gives the same day, without looking the zone up.
    con.execute(
        "create or replace temp macro local_date(instant) as case "
        f"when (instant + to_seconds({least}))::date = (instant + to_seconds({most}))::date "
        f"then (instant + to_seconds({most}))::date "
        f"else ((instant at time zone 'UTC') at time zone '{settings.zone.key}')::date end"
    )


def _offsets(zone: ZoneInfo) -> tuple[int, int]:
    """The least and the greatest offset from UTC that a zone ever had since 1970, in seconds."""
    months = (
        datetime(1970 + number // 12, 1 + number % 12, 1, tzinfo=UTC) for number in range(960)
    )
    offsets = [month.astimezone(zone).utcoffset() or timedelta() for month in months]
    return int(min(offsets).total_seconds()), int(max(offsets).total_seconds())


@dataclass(slots=True)
class _Reading:
    """One reading of a file: ``read`` converts it all into a Parquet file, in the file's order."""

    source: Source
    opening: Opening
    path: Path
    columns: tuple[Column, ...] = ()

    def read(self, table: TextTable) -> int:
        """Convert every line of a table; returns how many there are."""
        fields_for, settings = self.source.fields_for, self.opening.settings
        fields = fields_for(settings) if fields_for else self.source.fields
        self.columns = match_columns(fields, table.header, self.opening.name)
        day_first = _day_first(self.opening, table, self.columns)
        typed = typed_select(self.columns, table.unnumbered or table.view, day_first)
        copied = f"copy ({typed}) to '{quoted(self.path)}' ({_PARQUET})"
        return int(_one(self.opening.con, copied)[0])


def stage(source: Source, opening: Opening) -> Staged:
    """Read a file as ``source`` into the view ``staged`` (and ``addresses``) of the workbench.

    What was read lies in the workspace until the caller deletes that. Raises FileError where the
    file as a whole cannot be read.
    """
    path = Path(tempfile.mkdtemp(dir=opening.workspace)) / "typed.parquet"
    with closing(_reader(opening.con)) as reader:
        reading = _Reading(source, replace(opening, con=reader), path)
        table = read_surely(source.open(reading.opening), reading.read)
        opening.con.execute(
            "create or replace temp view typed as select file_row_number + 1 as record_no, "
            f"* exclude (file_row_number) from read_parquet('{quoted(path)}', file_row_number=true)"
        )
        _hash(opening.con, reading.columns)
        left_out = leaving_out.leave_out(opening.con, reading.columns)
        rejects = _rejects(opening.con, reader, table, reading.columns)
    _conceal(opening.con, reading.columns)
    for name, select in source.made.items():
        opening.con.execute(f"create or replace temp table {name} as {select}")
    _map_addresses(opening.con, source, path.with_name("addresses.json"))
    good, bad = _one(
        opening.con, "select count(*) filter (code = 0), count(*) filter (code > 0) from told"
    )
    covers = _one(
        opening.con,
        f"select min(day), max(day) "
        f"from (select {source.covers or 'null::date'} as day from unsigned)",
    )
    return Staged(
        read_count=int(good) + int(bad) + len(table.rejects),
        rejected_count=int(bad) + len(table.rejects),
        left_out_count=left_out,
        rejects=tuple(sorted((*table.rejects, *rejects), key=lambda each: each.line)),
        notes=table.notes,
        covers_from=covers[0],
        covers_to=covers[1],
    )


def _reader(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A second connection to the same workbench: an error there ends no transaction here."""
    reader = con.duplicate()
    reader.execute("set TimeZone = 'UTC'")
    keys.install_addresses(reader)
    return reader


def _one(con: duckdb.DuckDBPyConnection, query: str) -> tuple:  # type: ignore[type-arg]
    row = con.execute(query).fetchone()
    return () if row is None else row


def _day_first(opening: Opening, table: TextTable, columns: tuple[Column, ...]) -> bool | None:
    dated = [column for column in columns if column.source and column.field.kind is Kind.DATE]
    if not dated:
        return None
    sources = [str(column.source) for column in dated]
    order = date_order(opening.con, table.unnumbered or table.view, sources, opening.name)
    if order is None:
        order = opening.settings.staff.day_first
        if order is None:
            raise NotReadable(
                file=opening.name,
                column=dated[0].header,
                problem="nothing tells whether 03/04 is 3 April or 4 March",
                remedy="Set day_first under [staff] in config.toml, or write dates as 2026-04-03",
            )
    return None if order == "iso" else order


def _hash(con: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]) -> None:
    """Make ``key<number>`` (raw, hashed) of each column of identifiers, once for each of them."""
    for number, column in enumerate(columns):
        field = column.field
        if field.private is None or column.source is None:
            continue
        con.execute(
            f"create or replace temp table key{number} as "
            f"select raw, {keys.key_expression(field.private, 'raw')} as hashed "
            f'from (select distinct "{field.column}" as raw from typed '
            f'where "{field.column}" is not null)'
        )


def _conceal(con: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]) -> None:
    """Make ``staged``, with keyed hashes for identifiers, and ``unsigned``, without either."""
    replaced, joins, addressed, private = [], [], [], ["code"]
    for number, column in enumerate(columns):
        field = column.field
        if field.private is None or column.source is None:
            continue
        private.append(f'"{field.column}"')
        replaced.append(f'key{number}.hashed as "{field.column}"')
        joins.append(f'left join key{number} on key{number}.raw = told."{field.column}"')
        if field.private in {"email", "person"}:
            addressed.append(f"key{number}")
    _keep_parts(con, addressed)
    hashed = f" replace ({', '.join(replaced)})" if replaced else ""
    con.execute(
        f"create or replace temp view staged as "
        f"select told.* exclude (code){hashed} "
        f"from told {' '.join(joins)} where told.code = 0"
    )
    con.execute(
        "create or replace temp view unsigned as "
        f"select * exclude ({', '.join(private)}) from told where code = 0"
    )


def _keep_parts(con: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Make ``address_part``: the keyed parts of every e-mail address in the file."""
    parts = " union all ".join(keys.address_parts(table) for table in tables)
    names = ("address_key", "local_key", "plain_key", "domain")
    nothing = f"select {', '.join(f'null::varchar as {name}' for name in names)}"
    con.execute(
        f"""
        create or replace temp table address_part as
        with part as ({parts or f"{nothing} where false"}),
        place as (
            select domain, keyed_text('domain:' || domain) as domain_key
            from (select distinct domain from part))
        select distinct address_key, local_key, plain_key, domain_key
        from part join place using (domain)
        """
    )


def _map_addresses(con: duckdb.DuckDBPyConnection, source: Source, path: Path) -> None:
    """Find once for each address what link and idea it stands for."""
    selects = " union ".join(f"select * from ({select})" for select in source.addresses)
    found = _links(con.execute(f"select distinct * from ({selects})")) if selects else ()
    hand_over(con, "addresses", dict.fromkeys(_ADDRESS, "VARCHAR"), found, path)


def _links(raws: duckdb.DuckDBPyConnection) -> Iterator[Mapping[str, str | None]]:
    while some := raws.fetchmany(_SOME):
        for (raw,) in some:
            if raw is not None and (link := ideas.read_link(raw)):
                yield dict(zip(_ADDRESS, (raw, *link), strict=True))


def _rejects(
    con: duckdb.DuckDBPyConnection,
    reader: duckdb.DuckDBPyConnection,
    table: TextTable,
    columns: tuple[Column, ...],
) -> list[LineReject]:
    found = con.execute(
        f"select record_no, code from told where code > 0 order by 1 limit {_SHOWN_REJECTS}"
    ).fetchall()
    if not found:
        return []
    failed = checks(columns)
    numbers = _numbers(reader, table, [place for place, _ in found])
    lines = table.lines_of(list(numbers.values()))
    return [
        LineReject(lines[numbers[place]], failed[code - 1].header, failed[code - 1].reason)
        for place, code in found
    ]


def _numbers(
    reader: duckdb.DuckDBPyConnection, table: TextTable, places: list[int]
) -> dict[int, int]:
    """The record_no of the records at some places, from 1, in the order of the file."""
    if table.unnumbered:
        return {place: place for place in places}
    return dict(
        reader.execute(
            "select place, record_no from ("
            f"select record_no, row_number() over () as place from {table.view}) "
            "where place in (select unnest($places::bigint[]))",
            {"places": places},
        ).fetchall()
    )
