"""A plain CSV of people, after the organisational-data contract of Viva; and its relatives."""

from dataclasses import replace

from etl.organisation.checks import list_notices
from etl.organisation.listing import export_date, list_exported
from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Notice, Source, by_header
from etl.warehouse.schema import staff

_PANEL_SHARE = 0.5


def _prepare(export: Export) -> tuple[Notice, ...]:
    """Find the dates as of which the file is a full list.

    Where people stand in it under several dates, each date with at least half of them is a list
    of its own. Otherwise the file is one list, as of its latest date.
    """
    export.con.execute(
        """
        create or replace temp table list_date as
        with dated as (
            select coalesce(effective_date, $export_date::date) as list_date, person_id_key
            from staged),
        whole as (
            select count(distinct person_id_key) as people, count(distinct list_date) as dates,
                count(distinct (person_id_key, list_date)) as listings
            from dated)
        select list_date from dated, whole
        where dates = 1 or listings > people
        group by list_date, people
        having count(distinct person_id_key) >= $share * people
        """,
        {**export_date(export), "share": _PANEL_SHARE},
    )
    return list_notices(export)


_PEOPLE = Source(
    name="staff_people",
    label="Staff list: people CSV",
    fields=(
        Field(
            "person_id_key",
            ("PersonId", "Person Id", "Microsoft_PersonEmail", "Email Address [Required]"),
            Kind.ID,
            required=True,
            filled=True,
            private="person",
        ),
        Field("effective_date", ("EffectiveDate",), Kind.DATE),
        Field("manager_key", ("ManagerId", "Microsoft_ManagerEmail"), Kind.ID, private="person"),
        Field(
            "department_label",
            ("Organization", "Organisation", "Department", "Microsoft_Organization"),
            Kind.LABEL,
            required=True,
        ),
        Field(
            "email_key",
            (
                *("Email", "Mail", "Email Address", "Work Email"),
                *("Microsoft_PersonEmail", "Email Address [Required]"),
            ),
            private="email",
        ),
        Field(
            "alias_key",
            ("AlternateEmail", "Alias", "Former Email", "Previous Email"),
            private="email",
        ),
        Field("other_key", ("UserPrincipalName", "UPN"), private="email"),
        Field(
            "employee_key",
            ("EmployeeId", "Employee Number", "Payroll Number"),
            Kind.ID,
            private="employee",
        ),
        Field(
            "directory_key",
            ("DirectoryId", "ObjectId", "Entra Id", "Azure Id"),
            Kind.ID,
            private="directory",
        ),
        Field(
            "site_label", ("Site", "Location", "Office", "Microsoft_CompanyOfficeCity"), Kind.LABEL
        ),
        Field("class", ("Class", "Employee Type", "Worker Type", "PopulationType"), Kind.LABEL),
        Field(
            "is_eligible",
            ("Eligible", "HasDevice", "Has Account And Device", "Is Eligible"),
            Kind.FLAG,
        ),
        Field(
            "start_date", ("HireDate", "Start Date", "StartDate"), Kind.DATE, may_be_any_day=True
        ),
        Field(
            "end_date",
            ("EndDate", "Leave Date", "LeaveDate", "Termination Date"),
            Kind.DATE,
            may_be_any_day=True,
        ),
    ),
    loads=(
        Load(
            staff,
            """
            with dated as (
                select *, coalesce(effective_date, $export_date::date) as row_date from staged),
            listed as (
                select dated.*, list_date.list_date
                from dated join list_date on list_date.list_date = row_date
                union all
                select dated.*, max(row_date) over () as list_date from dated
                where not exists (select 1 from list_date)
                qualify rank() over (partition by person_id_key order by row_date desc) = 1),
            post as (
                select * from listed
                qualify row_number() over (
                    partition by list_date, person_id_key, lower(department_label)
                    order by record_no desc) = 1)
            select record_no, 'people' as list_kind, list_date, person_id_key,
                row_number() over (
                    partition by list_date, person_id_key order by record_no)::integer as post_no,
                directory_key, employee_key, email_key, alias_key, other_key, manager_key,
                department_label, site_label, lower(class) as class, is_eligible,
                case when start_date > date '1900-12-31' and start_date <> date '1970-01-01'
                    and start_date < date '9999-01-01' then start_date end as start_date,
                case when end_date < date '9999-01-01' and end_date > date '1900-12-31'
                    and end_date <> date '1970-01-01' then end_date end as end_date
            from post
            """,
        ),
    ),
    covers="effective_date",
    dated=list_exported,
    parameters=export_date,
    prepare=_prepare,
    recognise=by_header("PersonId", "Organization"),
)

_MICROSOFT_365 = replace(
    _PEOPLE,
    label="Staff list: organizational data of Microsoft 365",
    recognise=by_header("Microsoft_PersonEmail", "Microsoft_Organization"),
)
_GOOGLE = replace(
    _PEOPLE,
    label="Staff list: users of Google Workspace",
    recognise=by_header("Email Address [Required]", "Department", "Org Unit Path [Required]"),
)

SOURCES = (_PEOPLE, _MICROSOFT_365, _GOOGLE)
