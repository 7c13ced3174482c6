"""Staging: a file becomes typed rows, and rejects. Every line is one or the other.

A file is scanned once, as text. Each column is converted by expression, identifiers become keyed
hashes, and a line whose conversion fails becomes a reject that tells line, column and reason, but
never the value.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb

from etl import ideas
from etl.errors import MissingColumn, NotReadable
from etl.identity import keys
from etl.reading.convert import Kind, converted, date_order, problem, reason
from etl.reading.csvfile import LineReject, TextTable
from etl.reading.samples import header_key
from etl.settings import Settings
from etl.source import Field, Opening, Source

_SHOWN_REJECTS = 10_000
_EMPTY = "is empty"
_ADDRESS = ("raw", "link_key", "idea_id", "address", "audience")


@dataclass(frozen=True, slots=True)
class Staged:
    """What one table of an export holds: the view ``staged`` has the good rows."""

    read_count: int
    rejected_count: int
    rejects: tuple[LineReject, ...]
    notes: tuple[str, ...]
    covers_from: date | None
    covers_to: date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A field and the text column of the file it is read from (None: the header is missing)."""

    field: Field
    source: str | None
    header: str


def prepare_bench(con: duckdb.DuckDBPyConnection, settings: Settings, key: bytes) -> None:
    """Give a connection the macros that the selects of the sources use."""
    con.execute("set TimeZone = 'UTC'")
    keys.install(con, key)
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


def stage(source: Source, opening: Opening) -> Staged:
    """Read a file as ``source`` into the view ``staged`` (and ``addresses``) of the workbench.

    Raises FileError where the file as a whole cannot be read.
    """
    table = source.open(opening)
    fields = source.fields_for(opening.settings) if source.fields_for else source.fields
    columns = _columns(fields, table, opening.name)
    day_first = _day_first(opening, table, columns)
    _convert(opening.con, table, columns, day_first)
    _conceal(opening.con, columns)
    _map_addresses(opening.con, source)
    rejects = _rejects(opening.con, table, columns)
    good, bad = _one(
        opening.con, "select count(*) filter (code = 0), count(*) filter (code > 0) from typed"
    )
    covers = _one(
        opening.con,
        f"select min(day), max(day) "
        f"from (select {source.covers or 'null::date'} as day from staged)",
    )
    return Staged(
        read_count=int(good) + int(bad) + len(table.rejects),
        rejected_count=int(bad) + len(table.rejects),
        rejects=tuple(sorted((*table.rejects, *rejects), key=lambda each: each.line)),
        notes=table.notes,
        covers_from=covers[0],
        covers_to=covers[1],
    )


def _one(con: duckdb.DuckDBPyConnection, query: str) -> tuple:  # type: ignore[type-arg]
    row = con.execute(query).fetchone()
    return () if row is None else row


def _columns(fields: tuple[Field, ...], table: TextTable, name: str) -> tuple[_Column, ...]:
    places: dict[str, int] = {}
    for index, cell in enumerate(table.header):
        places.setdefault(header_key(cell), index)
    return tuple(_column(field, places, table.header, name) for field in fields)


def _column(field: Field, places: Mapping[str, int], header: tuple[str, ...], name: str) -> _Column:
    for alias in field.aliases:
        index = places.get(header_key(alias))
        if index is not None:
            return _Column(field, f"c{index}", header[index].strip())
    if field.required:
        raise MissingColumn(
            file=name,
            line=1,
            column=field.aliases[0],
            problem="the column is missing",
            remedy="Export the file again with this column, or give its heading this name",
        )
    return _Column(field, None, field.aliases[0])


def _day_first(opening: Opening, table: TextTable, columns: tuple[_Column, ...]) -> bool | None:
    dated = [column for column in columns if column.source and column.field.kind is Kind.DATE]
    if not dated:
        return None
    sources = [str(column.source) for column in dated]
    order = date_order(opening.con, table.view, sources, opening.name)
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


def _converted(column: _Column, day_first: bool | None) -> str:
    field = column.field
    source = column.source or "null::varchar"
    if field.expression:
        return field.expression.format(value=source)
    return converted(field.kind, source, day_first=day_first, zone=field.zone)


def _checks(columns: tuple[_Column, ...]) -> list[tuple[str, str, str]]:
    """(condition over texts and values, header, reason) of all that makes a line a reject."""
    checks = []
    for column in columns:
        if column.source is None:
            continue
        text, value = converted(Kind.TEXT, column.source), f'"{column.field.column}"'
        if not column.field.expression and column.field.kind not in {Kind.TEXT, Kind.LABEL}:
            checks.append((_fails(column, text, value), column.header, reason(column.field.kind)))
        if column.field.check:
            condition, wrong = column.field.check
            held = condition.format(value=column.source)
            checks.append((f"not coalesce({held}, true)", column.header, wrong))
        if column.field.filled:
            checks.append((f"{text} is null", column.header, _EMPTY))
    return checks


def _fails(column: _Column, text: str, value: str) -> str:
    """The condition under which a cell holds something that did not become a value."""
    if column.field.kind is Kind.ID:
        return problem(Kind.ID, str(column.source))
    return f"case when {value} is null then {text} is not null else false end"


def _convert(
    con: duckdb.DuckDBPyConnection,
    table: TextTable,
    columns: tuple[_Column, ...],
    day_first: bool | None,
) -> None:
    """Make ``typed``, in the order of the file: a row's number need not be carried along.

    Checks look at values that are there already, because to convert is what costs.
    """
    values = ", ".join(
        f'{_converted(column, day_first)} as "{column.field.column}"' for column in columns
    )
    names = ", ".join(f'"{column.field.column}"' for column in columns)
    cases = [f"when {check[0]} then {number}" for number, check in enumerate(_checks(columns), 1)]
    cases = cases or ["when false then 0"]
    con.execute(
        f"create or replace temp table typed as "
        f"select (case {' '.join(cases)} else 0 end)::smallint as code, {names} "
        f"from (select *, {values} from {table.view})"
    )


def _conceal(con: duckdb.DuckDBPyConnection, columns: tuple[_Column, ...]) -> None:
    """Replace identifiers by keyed hashes, worked out once for each that occurs."""
    replaced, joins, addressed = [], [], []
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
        replaced.append(f'key{number}.hashed as "{field.column}"')
        joins.append(f'left join key{number} on key{number}.raw = typed."{field.column}"')
        if field.private in {"email", "person"}:
            addressed.append(f"key{number}")
    _keep_parts(con, addressed)
    replace = f" replace ({', '.join(replaced)})" if replaced else ""
    con.execute(
        f"create or replace temp view staged as "
        f"select typed.rowid + 1 as record_no, typed.*{replace} "
        f"from typed {' '.join(joins)} where typed.code = 0"
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


def _map_addresses(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Find once for each address what link and idea it stands for."""
    selects = " union ".join(f"select * from ({select})" for select in source.addresses)
    raws = con.execute(f"select distinct * from ({selects})").fetchall() if selects else []
    rows = [(raw, *link) for (raw,) in raws if raw is not None and (link := ideas.read_link(raw))]
    cells = ", ".join(f"row[{place}] as {name}" for place, name in enumerate(_ADDRESS, 1))
    con.execute(
        f"create or replace temp table addresses as select {cells} "
        "from (select unnest(from_json($rows, '[[\"VARCHAR\"]]')) as row)",
        {"rows": json.dumps(rows)},
    )


def _rejects(
    con: duckdb.DuckDBPyConnection, table: TextTable, columns: tuple[_Column, ...]
) -> list[LineReject]:
    found = con.execute(
        f"select rowid - (select min(rowid) from typed) as place, code from typed where code > 0 "
        f"order by place limit {_SHOWN_REJECTS}"
    ).fetchall()
    if not found:
        return []
    checks = _checks(columns)
    records = dict(
        con.execute(
            "select place, record_no from ("
            f"select record_no, row_number() over () - 1 as place from {table.view}) "
            "where place in (select unnest($places::bigint[]))",
            {"places": [place for place, _ in found]},
        ).fetchall()
    )
    lines = table.lines_of(list(records.values()))
    return [LineReject(lines[records[place]], *checks[code - 1][1:]) for place, code in found]
