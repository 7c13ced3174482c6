"""Which list holds when, and which ids on the lists are one colleague.

Both are told by the lists up to a day alone: a later list neither joins nor parts colleagues of
earlier ones.
"""

from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

FIRST_DAY, LAST_DAY = "1900-01-01", "9999-12-31"
LATEST_FIRST = (
    "exported_at desc, length(coalesce(file, '')) desc, coalesce(file, '') collate \"C\" desc, "
    "snapshot_id desc"
)
"""Of lists of one date the later export holds; of one instant that of the longer name, such as
"people-corrected" or "people (2)"."""


def hold_lists(warehouse: Warehouse) -> None:
    """Make ``held_list``: which snapshot tells the list of each date, and up to when it holds.

    Headcount rests on the directory up to the first people CSV, and on people CSVs from then on.
    """
    bulk.make(
        warehouse,
        "held_list",
        f"""
        with known as (
            select s.list_kind, s.list_date, s.snapshot_id, s.exported_at, n.file
            from (
                select list_kind, list_date, snapshot_id, exported_at from staff
                union select list_kind, list_date, snapshot_id, exported_at from former_list) s
            left join snapshot n on n.snapshot_id = s.snapshot_id),
        ranked as (
            select *, row_number() over (
                partition by list_kind, list_date order by {LATEST_FIRST}) as rank
            from known),
        people as (
            select coalesce(min(list_date), date '{LAST_DAY}') as since
            from known where list_kind = 'people'),
        held as (
            select r.list_kind, r.list_date, r.snapshot_id,
                r.list_kind = 'people' or r.list_date < p.since as is_basis
            from ranked r cross join people p where r.rank = 1)
        select *, row_number() over (partition by is_basis order by list_date) as list_no,
            row_number() over (partition by is_basis order by list_date) = 1 as is_first,
            lead(list_date, 1, date '{LAST_DAY}') over (
                partition by is_basis order by list_date) as next_date
        from held
        """,
    )


def name_people(warehouse: Warehouse) -> None:
    """Make ``person``: the key of the colleague behind each id on the lists.

    An id is the colleague of an earlier one where it appears, on its first list, with a directory
    or employee number that until then only that earlier id had, and that id is not on the list
    any more. Where the directory gives way to the people CSV, an address does the same.
    """
    bulk.make(warehouse, "first_listed", _FIRST_LISTED)
    bulk.make(warehouse, "shared_number", _SHARED_NUMBERS)
    bulk.make(warehouse, "listed", _LISTED)
    bulk.make(warehouse, "predecessor", _PREDECESSORS)
    bulk.make(
        warehouse,
        "person",
        """
        with recursive line as (
            select person_id_key, earlier_key as person_key, 1 as steps from predecessor
            union all
            select l.person_id_key, p.earlier_key, l.steps + 1
            from line l join predecessor p on p.person_id_key = l.person_key),
        first as (
            select person_id_key, person_key from (
                select *, row_number() over (partition by person_id_key order by steps desc) as rank
                from line) ranked
            where rank = 1)
        select i.person_id_key, coalesce(f.person_key, i.person_id_key) as person_key
        from first_listed i left join first f on f.person_id_key = i.person_id_key
        """,
    )


_ON_BASIS = """
    staff s join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
"""
_FIRST_LISTED = f"""
    select s.person_id_key, min(s.list_date) as list_date
    from {_ON_BASIS} group by s.person_id_key
"""
# Only numbers that more than one id had can make two ids one colleague: there are few of them.
_SHARED_NUMBERS = f"""
    with own as (
        select distinct person_id_key, directory_key, employee_key, email_key, other_key
        from (select s.* from {_ON_BASIS}) told),
    told as (
        select 1 as rank, directory_key as number, person_id_key from own
        where directory_key is not null
        union
        select 2, employee_key, person_id_key from own where employee_key is not null
        union
        select 3, email_key, person_id_key from own where email_key is not null
        union
        select 3, other_key, person_id_key from own where other_key is not null)
    select rank, number, person_id_key from (
        select *, min(person_id_key) over (partition by rank, number) as least_id,
            max(person_id_key) over (partition by rank, number) as most_id
        from told) compared
    where least_id <> most_id
"""
_LISTED = f"""
    select s.* from {_ON_BASIS}
    where s.person_id_key in (select person_id_key from shared_number)
"""

_PREDECESSORS = """
    with people_since as (
        select min(list_date) as date from held_list where list_kind = 'people'),
    carried as (
        select n.rank, n.number, l.list_date, l.list_kind, l.person_id_key
        from shared_number n
        join listed l on l.person_id_key = n.person_id_key and (
            n.rank = 1 and l.directory_key = n.number
            or n.rank = 2 and l.employee_key = n.number
            or n.rank = 3 and n.number in (l.email_key, l.other_key) and (
                l.list_kind = 'directory' or l.list_date = (select date from people_since)))),
    told as (
        select rank, number, list_date, max(list_kind) as list_kind,
            min(person_id_key) as person_id_key, count(distinct person_id_key) as ids
        from carried group by rank, number, list_date),
    followed as (
        select *, max(ids) over (partition by rank, number order by list_date) as most,
            lag(person_id_key) over (partition by rank, number order by list_date) as earlier_key
        from told),
    met as (
        select f.person_id_key, f.earlier_key, row_number() over (
            partition by f.person_id_key order by f.rank, f.earlier_key) as place
        from followed f
        join first_listed i on i.person_id_key = f.person_id_key and i.list_date = f.list_date
        where f.most = 1 and f.earlier_key <> f.person_id_key
            and (f.rank < 3 or f.list_kind = 'people')
            and not exists (
                select 1 from listed l
                where l.person_id_key = f.earlier_key and l.list_date = f.list_date))
    select person_id_key, earlier_key from met where place = 1
"""
