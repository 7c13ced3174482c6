"""What may be published of the exact tables: disclosure control, one table after the other."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import groupby
from typing import Any

from sqlalchemy import Table

from etl.disclosure.groups import Groups, find_groups
from etl.disclosure.masking import mask
from etl.disclosure.rules import Derived, Disclosure, Open, Policy
from etl.disclosure.shared import Shared, Subject, Told, guarded, told_of
from etl.editions import schema
from etl.editions.packed import Packed, Row
from etl.editions.rows import Tables, as_rows, by_place, exactly, key_of, named, place_of
from etl.editions.schema import EXACT, WHOLE, metadata
from etl.errors import EditionError


def publishable(tables: Tables, policy: Policy) -> Tables:
    """The tables with everything hidden that would tell of a few people."""
    groups = groups_of(tables, policy)
    found: Tables = {
        name: masked(metadata.tables[name], rows, groups) for name, rows in tables.items()
    }
    found[schema.topic_department.name] = _told_of_topics(tables, found, groups)
    return found


def _told_of_topics(exact: Tables, published: Tables, groups: Groups) -> Packed:
    """Topics by department, without what would tell of their ideas."""
    topic, held = schema.topic_department, published[schema.topic_idea.name]
    rows = [named(topic, row) for row in published[topic.name]]
    topics = told_of((exactly(topic, row) for row in exact[topic.name]), rows, "topic_id")
    ideas = _told_of_ideas({idea for _, idea in held}, exact, published)
    placed = groups.placed(groups.last)
    shared = Shared(placed.tree.parents, placed.people, groups.policy)
    return as_rows(topic, guarded(shared, rows, topics, ideas, held))


def _told_of_ideas(wanted: Set[str], exact: Tables, published: Tables) -> Mapping[Subject, Told]:
    """What there is and is told of some ideas by department."""
    table, subject = schema.idea_department, "idea_id"
    idea_of = place_of(table, [subject])
    counts = (exactly(table, row) for row in exact[table.name] if idea_of(row)[0] in wanted)
    cells = (named(table, row) for row in published[table.name] if idea_of(row)[0] in wanted)
    return told_of(counts, cells, subject)


def groups_of(tables: Tables, policy: Policy) -> Groups:
    """The departments of exact tables, with their sizes."""
    return find_groups(exact_rows(tables), policy, WHOLE, EXACT)


def exact_rows(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The rows that tell of sizes, to the person, by the names of their columns."""
    return {
        name: [exactly(metadata.tables[name], row) for row in tables[name]]
        for name in ("adoption", "activity", "department", "department_parent", "activity_basis")
    }


def masked(table: Table, rows: Sequence[Row], groups: Groups) -> Sequence[Row]:
    """The rows of one table with everything hidden that would tell of a few people."""
    disclosure = declared(table)
    if isinstance(disclosure, Open | Derived):
        return rows
    key = table.primary_key.columns.keys()
    subject = place_of(table, [name for name in key if name != "department_id"])
    is_grouped = key[-1] == "department_id"  # or the whole table must be put in another order
    together = rows if is_grouped else sorted(rows, key=subject)
    found = mask((exactly(table, row) for row in together), key, disclosure, groups)
    return _in_groups(table, found, subject) if is_grouped else as_rows(table, found)


def _in_groups(
    table: Table, rows: Iterable[Mapping[str, Any]], group: Callable[[Row], Row]
) -> Packed:
    """As ``as_rows``, of rows whose groups are in order already."""
    groups = groupby(by_place(table, rows), group)
    return Packed(row for _, some in groups for row in sorted(some, key=key_of(table)))


def declared(table: Table) -> Disclosure:
    """What a table says that it tells of people. EditionError where it says nothing."""
    disclosure: Disclosure | None = table.info["disclosure"]
    if disclosure is None:
        raise EditionError(
            f"Table {table.name} does not say what it tells of people, so nothing is published. "
            "Give it disclosure=Open(...), WholeOnly(...) or ByDepartment(...): docs/disclosure.md."
        )
    return disclosure
