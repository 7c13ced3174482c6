"""Colleagues of one day by site, class and length of service, and how many of them joined.

Groups are made large before they are counted: whatever is below the privacy floor goes into
"Other", and counts are rounded to fives, so that no subtraction finds a few people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from etl.settings import Privacy
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

OTHER, NOT_KNOWN = "Other", "Not known"
ROUNDED_TO = 5
_BANDS = ((1, "Under 1 year"), (3, "1 to 3 years"), (10, "3 to 10 years"))
_LONGEST = "Over 10 years"
_DAYS_A_YEAR = 365.25

_COLLEAGUES = """
    select p.person_key, min(s.site_label) as site, min(coalesce(s.class, 'employee')) as class,
        min(s.start_date) as start_date,
        max(case when m.person_key is null then 0 else 1 end) as is_member
    from staff s
    join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
        and h.snapshot_id = s.snapshot_id and h.is_basis
        and h.list_date <= :day and h.next_date > :day
    join person p on p.person_id_key = s.person_id_key
    left join presence m on m.person_key = p.person_key
        and m.valid_from <= :day and m.valid_to > :day
    where exists (
        select 1 from staffed e where e.person_key = p.person_key
            and e.valid_from <= :day and e.valid_to > :day)
    group by p.person_key
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Staff of one site, class or band of service, and those of them who joined."""

    dimension: str
    value: str
    place: int
    headcount: int
    members: int


def groups_on(warehouse: Warehouse, day: date, privacy: Privacy) -> Iterator[Group]:
    """The groups of a day that may be shown, their counts rounded to fives."""
    colleagues = bulk.rows(warehouse, _COLLEAGUES, {"day": day})
    values = {
        "site": [(_spelled(row["site"]), row["is_member"]) for row in colleagues],
        "class": [(_spelled(row["class"]), row["is_member"]) for row in colleagues],
        "service": [(_band(row["start_date"], day), row["is_member"]) for row in colleagues],
    }
    for dimension, pairs in values.items():
        made = _large(_counted(pairs), privacy)
        if len(made) > 1:
            yield from _placed(dimension, made)


def _spelled(label: str | None) -> str:
    text = " ".join((label or "").split())
    return text[:1].upper() + text[1:] if text else NOT_KNOWN


def _band(start: date | None, day: date) -> str:
    if start is None:
        return NOT_KNOWN
    years = (day - start).days / _DAYS_A_YEAR
    return next((name for limit, name in _BANDS if years < limit), _LONGEST)


_Counts = dict[str, tuple[int, int]]
"""Value to headcount and members."""


def _counted(pairs: Iterable[tuple[str, int]]) -> _Counts:
    """Spellings that differ by case are one value, named as most spell it."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    members: Counter[str] = Counter()
    for value, is_member in pairs:
        spellings[value.casefold()][value] += 1
        members[value.casefold()] += is_member
    return {
        min(spelled, key=lambda each: (-spelled[each], each)): (sum(spelled.values()), members[key])
        for key, spelled in spellings.items()
    }


def _large(counts: _Counts, privacy: Privacy) -> _Counts:
    """Small groups, and those of which nearly all or nearly none joined, become one: Other."""
    ordered = sorted(counts, key=lambda value: (counts[value][0], value))
    small = [value for value in ordered if not _may_be_shown(*counts[value], privacy)]
    rest = [value for value in ordered if value not in small]
    while small and rest and not _may_be_shown(*_sum(counts, small), privacy):
        small.append(rest.pop(0))
    kept = {value: counts[value] for value in rest}
    if small:
        kept[OTHER] = _sum(counts, small)
    return kept if all(_may_be_shown(*each, privacy) for each in kept.values()) else {}


def _sum(counts: _Counts, values: Iterable[str]) -> tuple[int, int]:
    chosen = [counts[value] for value in values]
    return sum(each[0] for each in chosen), sum(each[1] for each in chosen)


def _may_be_shown(headcount: int, members: int, privacy: Privacy) -> bool:
    sides = (members, headcount - members)
    return headcount >= privacy.minimum_group and all(
        side == 0 or side >= privacy.minimum_cell for side in sides
    )


def _placed(dimension: str, counts: _Counts) -> Iterator[Group]:
    bands = [name for _, name in _BANDS] + [_LONGEST]
    last = {NOT_KNOWN: 1, OTHER: 2}

    def order(value: str) -> tuple[int, int, str]:
        place = bands.index(value) if dimension == "service" and value in bands else 0
        return last.get(value, 0), place or -counts[value][0] * (dimension != "service"), value

    for place, value in enumerate(sorted(counts, key=order), 1):
        headcount, members = counts[value]
        yield Group(dimension, value, place, _in_fives(headcount), _in_fives(members))


def _in_fives(count: int) -> int:
    return ROUNDED_TO * ((2 * count + ROUNDED_TO) // (2 * ROUNDED_TO))
