"""The keyed hashes of one person and of nobody else: what two people had is left to the other."""

from collections.abc import Sequence

from sqlalchemy import func, select

from etl.erasure.tombstones import Erased
from etl.errors import LoadError
from etl.subject.known import NOBODY, Keys, hashes_of, occurs, together
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse
from etl.warehouse.schema import identifier

# An address that passed from one colleague to another, a mailbox that several have, an account
# that pointed at one colleague and then at another.
_SHARED = """
    with listed as (
        select list_kind, list_date, snapshot_id, person_id_key, directory_key, employee_key,
            email_key, alias_key, other_key from staff),
    bearing as (
        select list_kind, list_date, snapshot_id, person_id_key, directory_key as key from listed
        union all
        select list_kind, list_date, snapshot_id, person_id_key, employee_key from listed
        union all
        select list_kind, list_date, snapshot_id, person_id_key, email_key from listed
        union all
        select list_kind, list_date, snapshot_id, person_id_key, alias_key from listed
        union all
        select list_kind, list_date, snapshot_id, person_id_key, other_key from listed)
    select key from identifier group by key having count(distinct person_key) > 1
    union
    select account_key from holder where person_key is not null
    group by account_key having count(distinct person_key) > 1
    union
    select email_key from account where email_key is not null group by email_key
    having count(distinct directory_key) > 1 or count(distinct employee_key) > 1
    union
    select key from bearing where key is not null
    group by list_kind, list_date, snapshot_id, key having count(distinct person_id_key) > 1
"""


_SEVERAL = (
    "This identifier stood for more than one colleague. Name the person by another: the number on "
    "the staff list, or the id of the account."
)


def person_of(
    warehouse: Warehouse,
    identifiers: Sequence[str],
    erased: Erased,
    *,
    have_people_left: bool = False,
) -> Keys:
    """The keys of the person whom every identifier names, those of a tombstone among them.

    Raises LoadError where an identifier names nobody, or several people. ``have_people_left``:
    whether rows of people who left have expired: where nobody is known by any identifier, the keys
    are those of the identifiers, for kept exports may have them.
    """
    shared = Keys(row[0] for row in bulk.tuples(warehouse, _SHARED))
    given = hashes_of(warehouse, identifiers)
    if have_people_left and not any(_known(warehouse, key, shared, erased) for key in given):
        return given
    return Keys().union(*(_one_person(warehouse, each, shared, erased) for each in identifiers))


def _one_person(warehouse: Warehouse, named: str, shared: Keys, erased: Erased) -> Keys:
    given = hashes_of(warehouse, [named])
    if given & shared:
        raise LoadError(_SEVERAL)
    found = [_known(warehouse, key, shared, erased) for key in sorted(given)]
    people = [keys for keys in found if keys]
    if not people:
        raise LoadError(NOBODY)
    if not Keys.intersection(*people) or _people(warehouse, Keys().union(*people)) > 1:
        raise LoadError(_SEVERAL)
    return Keys().union(*people)


def _known(warehouse: Warehouse, key: str, shared: Keys, erased: Erased) -> Keys:
    """The keys that belong with one; none where it stands nowhere."""
    keys = together(warehouse, Keys({key}), apart=shared)
    tombstone = erased.of(keys)
    if tombstone:
        return keys | tombstone.keys
    return keys if occurs(warehouse, keys) else Keys()


def _people(warehouse: Warehouse, keys: Keys) -> int:
    """How many colleagues the keys name."""
    query = select(func.count(identifier.c.person_key.distinct())).where(identifier.c.key.in_(keys))
    return int(warehouse.connection.execute(query).scalar_one())
