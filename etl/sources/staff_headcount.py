"""A headcount table, for organisations that may not share a list of people."""

from dataclasses import replace

from etl.errors import NotReadable
from etl.plural import plural
from etl.reading.convert import Kind
from etl.reading.csvfile import TextTable, open_csv
from etl.reading.samples import Sample, header_key
from etl.source import Export, Field, Load, Notice, Opening, Source, by_header
from etl.warehouse.schema import headcount

_NOT_PEOPLE = ("FTE", "WTE", "Full Time Equivalent", "Posts", "Establishment", "Positions")
_ONE = (
    "lower(trim({value})) not in "
    "('total', 'totals', 'grand total', 'subtotal', 'sub-total', 'sum', 'all departments')",
    "is a sum and no department, so everybody would count twice; leave the line out",
)
_WHOLE = (
    "regexp_full_match(trim({value}), '[0-9]*')",
    "is not a whole number of people, such as 1200; FTE is no headcount, so count people instead",
)
_PEOPLE = (
    "lower(trim({value})) in ('headcount', 'people')",
    "is no headcount; FTE and posts are not people, so no share of staff can be taken of them",
)


def _open(opening: Opening) -> TextTable:
    """The table; NotReadable where it counts full-time equivalents or posts and no people."""
    table = open_csv(
        opening.con,
        opening.path,
        name=opening.name,
        view=opening.view,
        workspace=opening.workspace,
    )
    present = {header_key(cell): cell.strip() for cell in table.header}
    found = [present[key] for name in _NOT_PEOPLE if (key := header_key(name)) in present]
    if header_key("Headcount") not in present:
        raise NotReadable(
            file=opening.name,
            line=1,
            column=next(iter(found), "Headcount"),
            problem="FTE and posts are not people, so no share of staff can be taken of them",
            remedy="Export the number of people per department, in a column named Headcount",
        )
    return table


def _repeated(export: Export) -> tuple[Notice, ...]:
    """That lines were passed over, where a department has several for one date."""
    lines = "select count(*) - count(distinct (department_label, date)) from unsigned"
    count = int(str(export.one(lines)[0]))
    if not count:
        return ()
    sentence = (
        f"{export.file} has {plural(count, 'line')} too many: for one department and date the last "
        "line holds. Give each part of a department a name of its own, or load one line with "
        "their sum."
    )
    return (Notice("repeated_department", sentence, needs_person=True),)


_HEADCOUNT = Source(
    name="staff_headcount",
    label="Staff list: headcount table",
    fields=(
        Field("department_label", ("Department",), Kind.LABEL, True, True, check=_ONE),
        Field("date", ("Date",), Kind.DATE, required=True, filled=True),
        Field("headcount_count", ("Headcount",), Kind.COUNT, True, True, check=_WHOLE),
        Field("eligible_count", ("Eligible",), Kind.COUNT),
        Field("measure", ("Measure", "Denominator Type"), check=_PEOPLE),
    ),
    loads=(
        Load(
            headcount,
            """
            select record_no, date, department_label, headcount_count, eligible_count from staged
            """,
        ),
    ),
    open=_open,
    covers="date",
    prepare=_repeated,
    recognise=by_header("Department", "Date", "Headcount", unless=("PersonId",)),
)


def _counts_posts(sample: Sample) -> int:
    """Whether a table counts FTE or posts where it should count people."""
    keys = {header_key(cell) for cell in sample.header}
    if sample.kind != "csv" or not {header_key("Department"), header_key("Date")} <= keys:
        return 0
    has_posts = any(header_key(name) in keys for name in _NOT_PEOPLE)
    return 50 if has_posts and header_key("Headcount") not in keys else 0


_POSTS = replace(
    _HEADCOUNT, label="Staff list: FTE or posts (refused, with the reason)", recognise=_counts_posts
)

SOURCES = (_HEADCOUNT, _POSTS)
