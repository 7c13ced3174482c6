"""The reviewed file that says which department a label means."""

from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Notice, Source, by_header
from etl.warehouse.schema import department_label


def _left_open(export: Export) -> tuple[Notice, ...]:
    """Labels that nobody has mapped yet stay where they were: not known."""
    open_ = int(str(export.one("select count(*) from staged where department_id is null")[0]))
    if not open_:
        return ()
    return (
        Notice(
            "label_open",
            f"{export.file} leaves {open_:,} label{'s' if open_ > 1 else ''} without a department. "
            "Fill in the column department_id and load the file again.",
            needs_person=True,
        ),
    )


SOURCE = Source(
    name="department_labels",
    label="Organisation: what labels mean",
    fields=(
        Field("label", ("label",), Kind.LABEL, required=True, filled=True),
        Field("department_id", ("department_id", "Code"), Kind.ID, required=True),
    ),
    loads=(
        Load(
            department_label,
            """
            select record_no, label, department_id from staged where department_id is not null
            """,
        ),
    ),
    prepare=_left_open,
    recognise=by_header("label", "department_id", unless=("name",)),
)
