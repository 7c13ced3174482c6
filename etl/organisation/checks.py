"""What is odd about a staff list: reported in numbers and with what to do, never with a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.organisation.labels import department_id
from etl.plural import plural
from etl.source import Export, Notice


@dataclass(frozen=True, slots=True)
class _Check:
    """``count``: workbench SQL that yields one number. ``sentence`` says what it means."""

    code: str
    count: str
    sentence: str
    needs_person: bool = False


_PLACEHOLDERS = "(date '1900-01-01', date '1970-01-01')"
_LISTED = """
    create or replace temp table listed as
    select person_id_key, effective_date, department_label, manager_key, email_key, directory_key,
        start_date, end_date
    from staged"""
# Few stand on a list twice. To count what differs in each line of everybody would need more memory
# than a load may take.
_REPEATED = """
    create or replace temp table repeated as
    select count(*) as lines,
        count(distinct lower(coalesce(department_label, ''))) as departments,
        count(distinct email_key) as addresses, count(distinct directory_key) as accounts
    from listed s semi join (
        select effective_date, person_id_key from listed
        group by effective_date, person_id_key having count(*) > 1) r
        on s.person_id_key = r.person_id_key
            and s.effective_date is not distinct from r.effective_date
    group by s.effective_date, s.person_id_key"""
_CHECKS = (
    _Check(
        "repeated_person",
        "select count(*) from repeated where lines > departments",
        "lists {count} more than once in one department for one date; the last line of each "
        "holds. Check those lines in the staff list.",
        needs_person=True,
    ),
    _Check(
        "shared_id",
        "select count(*) from repeated where greatest(addresses, accounts) > 1",
        "gives one PersonId to lines with different addresses or directory ids, {count} so; each "
        "id counts as one person. Give every person an id of their own.",
        needs_person=True,
    ),
    _Check(
        "two_posts",
        "select count(*) from repeated where departments > 1",
        "lists {count} with posts in several departments: each counts once in the organisation "
        "and once in each of those departments, so departments do not sum to the total.",
    ),
    _Check(
        "placeholder_date",
        "select count(distinct person_id_key) from listed where "
        f"start_date in {_PLACEHOLDERS} or start_date >= date '9999-01-01' "
        f"or end_date in {_PLACEHOLDERS} or end_date >= date '9999-01-01'",
        "has a placeholder for a date (1900, 1970 or 9999) with {count}; it is read as no date.",
    ),
    _Check(
        "leaves_before_hire",
        "select count(distinct person_id_key) from listed where end_date < start_date "
        "and end_date > date '1970-01-01'",
        "lets {count} leave before they were hired; they count on no day. Correct the dates.",
        needs_person=True,
    ),
    _Check(
        "blank_department",
        "select count(distinct person_id_key) from listed where department_label is null "
        "or lower(department_label) in ('#n/a', 'n/a', 'na', 'none', 'unknown', 'tbc', '-')",
        "names no department for {count}; they count in the organisation and in no department.",
    ),
    _Check(
        "code_as_department",
        "select count(distinct department_label) from listed "
        "where regexp_full_match(department_label, '[A-Z]{1,4}-?[0-9]+')",
        "has {count:labels} that look like codes rather than names of departments. Map them to "
        "departments: uptake departments review",
    ),
    _Check(
        "self_manager",
        "select count(distinct person_id_key) from listed "
        "where manager_key in (person_id_key, email_key)",
        "names {count} as their own manager; that is read as no manager.",
    ),
    _Check(
        "orphan_manager",
        "select count(distinct person_id_key) from listed s where manager_key is not null "
        "and not exists (select 1 from listed m where m.person_id_key = s.manager_key) "
        "and not exists (select 1 from listed m where m.email_key = s.manager_key)",
        "names managers who are not on the list for {count}.",
    ),
)


def list_notices(export: Export) -> tuple[Notice, ...]:
    """What a person should know about the staff list in ``staged``."""
    export.con.execute(_LISTED)
    export.con.execute(_REPEATED)
    found = tuple(_notices(export))
    export.con.execute("drop table listed; drop table repeated")
    return found


def _notices(export: Export) -> Iterator[Notice]:
    for check in _CHECKS:
        count = int(str(export.one(check.count)[0]))
        if count:
            told = check.sentence.replace("{count:labels}", plural(count, "label"))
            told = told.replace("{count}", plural(count, "person", "people"))
            yield Notice(check.code, f"{export.file} {told}", check.needs_person)
    variants = _variants(export)
    if variants:
        spelled = plural(variants, "department")
        yield Notice(
            "variant_department",
            f"{export.file} spells {spelled} in several ways; each is read as one department.",
        )
    circling = in_circles(_managers(export))
    if circling:
        yield Notice(
            "manager_loop",
            f"{export.file} has {plural(circling, 'person', 'people')} whose managers lead back "
            "to themselves. Correct ManagerId in the staff list.",
            needs_person=True,
        )


def _variants(export: Export) -> int:
    labels = export.con.execute(
        "select distinct department_label from listed where department_label is not null"
    ).fetchall()
    ids = [department_id(label) for (label,) in labels]
    return sum(ids.count(each) > 1 for each in set(ids))


def _managers(export: Export) -> Mapping[str, str]:
    """The manager of each person, by id; those named by their address too."""
    return dict(
        export.con.execute(
            """
            select s.person_id_key, max(coalesce(m.person_id_key, s.manager_key))
            from listed s left join listed m on m.email_key = s.manager_key
            where s.manager_key is not null group by s.person_id_key
            having max(coalesce(m.person_id_key, s.manager_key)) <> s.person_id_key
            """
        ).fetchall()
    )


def in_circles(next_of: Mapping[str, str]) -> int:
    """How many keys come back to themselves when each is followed to its next one.

    >>> in_circles({"a": "b", "b": "a", "c": "a"})
    2
    """
    settled: set[str] = set()
    count = 0
    for start in next_of:
        path: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = len(path)
            at = next_of.get(at)
        if at in path:
            count += len(path) - path[at]
        settled.update(path)
    return count
