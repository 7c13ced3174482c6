"""Columns of text become typed columns, by query expression: the same for every source.

Each kind gives the expression of the value, the condition under which a text is not such a value,
and the reason to tell. A text that is empty, or the word null, is no value and no problem.
The workbench's session time zone must be UTC.
"""

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

_BLANKS = " || ".join(f"chr({code})" for code in (9, 10, 11, 12, 13, 32, 160, 8203, 65279))
_CLEAN = "[!-~]([ -~]?[!-~]|[ -~]{3,}[!-~])?"
"""Plain characters, no blank at either end, and not four long as the word null is."""
_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z"
_SCIENTIFIC = r"\d([.,]\d+)?[eE]\+?\d+"
_OFFSET = r"(Z|z| ?UTC| ?[+-]\d\d:?\d\d)$"
_SLASHED = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
_FORMATS = (
    "%Y/%m/%d %H:%M:%S %z",
    "%d/%b/%Y:%H:%M:%S %z",
    "%m/%d/%Y %I:%M:%S %p",
)
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


def _text(column: str) -> str:
    """The cell without blanks around it; NULL where it is empty or says null."""
    trimmed = f"trim({column}, {_BLANKS})"
    cleaned = f"case when lower({trimmed}) in ('', 'null') then null else {trimmed} end"
    # Most cells are clean, and seeing that costs a fifth of cleaning them.
    return f"(case when regexp_full_match({column}, '{_CLEAN}') then {column} else {cleaned} end)"


def converted(kind: Kind, column: str, *, day_first: bool | None = None, zone: str = "UTC") -> str:
    """The expression of the typed value of a text column; NULL where there is none.

    INSTANT gives a TIMESTAMP in UTC: a text without an offset is read in ``zone``.
    """
    text = _text(column)
    match kind:
        case Kind.TEXT | Kind.ID:
            return text
        case Kind.LABEL:
            return f"regexp_replace({text}, '[\\s\\x{{00A0}}]+', ' ', 'g')"
        case Kind.INSTANT:
            return _instant(column, zone)
        case Kind.DATE:
            return _date(text, day_first)
        case Kind.COUNT:
            return f"(case when regexp_full_match({text}, '\\d{{1,9}}') then {text}::integer end)"
        case Kind.FLAG:
            return (
                f"(case when lower({text}) in {_TRUE} then true "
                f"when lower({text}) in {_FALSE} then false end)"
            )


def _instant(column: str, zone: str) -> str:
    """The usual form, in UTC, is converted at once; any other is looked at closely."""
    usual = f"regexp_full_match({column}, '{_ISO}')"
    return (
        f"(case when {usual} then try_cast({column} as timestamp) "
        f"else {_unusual_instant(_text(column), zone)} end)"
    )


def _unusual_instant(text: str, zone: str) -> str:
    begins = f"{text}[1] between '0' and '9'"
    formats = ", ".join(f"'{each}'" for each in _FORMATS)
    dated = (
        f"timezone('UTC', coalesce(try_cast({text} as timestamptz), "
        f"try_strptime({text}, [{formats}])::timestamptz))"
    )
    if zone == "UTC":
        return f"(case when {begins} then {dated} end)"
    local = f"timezone('UTC', timezone('{zone}', try_cast({text} as timestamp)))"
    return (
        f"(case when not {begins} then null "
        f"when regexp_matches({text}, '{_OFFSET}') then {dated} "
        f"else coalesce({local}, {dated}) end)"
    )


def _date(text: str, day_first: bool | None) -> str:
    order = "['%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y']" if day_first else "['%m/%d/%Y', '%m-%d-%Y']"
    return (
        f"(case when regexp_matches({text}, '^\\d{{4}}[-/]\\d') then "
        f"coalesce(try_cast(replace({text}, '/', '-') as date), "
        f"try_cast(replace({text}, '/', '-') as timestamp)::date) "
        f"when regexp_matches({text}, '^{_SLASHED}') then "
        f"try_strptime(split_part({text}, ' ', 1), {order})::date end)"
    )


def problem(kind: Kind, column: str, *, day_first: bool | None = None, zone: str = "UTC") -> str:
    """The condition under which a cell holds something, and not a value of the kind."""
    text = _text(column)
    if kind in {Kind.TEXT, Kind.LABEL}:
        return "false"
    if kind is Kind.ID:
        marked = f"contains({column}, 'E') or contains({column}, 'e')"
        return f"(case when {marked} then regexp_full_match({text}, '{_SCIENTIFIC}') end is true)"
    value = converted(kind, column, day_first=day_first, zone=zone)
    return f"(case when {value} is null then {text} is not null else false end)"


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
        f"select trim({column}, {_BLANKS}) as written from {view}" for column in columns
    )
    row = con.execute(
        f"""
        with slashed as (
            select try_cast(split_part(translate(written, '.-', '//'), '/', 1) as integer) as one,
                try_cast(split_part(translate(written, '.-', '//'), '/', 2) as integer) as two
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
