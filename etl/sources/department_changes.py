"""The list of renames, merges, splits and transfers of departments."""

from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import department_change

SOURCE = Source(
    name="department_changes",
    label="Organisation: changes of departments",
    fields=(
        Field("from_id", ("from_id", "From"), Kind.ID, required=True, filled=True),
        Field("to_id", ("to_id", "To"), Kind.ID, required=True, filled=True),
        Field(
            "effective_date",
            ("effective_date", "Date"),
            Kind.DATE,
            required=True,
            filled=True,
            may_be_any_day=True,
        ),
        Field(
            "kind",
            ("kind",),
            required=True,
            filled=True,
            check=(
                "lower(trim({value})) in ('rename', 'merge', 'split', 'transfer')",
                "is none of rename, merge, split and transfer",
            ),
        ),
    ),
    loads=(
        Load(
            department_change,
            """
            select record_no, from_id, to_id, effective_date, lower(kind) as kind from staged
            """,
        ),
    ),
    recognise=by_header("from_id", "to_id", "effective_date", "kind"),
)
