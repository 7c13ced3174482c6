"""Membership over time: on which days which colleague was a member, in which department.

Where a list of people was loaded, a member counts while the list has them (numerator within the
denominator). Otherwise every member counts, in the department that the network names.
"""

from etl.editions.schema import UNKNOWN
from etl.stretches import joined_up
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

_LAST_DAY = "9999-12-31"

# Stretches of membership of each account, and whose they are.
_MEMBERSHIP = f"""
    select a.account_key, coalesce(h.person_key, a.account_key) as person_key, a.department_label,
        greatest(a.joined_date, coalesce(h.valid_from, a.joined_date)) as valid_from,
        least(coalesce(a.ended_date, date '{_LAST_DAY}'),
            coalesce(h.valid_to, date '{_LAST_DAY}')) as valid_to
    from known_account a left join holder h on h.account_key = a.account_key
    where a.joined_date is not null and not a.is_guest and not a.is_service and not a.is_left
        and (a.state = 'active' or a.ended_date is not null)
"""

# Two accounts of one colleague make one membership.
_JOINED_UP = joined_up(
    "select * from membership where valid_from < valid_to",
    "person_key",
    "min(department_label) as department_label",
)

# Days are counted per person millions of times: a number is compared faster than a hash.
_NUMBERED = """
    select person_key, cast(row_number() over (order by person_key) as integer) as person_no,
        first_date
    from (select person_key, min(valid_from) as first_date from joined_up
        group by person_key) people
"""

_ON_STAFF_LIST = """
    select m.person_key, n.person_no, e.department_id,
        greatest(m.valid_from, e.valid_from) as valid_from,
        least(m.valid_to, e.valid_to) as valid_to
    from joined_up m
    join numbered n on n.person_key = m.person_key
    join staffed e on e.person_key = m.person_key
        and e.valid_from < m.valid_to and m.valid_from < e.valid_to
"""

_BY_LABEL = """
    select m.person_key, n.person_no,
        coalesce(u.unit_id, :unknown) as department_id,
        greatest(m.valid_from, coalesce(c.valid_from, m.valid_from),
            coalesce(u.valid_from, m.valid_from)) as valid_from,
        least(m.valid_to, coalesce(c.valid_to, m.valid_to),
            coalesce(u.valid_to, m.valid_to)) as valid_to
    from joined_up m
    join numbered n on n.person_key = m.person_key
    left join department d on d.label = m.department_label
    left join succession c on c.department_id = d.department_id
        and c.valid_from < m.valid_to and m.valid_from < c.valid_to
    left join department_within u on u.department_id = coalesce(c.as_id, d.department_id)
        and u.valid_from < least(m.valid_to, coalesce(c.valid_to, m.valid_to))
        and u.valid_to > greatest(m.valid_from, coalesce(c.valid_from, m.valid_from))
"""


def has_staff_list(warehouse: Warehouse) -> bool:
    """Whether a list of people was ever loaded."""
    return bool(bulk.rows(warehouse, "select 1 as found from employment limit 1"))


def derive_presence(warehouse: Warehouse) -> None:
    """Rebuild ``presence`` from accounts, their holders and employment; make ``numbered``."""
    bulk.make(warehouse, "membership", _MEMBERSHIP)
    bulk.make(warehouse, "joined_up", _JOINED_UP)
    bulk.make(warehouse, "numbered", _NUMBERED)
    if has_staff_list(warehouse):
        bulk.replace(warehouse, schema.presence, _ON_STAFF_LIST)
    else:
        bulk.replace(warehouse, schema.presence, _BY_LABEL, {"unknown": UNKNOWN})
