"""The list of who is eligible: the people who have an account and a device, whole each time."""

from etl.errors import NotReadable
from etl.organisation.listing import export_date, list_exported
from etl.plural import plural
from etl.reading.convert import Kind
from etl.reading.samples import Sample
from etl.source import Export, Field, Load, Notice, Source, by_header
from etl.warehouse.schema import eligible_person

_HEADERS = (
    *("EligiblePersonId", "Eligible Person Id", "EligibleEmployeeId", "Eligible Employee Id"),
    *("EligibleEmail", "Eligible Email", "EligibleUserPrincipalName", "Eligible UPN"),
)
_NAMING = tuple(by_header(header) for header in _HEADERS)


def _recognise(sample: Sample) -> int:
    return max(names(sample) for names in _NAMING)


def _prepare(export: Export) -> tuple[Notice, ...]:
    """How many are named, and from when on. NotReadable where no one list can be made of it."""
    dates, people = (
        int(str(count))
        for count in export.one(
            "select count(distinct effective_date), count(distinct person_id_key) from staged"
        )
    )
    if dates > 1:
        raise NotReadable(
            file=export.file,
            column="EffectiveDate",
            problem="there are several dates, and each list of who is eligible has one",
            remedy="Put everybody who is eligible on a date into a file of its own",
        )
    if not people:
        raise NotReadable(
            file=export.file,
            problem="names nobody who is eligible",
            remedy="Export the list again with everybody who has an account and a device",
        )
    named = plural(people, "person", "people")
    since = f"{export_date(export)['export_date']:%d %B %Y}"
    return (Notice("eligible_named", f"{export.file} names {named} as eligible from {since} on."),)


SOURCE = Source(
    name="eligible_people",
    label="List of who is eligible: an account and a device",
    fields=(
        Field("person_id_key", _HEADERS, Kind.ID, required=True, filled=True, private="person"),
        Field(
            "effective_date", ("EffectiveDate", "Effective Date", "List Date", "As Of"), Kind.DATE
        ),
    ),
    loads=(
        Load(
            eligible_person,
            """
            select record_no, $export_date::date as list_date, person_id_key from staged
            """,
        ),
    ),
    dated=list_exported,
    parameters=export_date,
    prepare=_prepare,
    recognise=_recognise,
)
