"""Columns of text become typed columns, by query expression: the same for every source.

Each kind gives the expression of the value, the condition under which a text is not such a value,
and the reason to tell. A text that is empty, or the word null, is no value and no problem. The
usual form of each kind is recognised by a cheap expression; only the others are looked at closely.

Casting text to TIMESTAMP ignores an offset that is written in it, so only text that ends in Z, or
has no offset, is ever cast to it. No expression depends on the time zone of the session.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

import duckdb

from etl.errors import NotReadable


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    LABEL = "label"
    ID = "id"
    INSTANT = "instant"
    DATE = "date"
    COUNT = "count"
    FLAG = "flag"


Order = Literal["iso"] | bool | None
"""How dates are written: ISO, day first (True), month first (False), or it cannot be known."""

_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACES = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BLANKS = _SPACES + _ZERO_WIDTH
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"  # joiners are letters' business: they stay inside a word

_SCIENTIFIC = r"\d([.,]\d+)?[eE]\+\d+"
_DAY = r"(\d{4})[-/](\d{2})[-/](\d{2})"
_CLOCK = r"[T ](\d{2}):(\d{2})(?::(\d{2}(?:[.,]\d{1,9})?))?"
_ZULU = r" ?(?:[Zz]|UTC|GMT)"
_OFFSET = r" ?([+-](?:0\d|1[0-4])):?([0-5]\d)?"
_WITH_OFFSET = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?[+-](0\d|1[0-4]):?[0-5]\d"
_SERVER_LOG = r"\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-](?:0\d|1[0-4])[0-5]\d"
_SLASHED = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
_TIME_OF_DAY = (
    r"(?:,?[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"
    r" ?(?:[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_HALF_DAY_CLOCKS = ("%I:%M:%S %p", "%I:%M %p")
_CLOCKS = (*_HALF_DAY_CLOCKS, "%H:%M:%S", "%H:%M")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]+")

_REASONS = {
    Kind.TEXT: "is not text",
    Kind.LABEL: "is not text",
    Kind.ID: (
        "was changed to scientific notation by a spreadsheet, so the id is lost; export the file "
        "again and do not open it in Excel first"
    ),
    Kind.INSTANT: "is not a date with a time; write it as 2026-11-22T09:30:00Z",
    Kind.DATE: "is not a date; write it as 2026-11-22",
    Kind.COUNT: "is not a whole number of 0 or more",
    Kind.FLAG: "is neither true nor false",
}
_TRUE, _FALSE = ("true", "yes", "1", "y"), ("false", "no", "0", "n")


def converted(kind: Kind, column: str, *, day_first: bool | None = None, zone: str = "UTC") -> str:
    """The expression of the typed value of a text column; NULL where there is none.

    TEXT, ID and LABEL give VARCHAR, DATE gives DATE, COUNT INTEGER, FLAG BOOLEAN, and INSTANT a
    TIMESTAMP in UTC: a text without an offset is read in ``zone``. ``day_first`` tells how
    slashed dates are written; where it is None, only those with AM or PM are, month first.
    """
    column = _operand(column)
    match kind:
        case Kind.TEXT | Kind.ID:
            return _text(column)
        case Kind.LABEL:
            return _label(column)
        case Kind.INSTANT:
            return _instant(column, day_first, zone)
        case Kind.DATE:
            return _date(column, day_first)
        case Kind.COUNT:
            digits = f"regexp_full_match({_text(column)}, '[0-9]{{1,9}}')"
            return f"(case when {digits} then try_cast({_text(column)} as integer) end)"
        case Kind.FLAG:
            lowered = f"lower({_text(column)})"
            return (
                f"(case when {column} = 'true' then true when {column} = 'false' then false "
                f"when {lowered} in {_TRUE} then true when {lowered} in {_FALSE} then false end)"
            )


def problem(kind: Kind, column: str, *, day_first: bool | None = None, zone: str = "UTC") -> str:
    """The condition under which a cell holds something, and not a value of the kind."""
    if kind in {Kind.TEXT, Kind.LABEL}:
        return "false"
    column = _operand(column)
    if kind is Kind.ID:
        marked = f"contains({column}, 'E+') or contains({column}, 'e+')"
        found = f"regexp_full_match({_text(column)}, '{_SCIENTIFIC}')"
        return f"(case when {marked} then {found} end is true)"
    value = converted(kind, column, day_first=day_first, zone=zone)
    return (
        f"(case when {column} is null or {value} is not null then false "
        f"else {_text(column)} is not null end)"
    )


def reason(kind: Kind) -> str:
    """Why a cell is a problem, and what to do; follows the name of the column."""
    return _REASONS[kind]


def date_order(
    con: duckdb.DuckDBPyConnection, view: str, columns: Sequence[str], name: str = "the file"
) -> Order:
    """How the dates of some columns of a table of text are written, by all of their values.

    Raises NotReadable where some can only have the day first and others only the month.
    """
    dates = " union all ".join(
        f"select {_text(_operand(column))} as written from {view}" for column in columns
    )
    row = con.execute(
        f"""
        with slashed as (
            select regexp_extract(written, '^{_SLASHED}', 1)::integer as one,
                regexp_extract(written, '^{_SLASHED}', 2)::integer as two
            from ({dates}) where regexp_matches(written, '^{_SLASHED}'))
        select count(*), count(*) filter (one > 12), count(*) filter (two > 12) from slashed
        """
    ).fetchone()
    count, day_first, month_first = row or (0, 0, 0)
    if day_first and month_first:
        raise NotReadable(
            file=name,
            problem="some dates have the day first and others the month",
            remedy="Write all of them as 2026-04-03 and load the file again",
        )
    if not count:
        return "iso"
    if day_first or month_first:
        return bool(day_first)
    return None


# --- expressions -----------------------------------------------------------------------------


def _operand(column: str) -> str:
    return column if column.isidentifier() else f"({column})"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(column: str) -> str:
    """The cell without blanks around it; NULL where it is empty or says null.

    Most cells are ASCII without blanks at either end, which a few comparisons show ("!" follows the
    blank); trimming an alphabet of blanks costs twenty times as much.
    """
    trimmed = f"trim({column}, {_literal(_BLANKS)})"
    edges = _literal(f"^[{_BLANKS}]|[{_BLANKS}]$")
    may_be = f"{column} < '!' or {column}[-1] < '!' or strlen({column}) <> length({column})"
    return (
        f"(case when ({may_be}) and regexp_matches({column}, {edges}) then "
        f"case when lower({trimmed}) in ('', 'null') then null else {trimmed} end "
        f"when strlen({column}) in (0, 4) and lower({column}) in ('', 'null') then null "
        f"else {column} end)"
    )


def _label(column: str) -> str:
    """The cell as a text on one line, without doubled spaces and what nobody sees."""
    text = _text(column)
    is_odd = f"regexp_matches({column}, {_literal(f'[{_SPACES[:5]}{_BLANKS[6:]}]|  ')})"
    seen = f"regexp_replace({text}, {_literal(f'[{_INVISIBLE}]+')}, '', 'g')"
    collapsed = f"regexp_replace({seen}, {_literal(f'[{_SPACES}]+')}, ' ', 'g')"
    return f"(case when {is_odd} then {collapsed} else {text} end)"


def _instant(column: str, day_first: bool | None, zone: str) -> str:
    """The forms that come by the million are cast at once, without a look at each part."""
    has_year = f"{column} like '____-%'"
    with_offset = f"timezone('UTC', try_cast({column} as timestamptz))"
    usual = (
        f"case when ends_with({column}, 'Z') and strlen({column}) >= 20 and {has_year} "
        f"then try_cast({column} as timestamp) "
        f"when strlen({column}) = 19 and {column}[17] = ':' and {has_year} "
        f"then {_local(f'try_cast({column} as timestamp)', zone)} "
        f"when strlen({column}) >= 22 and regexp_full_match({column}, '{_WITH_OFFSET}') "
        f"then {with_offset} "
        f"when strlen({column}) = 26 and regexp_full_match({column}, '{_SERVER_LOG}') "
        f"then timezone('UTC', try_strptime({column}, '%d/%b/%Y:%H:%M:%S %z')) end"
    )
    unusual = _unusual_instant(_text(column), day_first, zone)
    return f"(case when {column} is not null then coalesce({usual}, {unusual}) end)"


def _local(timestamp: str, zone: str) -> str:
    """A TIMESTAMP on the clocks of ``zone``, in UTC."""
    if zone == "UTC":
        return timestamp
    if not _ZONE.fullmatch(zone):
        raise ValueError("no time zone has such a name")
    return f"timezone('UTC', timezone('{zone}', {timestamp}))"


def _unusual_instant(text: str, day_first: bool | None, zone: str) -> str:
    iso = f"{_DAY}(?:{_CLOCK})?"
    plain = f"regexp_replace({text}, '{iso}.*', '\\1-\\2-\\3 \\4:\\5:\\6')"
    stamp = (  # without a clock, or seconds, colons are left behind
        f"try_cast(case when ends_with({plain}, ' ::') then left({plain}, 10) "
        f"when ends_with({plain}, ':') then {plain} || '00' "
        f"else replace({plain}, ',', '.') end as timestamp)"
    )
    offset = (
        f"(regexp_extract({text}, '{_OFFSET}$', 1) || ':' || "
        f"coalesce(nullif(regexp_extract({text}, '{_OFFSET}$', 2), ''), '00'))"
    )
    log = f"try_strptime({text}, '%d/%b/%Y:%H:%M:%S %z')"
    return (
        f"(case when regexp_full_match({text}, '{iso}') then {_local(stamp, zone)} "
        f"when regexp_full_match({text}, '{iso}{_ZULU}') then {stamp} "
        f"when regexp_full_match({text}, '{_DAY}{_CLOCK}{_OFFSET}') "
        f"then timezone('UTC', try_cast({stamp}::varchar || {offset} as timestamptz)) "
        f"when regexp_full_match({text}, '{_SERVER_LOG}') then timezone('UTC', {log}) "
        f"else {_local(_slashed_instant(text, day_first), zone)} end)"
    )


def _slashed_instant(text: str, day_first: bool | None) -> str:
    day = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    clocks = _HALF_DAY_CLOCKS if day_first is None else _CLOCKS
    formats = ", ".join(f"'{day} {clock}'" for clock in clocks)
    spaced = f"replace(replace({text}, '\u202f', ' '), '\u00a0', ' ')"
    return (
        f"case when regexp_matches({text}, '^{_SLASHED}[, ]') "
        f"then try_strptime(replace({spaced}, ',', ''), [{formats}]) end"
    )


def _date(column: str, day_first: bool | None) -> str:
    usual = f"strlen({column}) = 10 and {column}[5] = '-' and {column}[8] = '-'"
    text = _text(column)
    iso = f"try_cast(replace(left({text}, 10), '/', '-') as date)"
    unusual = f"case when regexp_full_match({text}, '{_DAY}{_TIME_OF_DAY}') then {iso} "
    if day_first is not None:
        day = "%d/%m/%Y" if day_first else "%m/%d/%Y"
        unusual = (
            f"case when regexp_full_match({column}, '[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}') "
            f"then try_strptime({column}, '{day}')::date {unusual.removeprefix('case ')}"
        )
        slashed = f"regexp_replace({text}, '^{_SLASHED}.*', '\\1/\\2/\\3')"
        unusual += (
            f"when regexp_full_match({text}, '{_SLASHED}{_TIME_OF_DAY}') "
            f"then try_strptime({slashed}, '{day}')::date "
        )
    return (
        f"(case when {column} is null then null "
        f"when {usual} then try_cast({column} as date) else {unusual}end end)"
    )
