"""The list of departments: ids that survive renames, the names they had, and their parents."""

from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import department_list

SOURCE = Source(
    name="department_list",
    label="Organisation: list of departments",
    fields=(
        Field("department_id", ("department_id", "Code"), Kind.ID, required=True, filled=True),
        Field("name", ("name",), Kind.LABEL, required=True, filled=True),
        Field("parent_id", ("parent_id", "Parent"), Kind.ID, required=True),
        Field("valid_from", ("valid_from",), Kind.DATE, may_be_any_day=True),
        Field("valid_to", ("valid_to",), Kind.DATE, may_be_any_day=True),
    ),
    loads=(
        Load(
            department_list,
            """
            select record_no, department_id, name, parent_id, valid_from, valid_to,
                coalesce(valid_from::varchar, '') as valid_from_key
            from staged
            """,
        ),
    ),
    recognise=by_header("department_id", "name", "parent_id"),
)
