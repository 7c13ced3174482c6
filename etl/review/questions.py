"""Finds what is open: accounts in use that no rule could place, and the staff of the day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from etl.editions.daily import make_listed_departments
from etl.editions.departing import make_departed
from etl.editions.scope import Scope, find_scope
from etl.errors import LoadError
from etl.identity.ledger import UNPLACED
from etl.identity.matching import derive_holders
from etl.identity.standing import make_standing
from etl.locking import one_at_a_time
from etl.organisation import derive_departments, derive_employment
from etl.review.names import Bearer, Named, account_names, staff_names
from etl.rotation.warehouse import settled_key
from etl.settings import Settings
from etl.staging import prepare_bench
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse, open_warehouse

_WAIT_SECONDS = 60.0
_NOBODY = Named("", "")

# What people said decides anew below; a rejected colleague is not proposed again.
_OPEN = """
    select s.account_key, s.reason, a.department_label, a.snapshot_id,
        coalesce(d.department_id, '') as department_id
    from standing s
    join account a on a.account_key = s.account_key
    left join department d on d.label = a.department_label
    where s.date = :as_of and s.state in :unplaced
    order by s.account_key
"""
_POINTED = """
    select distinct a.account_key, i.person_key
    from account a
    join identifier i on i.key in (a.directory_key, a.employee_key, a.email_key)
    where a.account_key in (
        select account_key from standing where date = :as_of and state = 'conflict')
"""
_REJECTED = "select account_key, person_key from rejected"
_LISTED = """
    select p.person_key, min(s.person_id_key) as person_id_key,
        min(s.department_label) as department_label, min(d.department_id) as department_id,
        min(h.snapshot_id) as snapshot_id, min(n.source) as source
    from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
        and h.list_date <= :as_of and h.next_date > :as_of
    join snapshot n on n.snapshot_id = h.snapshot_id
    join person p on p.person_id_key = s.person_id_key
    left join department d on d.label = s.department_label
    group by p.person_key order by p.person_key
"""
_JOINED = "select distinct person_key from standing where date = :as_of and state = 'matched'"
_DIRECTORY = """
    select n.snapshot_id, n.source from held_list h
    join snapshot n on n.snapshot_id = h.snapshot_id
    where h.list_kind = 'directory' order by h.list_date desc limit 1
"""
_HELD_KEYS = """
    select key, min(person_key) as person_key from identifier
    where rule in ('directory_id', 'email', 'alias', 'upn')
        and valid_from <= :as_of and valid_to > :as_of
    group by key having count(distinct person_key) = 1
"""


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account in use that is nobody's yet. ``pointed``: colleagues whom a rule named."""

    account_key: str
    reason: str
    department_id: str
    department: str
    named: Named
    pointed: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Colleague:
    """A colleague on the staff list of the day."""

    person_key: str
    person_id_key: str
    department_id: str
    department: str
    named: Named
    has_joined: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """What is open on the day of the latest facts."""

    accounts: tuple[OpenAccount, ...] = ()
    colleagues: tuple[Colleague, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """What the warehouse tells, before names are known."""

    opened: list[dict[str, str]]
    listed: list[dict[str, str]]
    joined: frozenset[str]
    directory: tuple[str, str] | None
    held_keys: Mapping[str, str]
    pointed: Mapping[str, set[str]] = field(default_factory=dict)
    rejected: Mapping[str, set[str]] = field(default_factory=dict)


def find_questions(settings: Settings) -> Questions:
    """Derive what the facts mean now, and read the names of all it asks about.

    Raises LoadError where no list of people was loaded: there is nobody to match with.
    """
    with (
        one_at_a_time(settings.data / "load.lock", _WAIT_SECONDS),
        open_warehouse(settings) as warehouse,
    ):
        prepare_bench(warehouse.bench, settings, settled_key(warehouse, settings))
        with warehouse.transaction():
            read = _read(warehouse, _derived(warehouse, settings))
    accounts = _accounts(settings, read)
    return Questions(accounts, _colleagues(settings, read) if accounts else ())


def _derived(warehouse: Warehouse, settings: Settings) -> Scope:
    derive_departments(warehouse)
    scope = find_scope(warehouse, settings)
    if scope is None or not scope.has_staff_list:
        raise LoadError("There is no list of staff to match accounts with. Run: uptake load")
    derive_employment(warehouse, settings)
    derive_holders(warehouse, settings)
    make_departed(warehouse, settings)
    make_listed_departments(warehouse, scope)
    make_standing(warehouse, scope)
    return scope


def _read(warehouse: Warehouse, scope: Scope) -> _Read:
    day = {"as_of": scope.as_of_date}
    opened = bulk.rows(warehouse, _OPEN, {**day, "unplaced": [*UNPLACED]})
    directory = bulk.tuples(warehouse, _DIRECTORY)
    return _Read(
        opened=[dict(row) for row in opened],
        listed=[dict(row) for row in bulk.rows(warehouse, _LISTED, day)],
        joined=frozenset(key for (key,) in bulk.tuples(warehouse, _JOINED, day)),
        directory=directory[0] if directory else None,
        held_keys=dict(bulk.tuples(warehouse, _HELD_KEYS, day)),
        pointed=_by_account(bulk.tuples(warehouse, _POINTED, day)),
        rejected=_by_account(bulk.tuples(warehouse, _REJECTED)),
    )


def _by_account(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for account, person in pairs:
        found[account].add(person)
    return found


def _accounts(settings: Settings, read: _Read) -> tuple[OpenAccount, ...]:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for row in read.opened:
        wanted[row["snapshot_id"]].add(row["account_key"])
    names = account_names(settings, wanted) if wanted else {}
    return tuple(
        OpenAccount(
            key,
            row["reason"],
            row["department_id"],
            row["department_label"] or "",
            names.get(key, _NOBODY),
            frozenset(read.pointed.get(key, ())),
            frozenset(read.rejected.get(key, ())),
        )
        for row in read.opened
        for key in (row["account_key"],)
    )


def _colleagues(settings: Settings, read: _Read) -> tuple[Colleague, ...]:
    lists = {(row["snapshot_id"], row["source"]) for row in read.listed}
    bearers = [each for known in sorted(lists) for each in staff_names(settings, *known)]
    own = {each.person_id_key: each.named for each in bearers}
    other = _directory_names(settings, read)
    return tuple(
        Colleague(
            row["person_key"],
            row["person_id_key"],
            row["department_id"] or "",
            row["department_label"] or "",
            _either(own.get(row["person_id_key"]), other.get(row["person_key"])),
            row["person_key"] in read.joined,
        )
        for row in read.listed
    )


def _directory_names(settings: Settings, read: _Read) -> dict[str, Named]:
    """Names that the directory tells of colleagues whom it shows by a key they hold."""
    if read.directory is None:
        return {}
    bearers: Iterable[Bearer] = staff_names(settings, *read.directory)
    return {
        read.held_keys[key]: each.named
        for each in bearers
        for key in sorted({each.person_id_key, *each.keys})
        if key in read.held_keys
    }


def _either(own: Named | None, other: Named | None) -> Named:
    own, other = own or _NOBODY, other or _NOBODY
    return Named(own.name or other.name, own.address or other.address)
