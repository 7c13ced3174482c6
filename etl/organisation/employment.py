"""Staff lists become employment: stretches of days in one department, per colleague."""

from etl.editions.schema import UNKNOWN
from etl.organisation.people import FIRST_DAY, LAST_DAY, hold_lists, name_people
from etl.settings import Settings, Staff
from etl.stretches import joined_up
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

_NOT_STAFF = "disabled"
_NOBODY = ""  # no class has this name: a list is never empty
COUNTED = """
    select e.person_key, u.unit_id as department_id, e.is_eligible,
        greatest(e.valid_from, u.valid_from) as valid_from,
        least(e.valid_to, u.valid_to) as valid_to
    from employment e
    join department_within u on u.department_id = e.department_id
        and u.valid_from < e.valid_to and e.valid_from < u.valid_to
    where e.is_counted
"""
"""Those who are headcount, in their department and in what it was part of on those days."""


def derive_employment(warehouse: Warehouse, settings: Settings) -> None:
    """Rebuild ``employment`` from the staff lists; make ``held_list``, ``person`` and ``staffed``.

    ``staffed``: the stretches of those who count, one per person, department and time; a
    department that others are part of has their people too.
    """
    hold_lists(warehouse)
    name_people(warehouse)
    keys = "person_key, department_id, is_counted, is_eligible"
    names = "person_key, department_id, is_counted, is_eligible, valid_from, valid_to"
    bulk.replace(
        warehouse,
        schema.employment,
        f"select {names} from ({joined_up(_STRETCHES, keys)}) employed",
        _parameters(settings.staff),
    )
    bulk.make(warehouse, "staffed", joined_up(COUNTED, "person_key, department_id"))


def _parameters(staff: Staff) -> dict[str, object]:
    return {
        "unknown": UNKNOWN,
        "not_counted": not_counted(staff),
        "eligible": [*lowered(staff.eligible), _NOBODY],
        "not_eligible": [*lowered(staff.not_eligible), _NOBODY],
        "has_no_classes": not staff.eligible,
    }


def not_counted(staff: Staff) -> list[str]:
    """The classes that are no headcount."""
    return [*lowered(staff.not_counted), _NOT_STAFF]


def lowered(names: tuple[str, ...]) -> list[str]:
    """Names as the classes of people are kept."""
    return [name.lower() for name in names]


_SAYING = "person_key, list_kind, label, class, eligible, start_date, end_date"
_ON_LIST = f"""
    select p.person_key, s.list_kind, coalesce(s.department_label, '') as label,
        coalesce(s.class, 'employee') as class,
        case when s.is_eligible then 1 when not s.is_eligible then 0 else -1 end as eligible,
        coalesce(s.start_date, date '{FIRST_DAY}') as start_date,
        coalesce(s.end_date, date '{LAST_DAY}') as end_date, h.list_no
    from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
    join person p on p.person_id_key = s.person_id_key
"""
# Most people stand on list after list alike: those lists are one run, found without sorting them.
_RUNS = f"""
    with on_list as ({_ON_LIST}),
    run as (
        select {_SAYING}, min(list_no) as first_no, max(list_no) as last_no, count(*) as lists
        from on_list group by {_SAYING})
    select {_SAYING}, first_no, last_no from run where lists = last_no - first_no + 1
    union all
    select {", ".join(f"o.{name}" for name in _SAYING.split(", "))}, o.list_no, o.list_no
    from on_list o
    join run r on {" and ".join(f"r.{name} = o.{name}" for name in _SAYING.split(", "))}
    where r.lists <> r.last_no - r.first_no + 1
"""
_LISTED = f"""
    select r.person_key, coalesce(d.department_id, :unknown) as department_id,
        case when r.list_kind = 'directory' then r.class = 'employee'
             else r.class not in :not_counted end as is_counted,
        case when r.class in :not_eligible then false
             when r.eligible >= 0 then r.eligible = 1
             when :has_no_classes then null
             else r.class in :eligible end as is_eligible,
        case when f.is_first then r.start_date
             else greatest(f.list_date, r.start_date) end as valid_from,
        least(l.next_date, r.end_date + 1) as valid_to
    from ({_RUNS}) r
    join held_list f on f.is_basis and f.list_no = r.first_no
    join held_list l on l.is_basis and l.list_no = r.last_no
    left join department d on d.label = r.label
"""
# A department that became another stands under its new id from that day on.
_STRETCHES = f"""
    select l.person_key, coalesce(c.as_id, l.department_id) as department_id,
        l.is_counted, l.is_eligible,
        greatest(l.valid_from, coalesce(c.valid_from, l.valid_from)) as valid_from,
        least(l.valid_to, coalesce(c.valid_to, l.valid_to)) as valid_to
    from ({_LISTED}) l
    left join succession c on c.department_id = l.department_id
        and c.valid_from < l.valid_to and l.valid_from < c.valid_to
"""
