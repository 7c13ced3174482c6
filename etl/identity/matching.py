"""Accounts meet colleagues, by a cascade of rules over keyed hashes.

What a person decided goes before every rule, and whom a person rejected no rule finds. On each
day the strongest kind of identifier that names a colleague decides: directory id, employee id,
e-mail address, an address equal by configuration, an address without its plus tag. Of several
colleagues whom one kind names, the one counts who was first to be named while the account was in
use; where nothing tells them apart the account is a conflict.
"""

from etl.identity.decisions import make_known_accounts
from etl.identity.forms import make_forms
from etl.identity.identifiers import FIRST_DAY, LAST_DAY, derive_identifiers
from etl.settings import Settings
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

RULES = (
    "decision",
    "directory_id",
    "employee_id",
    "email",
    "alias",
    "upn",
    "equal_domain",
    "plus_tag",
)
"""In the order in which they are tried; the three kinds of known addresses are tried at once."""


def derive_holders(warehouse: Warehouse, settings: Settings) -> None:
    """Rebuild ``identifier`` and ``holder``; make ``owner`` and ``addressee``."""
    derive_identifiers(warehouse)
    make_known_accounts(warehouse)
    make_forms(warehouse, settings)
    bulk.make(warehouse, "account_use", _USES)
    bulk.make(warehouse, "claim", _CLAIMS)
    bulk.replace(warehouse, schema.holder, _HOLDERS)
    bulk.make(warehouse, "owner", _OWNERS)
    bulk.make(warehouse, "addressee", _ADDRESSEES)


# From when an account is in use: an invitation is to whoever has the address today.
_USES = f"""
    select account_key, directory_key, employee_key, email_key, decided_key,
        coalesce(joined_date, (select max(date) from calendar)) as valid_from,
        case when joined_date is not null and state <> 'active' and ended_date > joined_date
             then ended_date else date '{LAST_DAY}' end as valid_to
    from known_account where not is_guest and not is_service and not is_left
"""

_MEET = "i.valid_from < u.valid_to and u.valid_from < i.valid_to"
_CLAIMS = f"""
    with pointed as (
        select account_key, 0 as stage, 0 as rank, 'decision' as rule, decided_key as person_key,
            valid_from, date '{FIRST_DAY}' as known_from
        from account_use where decided_key is not null
        union all
        select u.account_key, 1, 1, i.rule, i.person_key, greatest(u.valid_from, i.valid_from),
            i.valid_from
        from account_use u
        join identifier i on i.rule = 'directory_id' and i.key = u.directory_key and {_MEET}
        union all
        select u.account_key, 2, 2, i.rule, i.person_key, greatest(u.valid_from, i.valid_from),
            i.valid_from
        from account_use u
        join identifier i on i.rule = 'employee_id' and i.key = u.employee_key and {_MEET}
        union all
        select u.account_key, 3, case i.rule when 'email' then 3 when 'alias' then 4 else 5 end,
            i.rule, i.person_key, greatest(u.valid_from, i.valid_from),
            i.valid_from
        from account_use u
        join identifier i on i.rule in ('email', 'alias', 'upn') and i.key = u.email_key
            and {_MEET}
        union all
        select u.account_key, case f.rule when 'equal_domain' then 4 else 5 end,
            case f.rule when 'equal_domain' then 6 else 7 end,
            f.rule, i.person_key, greatest(u.valid_from, i.valid_from),
            i.valid_from
        from account_use u
        join address_form f on f.address_key = u.email_key
        join address_form o on o.rule = f.rule and o.form = f.form
        join identifier i on i.rule in ('email', 'alias', 'upn') and i.key = o.address_key
            and {_MEET})
    select account_key, stage, rank, min(rule) as rule, valid_from,
        min(person_key) as person_key, count(distinct person_key) as people,
        min(known_from) as known_from
    from pointed
    where (account_key, person_key) not in (select account_key, person_key from rejected)
    group by account_key, stage, rank, valid_from
"""

# Of each kind the first claim holds; of several kinds the strongest, from its own first day on.
_HOLDERS = f"""
    with ordered as (
        select *, row_number() over (
            partition by account_key, stage order by valid_from, rank) as place
        from claim),
    limited as (
        select *, coalesce(min(valid_from) over (
            partition by account_key order by stage
            rows between unbounded preceding and 1 preceding), date '{LAST_DAY}') as valid_to
        from ordered where place = 1)
    select account_key, case when people = 1 then person_key end as person_key, rule, rank,
        valid_from, valid_to, known_from
    from limited where valid_from < valid_to
"""

# Whose a message is: that of the first holder also before a list was there to name them.
_OWNERS = f"""
    select account_key, person_key, case when row_number() over (
            partition by account_key order by valid_from) = 1
            then date '{FIRST_DAY}' else valid_from end as valid_from, valid_to, known_from
    from holder
"""

# Whom an address in an activity report names on a day, and since when that is known: of several
# the first to be named by it, and where no staff list names anybody the holder of the account that
# has it.
_ADDRESSEES = f"""
    with held as (
        select key, person_key, min(valid_from) as valid_from, max(valid_to) as valid_to,
            min(case rule when 'email' then 1 when 'alias' then 2 else 3 end) as rank
        from identifier where rule in ('email', 'alias', 'upn')
        group by key, person_key),
    rivalled as (
        select h.key, h.person_key, h.valid_to,
            bool_or(r.valid_from = h.valid_from and r.rank = h.rank) as is_unclear,
            max(case when (r.valid_from, r.rank) < (h.valid_from, h.rank)
                then r.valid_to end) as free_date
        from held h
        join held r on r.key = h.key and r.person_key <> h.person_key
            and r.valid_to > h.valid_from and r.valid_from < h.valid_to
        group by h.key, h.person_key, h.valid_to),
    listed as (
        select h.key as email_key, h.person_key,
            greatest(h.valid_from, coalesce(r.free_date, h.valid_from)) as valid_from, h.valid_to
        from held h
        left join rivalled r on r.key = h.key and r.person_key = h.person_key
        where not coalesce(r.is_unclear, false)),
    used as (
        select a.email_key, coalesce(h.person_key, a.account_key) as person_key,
            coalesce(h.valid_from, date '{FIRST_DAY}') as valid_from,
            coalesce(h.valid_to, date '{LAST_DAY}') as valid_to
        from known_account a left join holder h on h.account_key = a.account_key
        where a.email_key is not null and not a.is_guest and not a.is_service and not a.is_left
            and a.email_key not in (select key from held))
    select email_key, person_key, case when row_number() over (
            partition by email_key order by valid_from) = 1
            then date '{FIRST_DAY}' else valid_from end as valid_from, valid_to,
        valid_from as known_from
    from listed where valid_from < valid_to
    union all
    select email_key, min(person_key), date '{FIRST_DAY}', max(valid_to), min(valid_from)
    from used group by email_key having count(distinct person_key) = 1
"""
