"""What became of each account, on the last day of each month and on the edition's own day.

Each account that has joined stands in exactly one state: matched, left, guest, service, duplicate,
conflict or unmatched, with the reason. Who was only invited is no account yet, and stands apart.
"""

from datetime import date, timedelta

from sqlalchemy import text

from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.identity.identifiers import FIRST_DAY, LAST_DAY
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

SERVICE_CLASSES = ("service", "service account", "shared mailbox", "room", "equipment")
"""Classes of a staff list that no person has."""


def make_standing(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``ledger_date``, ``standing``, ``invitation`` and ``unplaced`` from holders."""
    told = {
        "as_of": scope.as_of_date,
        "unknown": UNKNOWN,
        "service": list(SERVICE_CLASSES),
        "no_match": "not_on_staff_list" if scope.has_staff_list else "no_staff_list",
    }
    bulk.make(warehouse, "ledger_date", "select date from calendar where false")
    insert = text("insert into ledger_date values (:date)")
    warehouse.connection.execute(insert, [{"date": day} for day in ledger_dates(scope)])
    for name, select in _STEPS.items():
        used = {key: value for key, value in told.items() if f":{key}" in select}
        bulk.make(warehouse, name, select, used)


def ledger_dates(scope: Scope) -> list[date]:
    """The last day of every month that the edition covers, and its own last day."""
    days = [scope.as_of_date]
    end = scope.as_of_date.replace(day=1) - timedelta(days=1)
    while end >= scope.first_date:
        days.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return sorted(days)


# What is no colleague, by the class on a staff list or in the directory; from its date on.
_MARKED_PEOPLE = f"""
    select p.person_key,
        min(case when s.class in :service then 'service' else 'guest' end) as class,
        min(case when h.is_first then date '{FIRST_DAY}' else s.list_date end) as valid_from
    from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
    join person p on p.person_id_key = s.person_id_key
    where s.class in :service or s.class = 'guest' group by p.person_key
"""
_MARKS = f"""
    with entry as (
        select s.class, s.directory_key, s.email_key, s.other_key,
            case when h.is_first then date '{FIRST_DAY}' else s.list_date end as valid_from
        from staff s
        join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
            and h.snapshot_id = s.snapshot_id
        where not h.is_basis and s.class in ('guest', 'service')),
    met as (
        select a.account_key, e.class, e.valid_from
        from account a join entry e on e.directory_key = a.directory_key
        union all
        select a.account_key, e.class, e.valid_from
        from account a join entry e on e.email_key = a.email_key
        union all
        select a.account_key, e.class, e.valid_from
        from account a join entry e on e.other_key = a.email_key)
    select account_key, min(class) as class, min(valid_from) as valid_from
    from met group by account_key
"""

_WORKPLACES = """
    select d.date, e.person_key, min(e.department_id) as department_id
    from ledger_date d
    join employment e on e.valid_from <= d.date and d.date < e.valid_to
    group by d.date, e.person_key
"""
_FIRST_DAYS = """
    select person_key, min(valid_from) as valid_from from employment group by person_key
"""

# Where the network places an account for which no colleague tells the department.
_LABELLED = """
    select a.account_key, coalesce(l.department_id, :unknown) as department_id
    from account a
    left join department d on d.label = a.department_label
    left join listed_department l on l.department_id = d.department_id
"""

_STANDING = """
    with joined as (
        select d.date, a.account_key, a.state as account_state, a.joined_date, a.is_guest,
            a.is_service, a.decision, h.person_key, h.rule, h.rank,
            h.account_key is not null as is_pointed,
            coalesce(w.department_id, l.department_id) as department_id,
            w.person_key is not null as is_employed,
            coalesce(f.valid_from <= d.date, false) as was_employed,
            a.state <> 'active' and coalesce(a.ended_date <= d.date, true) as is_closed,
            case when h.person_key is null then m.class else s.class end as marked
        from ledger_date d
        join known_account a on a.joined_date <= d.date
        join labelled l on l.account_key = a.account_key
        left join holder h on h.account_key = a.account_key
            and h.valid_from <= d.date and d.date < h.valid_to
        left join workplace w on w.date = d.date and w.person_key = h.person_key
        left join first_day f on f.person_key = h.person_key
        left join person_mark s on s.person_key = h.person_key and s.valid_from <= d.date
        left join account_mark m on m.account_key = a.account_key and m.valid_from <= d.date),
    numbered as (
        select *, row_number() over (
            partition by date, person_key, is_closed or marked is not null or not is_employed
            order by rank, joined_date, account_key) as number
        from joined),
    judged as (
        select *, case
            when decision in ('guest', 'service', 'left') then 'decided_' || decision
            when is_guest then 'external_domain'
            when is_service then 'service_address'
            when marked is not null then 'listed_as_' || marked
            when is_closed and account_state in ('suspended', 'deleted') then account_state
            when is_closed then 'closed'
            when is_pointed and person_key is null then 'two_people'
            when person_key is null or not was_employed then :no_match
            when not is_employed then 'left_staff_list'
            when number > 1 then 'second_account'
            else rule end as reason
        from numbered)
    select date, account_key, person_key, department_id, reason, case reason
        when 'decided_guest' then 'guest' when 'decided_service' then 'service'
        when 'decided_left' then 'left'
        when 'external_domain' then 'guest' when 'listed_as_guest' then 'guest'
        when 'listed_as_service' then 'service' when 'service_address' then 'service'
        when 'suspended' then 'left' when 'deleted' then 'left' when 'closed' then 'left'
        when 'left_staff_list' then 'left'
        when 'two_people' then 'conflict'
        when 'not_on_staff_list' then 'unmatched' when 'no_staff_list' then 'unmatched'
        when 'second_account' then 'duplicate' else 'matched' end as state
    from judged
    union all
    select date, subject, null, department_id, reason, state from departed
    cross join ledger_date where side = 'accounts'
"""

# Records that nobody has joined with, on the edition's day: when they appeared is not known.
_INVITATIONS = """
    select a.account_key, h.person_key, coalesce(w.department_id, l.department_id)
            as department_id,
        case when a.is_guest then 'guest' when a.is_service then 'service'
             when a.is_left or a.state in ('suspended', 'deleted') then 'closed'
             else 'waiting' end as state,
        case when a.decision in ('guest', 'service', 'left') then 'decided_' || a.decision
             when a.is_guest then 'external_domain' when a.is_service then 'service_address'
             when a.state = 'active' and a.joined_date is not null then 'joined_since'
             when a.state = 'active' then 'never_joined' else a.state end as reason
    from known_account a
    join labelled l on l.account_key = a.account_key
    left join holder h on h.account_key = a.account_key
        and h.valid_from <= :as_of and :as_of < h.valid_to
    left join workplace w on w.date = :as_of and w.person_key = h.person_key
    where a.joined_date is null or a.joined_date > :as_of
    union all
    select subject, null, department_id, state, reason from departed where side = 'invited'
"""
# One subject for each account of which only its number is left.
_DEPARTED = """
    select d.side, coalesce(l.department_id, :unknown) as department_id, d.state, d.reason,
        d.side || '-' || coalesce(d.label, '') || '-' || d.state || '-' || d.reason || '-'
            || cast(d.number as text) as subject
    from departed_account d
    left join department m on m.label = d.label
    left join listed_department l on l.department_id = m.department_id
"""

# The stretches of days in which an account could not be placed, though its owner may be staff.
_UNPLACED = f"""
    with used as (
        select u.account_key, l.department_id, a.joined_date as valid_from,
            least(case when a.state = 'active' then date '{LAST_DAY}'
                       else coalesce(a.ended_date, a.joined_date) end,
                coalesce(m.valid_from, date '{LAST_DAY}')) as valid_to
        from account_use u
        join account a on a.account_key = u.account_key
        join labelled l on l.account_key = u.account_key
        left join account_mark m on m.account_key = u.account_key
        where a.joined_date is not null),
    first as (
        select account_key, min(valid_from) as valid_from from holder group by account_key),
    doubted as (
        select u.account_key, u.department_id, u.valid_from,
            coalesce(f.valid_from, date '{LAST_DAY}') as valid_to
        from used u left join first f on f.account_key = u.account_key
        union all
        select u.account_key, u.department_id, h.valid_from,
            case when h.person_key is null then h.valid_to
                 else least(h.valid_to, coalesce(f.valid_from, date '{LAST_DAY}')) end
        from used u
        join holder h on h.account_key = u.account_key
        left join first_day f on f.person_key = h.person_key)
    select d.account_key, d.department_id, d.valid_from, least(d.valid_to, u.valid_to) as valid_to
    from doubted d join used u on u.account_key = d.account_key
    where d.valid_from < least(d.valid_to, u.valid_to)
"""

_STEPS = {
    "person_mark": _MARKED_PEOPLE,
    "account_mark": _MARKS,
    "workplace": _WORKPLACES,
    "first_day": _FIRST_DAYS,
    "labelled": _LABELLED,
    "departed": _DEPARTED,
    "standing": _STANDING,
    "invitation": _INVITATIONS,
    "unplaced": _UNPLACED,
}
