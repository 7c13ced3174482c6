"""Which departments each manager heads, from the chain of managers on the newest staff list.

A manager heads a department when every colleague counted in it reports to them, directly or through
others, or is them. So nobody sees a department of which they lead only a part. A department has the
people of its parts too, as they are on the last day, whatever they were part of before. A chain
that runs in a circle leads nowhere: whoever stands in the circle has no manager, so it widens
nobody's reach. Neither does a manager who is not on the list.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from etl.editions.schema import UNKNOWN
from etl.editions.shelf import Reach
from etl.identity.ring import KeyRing
from etl.organisation import read_register
from etl.organisation.hierarchy import Parents
from etl.organisation.hierarchy import above as above_of
from etl.organisation.people import LATEST_FIRST
from etl.settings import Settings
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_NEWEST = f"""
    with newest as (
        select s.list_kind, s.list_date, s.snapshot_id, s.exported_at, n.file
        from (
            select distinct list_kind, list_date, snapshot_id, exported_at from staff) s
        left join snapshot n on n.snapshot_id = s.snapshot_id
        order by list_kind desc, list_date desc, {LATEST_FIRST} limit 1),
    listed as (
        select s.* from staff s
        join newest n on n.list_kind = s.list_kind and n.list_date = s.list_date
            and n.snapshot_id = s.snapshot_id
        where coalesce(s.end_date, s.list_date) >= s.list_date)
"""
_LISTED = f"""
    {_NEWEST}
    select s.person_id_key, s.manager_key,
        coalesce(c.as_id, d.department_id, :unknown) as department_id,
        coalesce(s.class, 'employee') not in :not_counted as is_counted
    from listed s
    left join department d on d.label = s.department_label
    left join succession c on c.department_id = d.department_id
        and c.valid_from <= s.list_date and c.valid_to > s.list_date
"""
_NAMED = f"""
    {_NEWEST}
    select person_id_key, directory_key, employee_key, email_key from listed
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person on the list, by keyed hash."""

    key: str
    manager_key: str | None
    department_id: str
    is_counted: bool = True


def heads(
    colleagues: Iterable[Colleague], parents: Parents | None = None
) -> dict[str, frozenset[str]]:
    """Key of a colleague to the departments they head; nobody who heads none.

    ``parents``: department to the one it is part of.
    """
    by_key = {colleague.key: colleague for colleague in colleagues}
    above = _managers(by_key)
    people = [each for each in by_key.values() if each.is_counted]
    managers = set(above.values())
    total: Counter[str] = Counter()
    under: Counter[tuple[str, str]] = Counter()
    for colleague in people:
        units = (colleague.department_id, *above_of(parents or {}, colleague.department_id))
        total.update(units)
        for key in managers.intersection((colleague.key, *_chain(above, colleague.key))):
            under.update((key, unit) for unit in units)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for (key, department_id), number in under.items():
        if number == total[department_id] and department_id != UNKNOWN:
            found[key].add(department_id)
    return {key: frozenset(departments) for key, departments in found.items()}


def _managers(by_key: Mapping[str, Colleague]) -> dict[str, str]:
    """Key to the key of the manager, for those whose manager is on the list and in no circle."""
    given = {key: each.manager_key for key, each in by_key.items() if each.manager_key in by_key}
    above: dict[str, str] = {}
    settled: set[str] = set()
    for start in given:
        path: dict[str, int] = {}
        key: str | None = start
        while key is not None and key not in path and key not in settled:
            path[key] = len(path)
            key = given.get(key)
        circle_from = path[key] if key in path else len(path)
        for each, place in path.items():
            manager = given.get(each)
            if place < circle_from and manager is not None:
                above[each] = manager
        settled.update(path)
    return above


def _chain(above: Mapping[str, str], key: str) -> Iterator[str]:
    while key in above:
        key = above[key]
        yield key


def handle(key: KeyRing, person_key: str) -> str:
    """How a manager stands in what is published: a hash of the hash that the warehouse has.

    So the table beside the editions cannot be joined with the warehouse by whoever holds both.
    """
    return key.hashed(f"access:{person_key}")


def find_reach(warehouse: Warehouse, settings: Settings, key: KeyRing) -> Reach:
    """The reach of every manager on the newest staff list of the kind that headcount rests on."""
    parents = _parents(warehouse)
    headed = heads(_colleagues(warehouse, settings), parents)
    theirs = {name for who, names in _names(warehouse) if who in headed for name in names}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for who, names in _names(warehouse):
        for each in theirs.intersection(names):
            owners[each].add(who)
    return {
        handle(key, each): headed[owner]
        for each, people in sorted(owners.items())
        for owner in people
        if len(people) == 1 and owner in headed
    }


def _parents(warehouse: Warehouse) -> Parents:
    """What departments are part of on the last day."""
    (row,) = bulk.rows(warehouse, "select max(date) as last from calendar")
    return read_register(warehouse).hierarchy.on(row["last"] or date.max)


def _colleagues(warehouse: Warehouse, settings: Settings) -> Iterator[Colleague]:
    """Everybody on the newest list. Their managers' keys and departments are held once."""
    not_counted = [*(name.lower() for name in settings.staff.not_counted), "disabled"]
    known = {"unknown": UNKNOWN, "not_counted": not_counted}
    for key, manager_key, department_id, is_counted in bulk.streamed(warehouse, _LISTED, known):
        manager = manager_key and sys.intern(manager_key)
        yield Colleague(sys.intern(key), manager, sys.intern(department_id), is_counted)


def _names(warehouse: Warehouse) -> Iterator[tuple[str, Set[str]]]:
    """Key of everybody on the newest list, and all keyed hashes that name them."""
    for names in bulk.streamed(warehouse, _NAMED):
        yield names[0], {name for name in names if name is not None}
