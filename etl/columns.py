"""The columns of a file as a source wants them: values by expression, checks, reject codes.

A line is looked at closely only where a hint, which costs next to nothing, tells that a check
might fail.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from etl.errors import MissingColumn
from etl.reading.convert import Kind, converted, problem, reason
from etl.reading.samples import header_key
from etl.source import Field

_EMPTY = "is empty"
# Figures are worked out for every day from the first to the last: one wrong year makes millions.
_UNLIKELY = "({value} < '1990-01-01' or {value} >= '2100-01-01')"
_UNLIKELY_DAY = "lies before 1990 or after 2099, which cannot be meant; correct the year"


@dataclass(frozen=True, slots=True)
class Column:
    """A field and the text column of the file it is read from (None: the header is missing)."""

    field: Field
    source: str | None
    header: str


@dataclass(frozen=True, slots=True)
class Check:
    """What makes a line a reject: a condition over texts and values, the header, the reason.

    ``hint`` costs next to nothing and holds wherever ``condition`` does.
    """

    hint: str
    condition: str
    header: str
    reason: str


def match_columns(
    fields: Sequence[Field], header: tuple[str, ...], name: str
) -> tuple[Column, ...]:
    """The columns that hold the fields, by header. MissingColumn where a required one lacks."""
    places: dict[str, int] = {}
    for index, cell in enumerate(header):
        places.setdefault(header_key(cell), index)
    return tuple(_column(field, places, header, name) for field in fields)


def _column(field: Field, places: Mapping[str, int], header: tuple[str, ...], name: str) -> Column:
    for alias in field.aliases:
        index = places.get(header_key(alias))
        if index is not None:
            return Column(field, f"c{index}", header[index].strip())
    if field.required:
        raise MissingColumn(
            file=name,
            line=1,
            column=field.aliases[0],
            problem="the column is missing",
            remedy="Export the file again with this column, or give its heading this name",
        )
    return Column(field, None, field.aliases[0])


def _converted(column: Column, day_first: bool | None) -> str:
    field = column.field
    source = column.source or "null::varchar"
    if field.expression:
        return field.expression.format(value=source)
    return converted(field.kind, source, day_first=day_first, zone=field.zone)


def checks(columns: Sequence[Column]) -> list[Check]:
    """All that can make a line a reject, in the order in which it is told."""
    return [check for column in columns if column.source for check in _checks_of(column)]


def _checks_of(column: Column) -> Iterator[Check]:
    field, source, value = column.field, column.source, f'"{column.field.column}"'
    text = converted(Kind.TEXT, str(source))
    if field.check:
        held, wrong = field.check
        fails = f"not coalesce({held.format(value=source)}, true)"
        yield Check(fails, fails, column.header, wrong)
    if not field.expression and field.kind is Kind.ID:
        is_problem = problem(Kind.ID, str(source))
        yield Check(f"contains({source}, '+')", is_problem, column.header, reason(Kind.ID))
    elif not field.expression and field.kind not in {Kind.TEXT, Kind.LABEL}:
        hint = f"({value} is null and {source} is not null)"
        fails = f"case when {value} is null then {text} is not null else false end"
        yield Check(hint, fails, column.header, reason(field.kind))
    if field.kind in {Kind.DATE, Kind.INSTANT} and not field.may_be_any_day:
        fails = _UNLIKELY.format(value=value)
        yield Check(fails, fails, column.header, _UNLIKELY_DAY)
    if field.filled:
        is_empty = f"{text} is null"
        hint = is_empty if field.expression else f"{value} is null"
        yield Check(hint, is_empty, column.header, _EMPTY)


def _code(found: Sequence[Check]) -> str:
    """The number of the first check that a line fails, or 0: few lines are looked at closely."""
    if not found:
        return "0"
    cases = " ".join(f"when {check.condition} then {place}" for place, check in enumerate(found, 1))
    hints = " or ".join(check.hint for check in found)
    return f"case when {hints} then case {cases} else 0 end else 0 end"


def typed_select(columns: Sequence[Column], view: str, day_first: bool | None) -> str:
    """The query that gives each line its values and ``code``: the number of a failed check, or 0.

    Checks look at values that are there already, because to convert is what costs.
    """
    values = ", ".join(
        f'{_converted(column, day_first)} as "{column.field.column}"' for column in columns
    )
    names = ", ".join(f'"{column.field.column}"' for column in columns)
    code = _code(checks(columns))
    return f'select ({code})::smallint as code, {names} from (select *, {values} from "{view}")'
