"""What names a colleague, and when: read off the dated staff lists.

An identifier holds from the date of the list that first shows it; the first list extends back. An
address holds until another colleague has it as primary address: then a mailbox was re-used. What
only a later list says never changes who was meant on an earlier day.
"""

from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

FIRST_DAY, LAST_DAY = "1900-01-01", "9999-12-31"

_LISTED = """
    select p.person_key, s.list_date, s.directory_key, s.employee_key, s.email_key,
        s.person_id_key, s.alias_key, s.other_key
    from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
    join person p on p.person_id_key = s.person_id_key
"""

# Monthly lists repeat themselves: what is the same in all of them is looked at once.
_WORDINGS = f"""
    select person_key, directory_key, employee_key, email_key, person_id_key, alias_key,
        other_key, min(list_date) as first_date, max(list_date) as last_date
    from ({_LISTED}) listed
    group by person_key, directory_key, employee_key, email_key, person_id_key, alias_key, other_key
"""

# A person id may be a number or an address: its keyed hash tells.
_NAMED = """
    select 'directory_id' as rule, directory_key as key, {columns} from {listed}
    union all select 'employee_id', coalesce(employee_key, person_id_key), {columns} from {listed}
    union all select 'email', email_key, {columns} from {listed}
    union all select 'email', person_id_key, {columns} from {listed}
    union all select 'alias', alias_key, {columns} from {listed}
    union all select 'upn', other_key, {columns} from {listed}
"""
_SEEN = f"""
    select rule, key, person_key, min(first_date) as first_date, max(last_date) as last_date
    from ({_NAMED.format(columns="person_key, first_date, last_date", listed="wording")}) named
    where key is not null group by rule, key, person_key
"""

_CONTESTED = """
    select key from seen where rule in ('email', 'alias', 'upn')
    group by key having count(distinct person_key) > 1
"""

# Each listing of an address that several colleagues have had. Whoever has it as primary address
# ends what others held before, and is alone in holding it on that list.
_DISPUTED = f"""
    with named as (
        {_NAMED.format(columns="person_key, list_date", listed=f"({_LISTED}) listed")}),
    listing as (
        select distinct n.* from named n join contested c on c.key = n.key
        where n.rule in ('email', 'alias', 'upn')),
    owned as (select distinct key, person_key, list_date from listing where rule = 'email'),
    lasting as (
        select l.*, (
            select min(o.list_date) from owned o where o.key = l.key
                and o.person_key <> l.person_key and o.list_date > l.list_date) as taken_date
        from listing l
        where l.rule = 'email' or not exists (
            select 1 from owned o where o.key = l.key
                and o.person_key <> l.person_key and o.list_date = l.list_date))
    select rule, key, person_key, min(list_date) as first_date, max(list_date) as last_date,
        coalesce(taken_date, date '{LAST_DAY}') as taken_date
    from lasting group by rule, key, person_key, taken_date
"""

# A primary address that a later list replaces is a former one: from then on it is an alias.
_OWN = f"""
    with told as (
        select rule, key, person_key, first_date, last_date, date '{LAST_DAY}' as taken_date
        from seen where rule in ('directory_id', 'employee_id')
            or key not in (select key from contested)
        union all select * from disputed),
    latest as (select person_key, max(last_date) as last_date from wording group by person_key),
    ended as (
        select t.*, h.is_first, case when t.rule = 'email' and t.last_date < l.last_date
            then least(n.next_date, t.taken_date) else t.taken_date end as ended_date
        from told t
        join latest l on l.person_key = t.person_key
        join held_list h on h.is_basis and h.list_date = t.first_date
        join held_list n on n.is_basis and n.list_date = t.last_date)
    select rule, key, person_key,
        case when is_first then date '{FIRST_DAY}' else first_date end as valid_from,
        ended_date as valid_to, taken_date
    from ended
    union all
    select 'alias', key, person_key,
        case when is_first then date '{FIRST_DAY}' else first_date end, taken_date, taken_date
    from ended where rule = 'email' and ended_date < taken_date
"""

# The directory, where it is not itself the basis, adds ids and addresses to the one colleague who
# has one of its addresses on its date.
_ADDED = f"""
    with entry as (
        select s.*, case when h.is_first then date '{FIRST_DAY}' else s.list_date end as told_date
        from staff s
        join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
            and h.snapshot_id = s.snapshot_id and not h.is_basis),
    shown as (
        select person_id_key, list_date, told_date, email_key as key from entry
        union select person_id_key, list_date, told_date, other_key from entry),
    pointed as (
        select s.person_id_key, s.list_date, o.person_key,
            min(greatest(s.list_date, o.valid_from)) as met_date,
            min(greatest(s.told_date, o.valid_from)) as valid_from
        from shown s
        join own o on o.key = s.key and o.rule in ('email', 'alias', 'upn')
            and o.valid_to > s.list_date
        group by s.person_id_key, s.list_date, o.person_key),
    ranked as (
        select *, rank() over (
            partition by person_id_key, list_date order by met_date) as place,
            count(*) over (partition by person_id_key, list_date, met_date) as people
        from pointed),
    met as (
        select e.*, r.person_key, r.valid_from
        from entry e join ranked r on r.person_id_key = e.person_id_key
            and r.list_date = e.list_date and r.place = 1 and r.people = 1),
    told as (
        select 'directory_id' as rule, directory_key as key, person_key, valid_from from met
        union all select 'alias', email_key, person_key, valid_from from met
        union all select 'alias', alias_key, person_key, valid_from from met
        union all select 'upn', other_key, person_key, valid_from from met),
    first as (
        select rule, key, person_key, min(valid_from) as valid_from
        from told where key is not null group by rule, key, person_key),
    taken as (
        select f.rule, f.key, f.person_key, min(o.valid_from) as taken_date,
            bool_or(o.valid_from <= f.valid_from) as is_owned
        from first f join own o on o.key = f.key and o.rule = 'email'
            and o.person_key <> f.person_key and o.valid_to > f.valid_from
        group by f.rule, f.key, f.person_key)
    select f.rule, f.key, f.person_key, f.valid_from,
        coalesce(t.taken_date, date '{LAST_DAY}') as valid_to
    from first f
    left join taken t on t.rule = f.rule and t.key = f.key and t.person_key = f.person_key
    where not coalesce(t.is_owned, false)
"""

_IDENTIFIERS = """
    select rule, key, person_key, min(valid_from) as valid_from, valid_to
    from (
        select rule, key, person_key, valid_from, valid_to from own
        union all select rule, key, person_key, valid_from, valid_to from added) told
    where valid_from < valid_to
    group by rule, key, person_key, valid_to
"""


def derive_identifiers(warehouse: Warehouse) -> None:
    """Rebuild ``identifier`` from the staff lists."""
    bulk.make(warehouse, "wording", _WORDINGS)
    bulk.make(warehouse, "seen", _SEEN)
    bulk.make(warehouse, "contested", _CONTESTED)
    bulk.make(warehouse, "disputed", _DISPUTED)
    bulk.make(warehouse, "own", _OWN)
    bulk.make(warehouse, "added", _ADDED)
    bulk.replace(warehouse, schema.identifier, _IDENTIFIERS)
