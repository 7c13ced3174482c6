"""What the organisation's own files say: departments, the meaning of labels, what became of them.

Ids are compared without case, marks and spacing, like labels. Of several files of a kind the
latest export holds, as a whole; but a department that a later list leaves out keeps its last name,
and what it was part of is told by the list of the day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import RowMapping

from etl.editions.schema import UNKNOWN
from etl.organisation.hierarchy import Hierarchy, Line, Listing, hierarchy
from etl.organisation.labels import department_id
from etl.organisation.people import LATEST_FIRST
from etl.organisation.succession import Change, Succession, follow
from etl.plural import plural
from etl.source import Notice
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse


@dataclass(frozen=True, slots=True)
class Register:
    """``listed``: id to name, None where no list of departments was loaded. ``named``: the
    normalised name, past or present, to the one id that had it. ``hierarchy``: what departments
    are part of, day by day. ``mapped``: the normalised label to the id it means.
    """

    listed: Mapping[str, str] | None
    named: Mapping[str, str]
    hierarchy: Hierarchy
    mapped: Mapping[str, str]
    succession: Succession
    notices: tuple[Notice, ...]

    def resolve(self, label: str | None) -> str:
        """The id of the department that a label means; '?' where that is not known."""
        key = department_id(label)
        if key == UNKNOWN:
            return UNKNOWN
        found = self.mapped.get(key, key)
        if self.listed is None or found in self.listed:
            return found
        return self.named.get(found, UNKNOWN)


def read_register(warehouse: Warehouse) -> Register:
    """The register of all lists of departments, and of the latest of the other files."""
    lists = _lists(warehouse)
    hierarchy_, problems = _hierarchy(lists)
    listed = {key: name for rows in lists for key, name in _names(rows).items()}
    changes = _changes(warehouse)
    succession = follow(changes)
    notices = [*problems, *_change_notices(changes, succession, listed or None)]
    return Register(
        listed=listed or None,
        named={name: id_ for rows in lists for name, id_ in _only_ids(rows).items()},
        hierarchy=hierarchy_,
        mapped={
            department_id(label): department_id(id_)
            for label, id_ in sorted(mapped_labels(warehouse).items())
        },
        succession=succession,
        notices=tuple(notices),
    )


def mapped_labels(warehouse: Warehouse) -> dict[str, str]:
    """Label to department id, as the reviewed file says."""
    rows = _latest(warehouse, "department_label", "label, department_id")
    return {row["label"]: row["department_id"] for row in rows}


def _lists(warehouse: Warehouse) -> list[Sequence[RowMapping]]:
    """The lines of the list of departments of each day, the earliest first.

    Of several lists of one day the later export holds.
    """
    rows = bulk.rows(warehouse, _LISTS)
    return [list(lines) for _, lines in groupby(rows, key=_listed_on)]


def _listed_on(row: RowMapping) -> date:
    exported: datetime = row["exported_at"]
    return exported.date()


_LISTS = f"""
    with known as (
        select l.snapshot_id, l.exported_at, n.file
        from (select distinct snapshot_id, exported_at from department_list) l
        left join snapshot n on n.snapshot_id = l.snapshot_id),
    ranked as (
        select *, row_number() over (
            partition by cast(exported_at as date) order by {LATEST_FIRST}) as rank
        from known)
    select l.department_id, l.name, l.parent_id, l.valid_from, l.valid_to, l.exported_at
    from department_list l join ranked r on r.snapshot_id = l.snapshot_id and r.rank = 1
    order by l.exported_at
"""


def _latest(warehouse: Warehouse, table: str, columns: str) -> Sequence[RowMapping]:
    return bulk.rows(
        warehouse,
        f"select {columns} from {table} where snapshot_id = (select snapshot_id from {table} "
        "order by exported_at desc, snapshot_id desc limit 1)",
    )


def _changes(warehouse: Warehouse) -> list[Change]:
    rows = _latest(warehouse, "department_change", "from_id, to_id, effective_date, kind")
    return [
        Change(
            row["effective_date"],
            department_id(row["from_id"]),
            department_id(row["to_id"]),
            row["kind"],
        )
        for row in rows
    ]


def _in_time(rows: Sequence[RowMapping]) -> list[RowMapping]:
    return sorted(rows, key=lambda row: (str(row["valid_from"] or ""), row["name"]))


def _names(rows: Sequence[RowMapping]) -> dict[str, str]:
    """Id to its latest name."""
    return {department_id(row["department_id"]): row["name"] for row in _in_time(rows)}


def _only_ids(rows: Sequence[RowMapping]) -> dict[str, str]:
    """Name to the one id that has it; to no id where several have."""
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(department_id(row["name"]), set()).add(department_id(row["department_id"]))
    return {name: found.pop() if len(found) == 1 else UNKNOWN for name, found in ids.items()}


def _hierarchy(lists: Sequence[Sequence[RowMapping]]) -> tuple[Hierarchy, list[Notice]]:
    """What departments are part of, and what is odd about the latest list of them."""
    listings = [Listing(_listed_on(rows[0]), [_line(row) for row in rows]) for rows in lists]
    found = hierarchy(listings)
    if not listings:
        return found, []
    latest = {(line.department, line.parent) for line in listings[-1].lines}
    known = {line.department for listing in listings[:-1] for line in listing.lines}
    moved = found.moved_before(listings[-1].day, hierarchy(listings[:-1])) & known
    counted = (
        ("orphan_department", len(found.orphans & latest), _ORPHANS),
        ("department_loop", len(found.circling & latest), _LOOPS),
        ("past_parent", len(moved), _CORRECTED),
    )
    return found, [_notice(code, told.format(count)) for code, count, told in counted if count]


def _line(row: RowMapping) -> Line:
    parent = department_id(row["parent_id"])
    return Line(
        department_id(row["department_id"]),
        None if parent == UNKNOWN else parent,
        row["valid_from"],
        row["valid_to"],
    )


_ORPHANS = (
    "The list of departments names parents that it does not hold on those days, {:,} times; "
    "those departments stand at the top. Add the parents or clear parent_id."
)
_LOOPS = (
    "{:,} departments are part of themselves by way of their parents; they stand at the top. "
    "Correct parent_id in the list."
)
_CORRECTED = (
    "The latest list of departments says otherwise of earlier days what {:,} departments were part "
    "of, so the past of their parents changed. If they were moved only now, give valid_from the "
    "day of the move."
)


def _change_notices(
    changes: Iterable[Change], succession: Succession, listed: Mapping[str, str] | None
) -> Iterable[Notice]:
    if succession.circling:
        yield _notice(
            "change_loop",
            f"The list of changes leads {plural(len(succession.circling), 'department')} back to "
            "where it began; those changes are left out. A department that goes on keeps its id.",
        )
    ids = {each for change in changes for each in (change.from_id, change.to_id)}
    unlisted = len(ids - set(listed or ids))
    if unlisted:
        yield _notice(
            "change_unlisted",
            f"The list of changes has {plural(unlisted, 'id')} beyond those on the list of "
            "departments. Add what is missing there, with the days on which it was valid.",
        )


def _notice(code: str, sentence: str) -> Notice:
    return Notice(code, sentence, needs_person=True)
