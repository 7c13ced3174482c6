"""The Entra "Download users" CSV, in both generations of its header."""

from collections.abc import Mapping

from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Source, by_header
from etl.warehouse.schema import staff


def _export_date(export: Export) -> Mapping[str, object]:
    return {"export_date": export.exported_at.date()}


SOURCE = Source(
    name="staff_directory",
    label="Staff list: Entra directory",
    fields=(
        Field(
            "person_id_key",
            ("id", "objectId"),
            Kind.ID,
            required=True,
            filled=True,
            private="directory",
        ),
        Field("other_key", ("userPrincipalName",), required=True, filled=True, private="email"),
        Field(
            "is_external", ("userPrincipalName",), expression="contains(upper({value}), '#EXT#')"
        ),
        Field("email_key", ("mail",), private="email"),
        Field("alias_key", ("alternateEmailAddress",), private="email"),
        Field("user_type", ("userType",)),
        Field("has_title", ("jobTitle",), expression="coalesce(trim({value}), '') <> ''"),
        Field("department_label", ("department",), Kind.LABEL, required=True),
        Field("site_label", ("physicalDeliveryOfficeName", "officeLocation"), Kind.LABEL),
        Field("is_enabled", ("accountEnabled",), Kind.FLAG),
    ),
    loads=(
        Load(
            staff,
            """
            select record_no, 'directory' as list_kind, $export_date::date as list_date,
                person_id_key, 1 as post_no, person_id_key as directory_key, null as employee_key,
                email_key, alias_key, other_key, null as manager_key,
                department_label, site_label,
                case when is_external or lower(coalesce(user_type, 'member')) = 'guest' then 'guest'
                     when not coalesce(is_enabled, true) then 'disabled'
                     when department_label is null and not coalesce(has_title, false) then 'service'
                     else 'employee' end as class,
                null as is_eligible, null as start_date, null as end_date
            from staged
            """,
        ),
    ),
    parameters=_export_date,
    recognise=by_header(
        "userPrincipalName", "displayName", "userType", "department", "accountEnabled"
    ),
)
