"""Staff lists: the monthly CSV of people, and the directory's "Download users"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from etl.simulate.directory import DirectoryEntry
from etl.simulate.exports.csvfile import csv_text, write_text
from etl.simulate.people import Person, StaffRow
from etl.simulate.world import World

PEOPLE = (
    "PersonId,EffectiveDate,HireDate,EndDate,ManagerId,Organization,EmployeeId,Email,"
    "AlternateEmail,DirectoryId,Class,Eligible,Site"
)
DIRECTORY = (
    "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,"
    "accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,postalCode,"
    "telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,consentProvidedForMinor,"
    "legalAgeGroupClassification,companyName,creationType,directorySynced,invitationState,"
    "identityIssuer,createdDateTime"
)


def write_people(folder: Path, world: World) -> Iterator[Path]:
    """Write one full list per month, as of the 1st."""
    organisation = world.organisation
    for list_date, listed in zip(organisation.list_dates, organisation.lists, strict=True):
        path = folder / f"people-{list_date}.csv"
        rows = [
            [organisation.people[n].person_id, list_date, *_person(organisation.people[n], post)]
            for n, row in sorted(listed.items())
            for post in _posts(row)
        ]
        write_text(path, csv_text(PEOPLE.split(","), rows, line_end="\r\n"))
        yield path


def _posts(row: StaffRow) -> list[StaffRow]:
    """A line for each post of a person."""
    return [row] if row.second is None else [row, replace(row, department=row.second)]


def write_changes(folder: Path, world: World) -> Path:
    """Write what became of departments."""
    path = folder / f"department-changes-{world.plan.as_of}.csv"
    steps = world.organisation.steps
    rows: list[list[object]] = [
        [step.before.department_id, step.after.department_id, step.day, step.kind] for step in steps
    ]
    write_text(path, csv_text(["from_id", "to_id", "effective_date", "kind"], rows))
    return path


def _person(person: Person, row: StaffRow) -> list[object]:
    return [
        row.hire_date,
        row.end_date or "",
        row.manager_id,
        row.department.name,
        person.person_id,
        _as_typed(person, row.email),
        row.alternate_email,
        row.directory_id,
        row.class_name,
        "Yes" if row.is_eligible else "No",
        person.site,
    ]


def _as_typed(person: Person, address: str) -> str:
    """Some systems write addresses with capitals."""
    return address.title() if person.number % 4 == 0 else address


def write_directory(folder: Path, world: World) -> Path:
    """Write the directory's download of users, of the last day."""
    path = folder / f"exportUsers_{world.plan.as_of}.csv"
    rows = [_entry(entry) for entry in world.directory]
    write_text(path, csv_text(DIRECTORY.split(","), rows, has_bom=True))
    return path


def _entry(entry: DirectoryEntry) -> list[object]:
    values: dict[str, object] = {
        "userPrincipalName": entry.upn,
        "displayName": entry.display_name,
        "surname": entry.family,
        "mail": entry.mail,
        "givenName": entry.given,
        "id": entry.id,
        "userType": entry.user_type,
        "jobTitle": entry.job_title,
        "department": entry.department,
        "accountEnabled": str(entry.is_enabled),
        "usageLocation": "GB",
        "alternateEmailAddress": entry.alternate,
        "directorySynced": "True" if entry.user_type == "Member" else "",
        "createdDateTime": _us(entry.created_at),
    }
    return [values.get(name, "") for name in DIRECTORY.split(",")]


def _us(instant: datetime) -> str:
    """``8/19/2021 1:25:31 PM``."""
    half = "AM" if instant.hour < 12 else "PM"
    day = f"{instant.month}/{instant.day}/{instant.year}"
    return f"{day} {instant.hour % 12 or 12}:{instant.minute:02d}:{instant.second:02d} {half}"
