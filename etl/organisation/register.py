"""What the organisation's own files say: departments, the meaning of labels, what became of them.

Ids are compared without case, marks and spacing, like labels. Of several files of a kind the
latest export holds, as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from etl.editions.schema import UNKNOWN
from etl.organisation.labels import department_id
from etl.organisation.succession import Change, Succession, follow
from etl.source import Notice
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse


@dataclass(frozen=True, slots=True)
class Register:
    """``listed``: id to name, None where no list of departments was loaded. ``named``: the
    normalised name, past or present, to the one id that had it. ``parents``: id to the id it is
    part of. ``mapped``: the normalised label to the id it means.
    """

    listed: Mapping[str, str] | None
    named: Mapping[str, str]
    parents: Mapping[str, str]
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

    def ancestors(self, department: str) -> tuple[str, ...]:
        """What a department is part of, the nearest first."""
        found: list[str] = []
        at = department
        while at in self.parents:
            at = self.parents[at]
            found.append(at)
        return tuple(found)


def read_register(warehouse: Warehouse) -> Register:
    """The register of the latest files."""
    rows = _latest(warehouse, "department_list", "department_id, name, parent_id, valid_from")
    listed = _names(rows) if rows else None
    parents, problems = _parents(rows)
    changes = _changes(warehouse)
    succession = follow(changes)
    notices = [*problems, *_change_notices(changes, succession, listed)]
    return Register(
        listed=listed,
        named=_only_ids(rows),
        parents=parents,
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
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(department_id(row["name"]), set()).add(department_id(row["department_id"]))
    return {name: next(iter(found)) for name, found in ids.items() if len(found) == 1}


def _parents(rows: Sequence[RowMapping]) -> tuple[dict[str, str], list[Notice]]:
    """Id to parent, without the parents that are not listed or lead back to their own part."""
    told = {
        department_id(row["department_id"]): department_id(row["parent_id"])
        for row in _in_time(rows)
    }
    known = {key: parent for key, parent in told.items() if parent in told}
    orphans = sum(parent != UNKNOWN for parent in told.values()) - len(known)
    parents = {key: parent for key, parent in known.items() if not _leads_back(key, known)}
    notices = []
    if orphans:
        notices.append(
            _notice(
                "orphan_department",
                f"The list of departments names parents that it does not hold, {orphans:,} times; "
                "those departments stand at the top. Add the parents or clear parent_id.",
            )
        )
    if len(parents) < len(known):
        notices.append(
            _notice(
                "department_loop",
                f"{len(known) - len(parents):,} departments are part of themselves by way of "
                "their parents; they stand at the top. Correct parent_id in the list.",
            )
        )
    return parents, notices


def _leads_back(key: str, parents: Mapping[str, str]) -> bool:
    at, seen = key, {key}
    while at in parents:
        at = parents[at]
        if at in seen:
            return at == key
        seen.add(at)
    return False


def _change_notices(
    changes: Iterable[Change], succession: Succession, listed: Mapping[str, str] | None
) -> Iterable[Notice]:
    if succession.circling:
        yield _notice(
            "change_loop",
            f"{len(succession.circling):,} departments become themselves again in the list of "
            "changes; those changes are left out. A department that goes on keeps its id.",
        )
    ids = {each for change in changes for each in (change.from_id, change.to_id)}
    unlisted = len(ids - set(listed or ids))
    if unlisted:
        yield _notice(
            "change_unlisted",
            f"The list of changes names {unlisted:,} ids that are not on the list of departments. "
            "Add them there, with the days on which they were valid.",
        )


def _notice(code: str, sentence: str) -> Notice:
    return Notice(code, sentence, needs_person=True)
