"""Who joined, left, became active or ceased to be between two days, and what chance allows."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.coverage import Coverage, find_coverage
from etl.editions.schema import COMPARED_WEEKS, WHOLE
from etl.editions.scope import Scope
from etl.statistics.paired import Pairs, count_change_range, share_change_range
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.people_change

WINDOW = 28
"""Days over which active members and contributors are compared."""

# Where colleagues are not known one by one, members are all there is, and no share of anything.
_STAFF = """
    select e.person_key, e.department_id, d.day,
        max(case when p.person_key is null then 0 else 1 end) as is_yes
    from compared_day d
    join employment e on e.is_counted and e.valid_from <= d.day and d.day < e.valid_to
    left join presence p on p.person_key = e.person_key and p.department_id = e.department_id
        and p.valid_from <= d.day and d.day < p.valid_to
    where d.measure = 'members'
    group by e.person_key, e.department_id, d.day
"""
_MEMBERS = """
    select p.person_key, p.department_id, d.day, max(1) as is_yes
    from compared_day d
    join presence p on p.valid_from <= d.day and d.day < p.valid_to
    where d.measure = 'members'
    group by p.person_key, p.department_id, d.day
"""
_ACTIVE = f"""
    select p.person_key, p.department_id, d.day,
        max(case when a.person_no is null then 0 else 1 end) as is_yes
    from compared_day d
    join presence p on p.valid_from <= d.day and d.day < p.valid_to
    left join active_day a on a.person_no = p.person_no
        and a.date > d.day - {WINDOW} and a.date <= d.day and {{kind}}
    where d.measure = :measure
    group by p.person_key, p.department_id, d.day
"""
# 2: yes, 1: no, 0: not of the group on that day.
_PAIRED = """
    with placed as (
        select person_key, department_id, day, is_yes from answer
        union all
        select person_key, :whole, day, max(is_yes) from answer group by person_key, day),
    met as (
        select c.from_date, c.to_date, s.department_id, s.person_key,
            max(case when s.day = c.from_date then 1 + s.is_yes else 0 end) as before,
            max(case when s.day = c.to_date then 1 + s.is_yes else 0 end) as after
        from compared c
        join placed s on s.day = c.from_date or s.day = c.to_date
        where c.measure = :measure
        group by c.from_date, c.to_date, s.department_id, s.person_key)
    select from_date, to_date, department_id, before, after, count(*) as people
    from met
    where department_id = :whole or department_id in (select department_id from listed_department)
    group by from_date, to_date, department_id, before, after
"""
_CELLS = {
    (2, 2): "kept",
    (1, 2): "gained",
    (2, 1): "lost",
    (1, 1): "never",
    (0, 2): "came_yes",
    (0, 1): "came_no",
    (2, 0): "left_yes",
    (1, 0): "left_no",
}
_KINDS = {"active": "true", "contributors": "a.is_contribution"}


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per measure, pair of days and department whose people are known on both days."""
    _compare_days(warehouse, scope)
    for measure in ("members", *_KINDS):
        yield from _changes(warehouse, scope, measure)


def _changes(warehouse: Warehouse, scope: Scope, measure: str) -> Iterator[tuple[object, ...]]:
    if measure in _KINDS:
        select = _ACTIVE.format(kind=_KINDS[measure])
        bulk.make(warehouse, "answer", select, {"measure": measure})
    else:
        bulk.make(warehouse, "answer", _STAFF if scope.has_staff_list else _MEMBERS)
    has_base = measure in _KINDS or scope.has_staff_list
    found: dict[tuple[date, date, str], dict[str, int]] = {}
    for start, end, department_id, before, after, people in bulk.tuples(
        warehouse, _PAIRED, {"measure": measure, "whole": WHOLE}
    ):
        found.setdefault((start, end, department_id), {})[_CELLS[before, after]] = people
    for place, cells in found.items():
        yield (measure, *place, *_figures(Pairs(**cells), has_base))


def _figures(pairs: Pairs, has_base: bool) -> tuple[int | float | None, ...]:
    low, high = count_change_range(pairs)
    rates = (share_change_range(pairs) if has_base else None) or (None, None)
    gained, lost = pairs.gained + pairs.came_yes, pairs.lost + pairs.left_yes
    return gained, lost, low, high, *rates


def _compare_days(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``compared`` (measure, from_date, to_date), and ``compared_day`` of both sides."""
    coverage = find_coverage(warehouse, scope)
    pairs = dict.fromkeys(
        pair for measure in ("members", *_KINDS) for pair in _pairs(measure, coverage, scope)
    )
    nothing = "select '' as measure, current_date as from_date, current_date as to_date where false"
    selects = [nothing]
    parameters: dict[str, object] = {}
    for number, (measure, start, end) in enumerate(pairs):
        selects.append(f"select :m{number}, cast(:f{number} as date), cast(:t{number} as date)")
        parameters |= {f"m{number}": measure, f"f{number}": start, f"t{number}": end}
    bulk.make(warehouse, "compared", " union all ".join(selects), parameters)
    bulk.make(
        warehouse,
        "compared_day",
        "select measure, from_date as day from compared "
        "union select measure, to_date from compared",
    )


def _pairs(measure: str, coverage: Coverage, scope: Scope) -> Iterator[tuple[str, date, date]]:
    last = scope.as_of_date
    starts = [last - timedelta(weeks=weeks) for weeks in COMPARED_WEEKS]
    for start in dict.fromkeys([*starts, date(last.year - 1, 12, 31)]):
        if measure == "members":
            pair: tuple[date | None, date | None] = (start, last)
        else:
            kind = "active" if measure == "active" else "contributor"
            pair = coverage.settled(kind, start, WINDOW), coverage.settled(kind, last, WINDOW)
        earlier, later = pair
        if earlier is None or later is None or earlier < scope.first_date or earlier >= later:
            continue
        if measure == "active" and {earlier, later} & coverage.concealed:
            continue
        yield measure, earlier, later
