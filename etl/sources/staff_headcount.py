"""A headcount table, for organisations that may not share a list of people."""

from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import headcount

SOURCE = Source(
    name="staff_headcount",
    label="Staff list: headcount table",
    fields=(
        Field("department_label", ("Department",), Kind.LABEL, required=True, filled=True),
        Field("date", ("Date",), Kind.DATE, required=True, filled=True),
        Field("headcount_count", ("Headcount",), Kind.COUNT, required=True, filled=True),
        Field("eligible_count", ("Eligible",), Kind.COUNT),
    ),
    loads=(
        Load(
            headcount,
            """
            select record_no, date, department_label, headcount_count, eligible_count from staged
            """,
        ),
    ),
    covers="date",
    recognise=by_header("Department", "Date", "Headcount", unless=("PersonId",)),
)
