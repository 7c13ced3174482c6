"""Accounts meet colleagues: by directory id, employee id, e-mail, then any other address.

Only keyed hashes are compared. A match is one to one: an account that points at two colleagues is
a conflict, and of several accounts of one colleague the others are duplicates.
"""

from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

RULES = ("directory_id", "employee_id", "email", "alias")
"""In the order in which they are tried."""


def derive_matches(warehouse: Warehouse) -> None:
    """Rebuild ``identifier`` and ``match`` from accounts and staff lists; make ``addressee``."""
    _derive_identifiers(warehouse)
    bulk.make(warehouse, "candidate", _CANDIDATES)
    bulk.replace(warehouse, schema.match, _MATCHES)
    bulk.make(warehouse, "addressee", _ADDRESSEES)


def _derive_identifiers(warehouse: Warehouse) -> None:
    bulk.make(warehouse, "named", _NAMED)
    bulk.replace(warehouse, schema.identifier, _IDENTIFIERS)


# What staff lists say of a colleague. The address on the latest list is the e-mail; addresses of
# earlier lists are former ones, so they count as aliases.
_NAMED = """
    with own as (
        select p.person_key, s.*, max(s.list_date) over (partition by p.person_key) as latest
        from staff s
        join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
            and h.snapshot_id = s.snapshot_id and h.is_basis
        join person p on p.person_id_key = s.person_id_key)
    select 'directory_id' as rule, directory_key as key, person_key from own
    union select 'employee_id', employee_key, person_key from own
    union select 'email', email_key, person_key from own where list_date = latest
    union select 'email', person_id_key, person_key from own where list_date = latest
    union select 'alias', person_id_key, person_key from own where list_date < latest
    union select 'alias', email_key, person_key from own
    union select 'alias', alias_key, person_key from own
    union select 'alias', other_key, person_key from own
"""

# The directory, where it is not itself the basis, adds ids and addresses to colleagues that it
# shares an address with.
_IDENTIFIERS = """
    with listed as (
        select s.* from staff s
        join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
            and h.snapshot_id = s.snapshot_id and not h.is_basis),
    address as (
        select person_id_key, email_key as key from listed
        union select person_id_key, other_key from listed),
    met as (
        select a.person_id_key, min(n.person_key) as person_key
        from address a join named n on n.key = a.key and n.rule in ('email', 'alias')
        group by a.person_id_key having count(distinct n.person_key) = 1),
    added as (
        select 'directory_id' as rule, l.directory_key as key, m.person_key
        from listed l join met m on m.person_id_key = l.person_id_key
        union select 'alias', l.email_key, m.person_key
        from listed l join met m on m.person_id_key = l.person_id_key
        union select 'alias', l.other_key, m.person_key
        from listed l join met m on m.person_id_key = l.person_id_key
        union select 'alias', l.alias_key, m.person_key
        from listed l join met m on m.person_id_key = l.person_id_key)
    select rule, key, person_key from named where key is not null
    union select rule, key, person_key from added where key is not null
"""

_CANDIDATES = """
    with pointed as (
        select a.account_key, i.rule, i.person_key
        from account a join identifier i on i.rule = 'directory_id' and i.key = a.directory_key
        union
        select a.account_key, i.rule, i.person_key
        from account a join identifier i on i.rule = 'employee_id' and i.key = a.employee_key
        union
        select a.account_key, i.rule, i.person_key
        from account a join identifier i on i.rule in ('email', 'alias') and i.key = a.email_key),
    ranked as (
        select account_key, rule, person_key,
            case rule when 'directory_id' then 1 when 'employee_id' then 2
                      when 'email' then 3 else 4 end as rank
        from pointed),
    best as (select account_key, min(rank) as rank from ranked group by account_key)
    select r.account_key, min(r.rule) as rule, min(r.rank) as rank,
        min(r.person_key) as person_key, count(distinct r.person_key) as people
    from ranked r join best b on b.account_key = r.account_key and b.rank = r.rank
    group by r.account_key
"""

_MATCHES = """
    with seen as (
        select a.account_key, a.state as account_state, a.is_guest, a.joined_date, c.rule, c.people,
            case when c.people = 1 and not a.is_guest then c.person_key end as person_key, c.rank
        from account a left join candidate c on c.account_key = a.account_key),
    ordered as (
        select *, row_number() over (
            partition by person_key, account_state = 'active'
            order by rank, joined_date, account_key) as number
        from seen)
    select o.account_key, o.person_key, case when o.person_key is not null then o.rule end as rule,
        case when o.is_guest then 'guest'
             when o.account_state in ('pending', 'never_joined') then 'not_joined'
             when o.account_state in ('suspended', 'deleted') then 'left'
             when o.people > 1 then 'conflict'
             when o.person_key is null then 'unmatched'
             when o.number > 1 then 'duplicate'
             when not exists (
                 select 1 from employment e where e.person_key = o.person_key
                 and e.valid_to > (select max(date) from calendar)) then 'left'
             else 'matched' end as state,
        case when o.is_guest then 'external_domain'
             when o.account_state <> 'active' then o.account_state
             when o.people > 1 then 'two_people'
             when o.person_key is null then
                 case when exists (select 1 from staff) then 'not_on_staff_list'
                      else 'no_staff_list' end
             when o.number > 1 then 'second_account'
             when not exists (
                 select 1 from employment e where e.person_key = o.person_key
                 and e.valid_to > (select max(date) from calendar)) then 'left_staff_list'
             else o.rule end as reason
    from ordered o
"""

# Whom an address in an activity report names: its present owner before a former one, and the
# holder of the account that has it where no staff list names one colleague.
_ADDRESSEES = """
    with named as (
        select key as email_key, person_key, case rule when 'email' then 1 else 2 end as rank
        from identifier where rule in ('email', 'alias')),
    best as (select email_key, min(rank) as rank from named group by email_key),
    listed as (
        select n.email_key, min(n.person_key) as person_key
        from named n join best b on b.email_key = n.email_key and b.rank = n.rank
        group by n.email_key having count(distinct n.person_key) = 1),
    held as (
        select a.email_key, min(coalesce(m.person_key, a.account_key)) as person_key
        from account a join match m on m.account_key = a.account_key
        where a.email_key is not null and not a.is_guest
        group by a.email_key having count(distinct coalesce(m.person_key, a.account_key)) = 1)
    select email_key, person_key from listed
    union all
    select email_key, person_key from held
    where email_key not in (select email_key from listed)
"""
