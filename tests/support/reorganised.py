"""The organisation's own files, written by hand into Facts: departments, labels, changes."""

from collections.abc import Mapping

from etl.warehouse import schema
from tests.support.facts import Facts


def department(
    facts: Facts,
    id_: str,
    name: str,
    parent: str | None = None,
    since: str | None = None,
    listed: str | None = None,
) -> None:
    """A line of the list of departments; ``listed``: the day that the list is of."""
    exported = {} if listed is None else {"exported_at": f"{listed} 06:00"}
    facts.add(
        schema.department_list,
        snapshot_id=f"departments-{listed}",
        department_id=id_,
        name=name,
        parent_id=parent,
        valid_from=since,
        valid_from_key=since or "",
        **exported,
    )


def departments(facts: Facts, listed: str, parents: Mapping[str, str | None]) -> None:
    """A list of departments, each named like its id, and what they are part of."""
    for id_, parent in parents.items():
        department(facts, id_, id_.capitalize(), parent, listed=listed)


def means(facts: Facts, label: str, id_: str) -> None:
    """A line of the reviewed file of labels."""
    facts.add(schema.department_label, snapshot_id="labels", label=label, department_id=id_)


def change(facts: Facts, from_id: str, to_id: str, day: str, kind: str) -> None:
    """A rename, merge, split or transfer of a department."""
    facts.add(
        schema.department_change,
        snapshot_id="changes",
        from_id=from_id,
        to_id=to_id,
        effective_date=day,
        kind=kind,
    )
