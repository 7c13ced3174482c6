"""What people recorded of ideas: that one was adopted, and what came of it."""

from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import idea_record

_STAGE = "lower(trim({value}))"
_NUMBER = "try_cast(replace(replace(trim({value}), ',', ''), '£', '') as double)"

SOURCE = Source(
    name="idea_records",
    label="Records of ideas",
    fields=(
        Field("idea", ("idea", "Idea address", "Address"), required=True, filled=True),
        Field(
            "stage",
            ("stage", "What happened"),
            required=True,
            filled=True,
            expression=_STAGE,
            check=(_STAGE + " in ('adopted', 'outcome')", "is neither adopted nor outcome"),
        ),
        Field(
            "recorded_date",
            ("recorded_on", "Date", "When"),
            Kind.DATE,
            required=True,
            filled=True,
        ),
        Field("department_label", ("department",), Kind.LABEL),
        Field(
            "evidence",
            ("evidence", "Evidence link", "Proof"),
            expression="nullif(trim({value}), '')",
            check=(
                "trim({value}) = '' or regexp_matches(trim({value}), '^(?i)https?://[^\\s/@]+\\.[^\\s/@]+(/\\S*)?$')",
                "is not a web address that begins with https://",
            ),
        ),
        Field(
            "value",
            ("value", "Worth"),
            expression=_NUMBER,
            check=(f"trim({{value}}) = '' or isfinite({_NUMBER}) is true", "is not a number"),
        ),
        Field("unit", ("unit",), Kind.LABEL),
    ),
    addresses=("select idea from staged",),
    loads=(
        Load(
            idea_record,
            """
            select record_no, a.idea_id, stage, coalesce(department_label, '') as department_label,
                recorded_date, evidence, value, unit
            from staged join addresses a on a.raw = staged.idea
            where a.idea_id is not null
            """,
        ),
    ),
    covers="recorded_date",
    recognise=by_header("idea", "stage", "recorded_on"),
)
