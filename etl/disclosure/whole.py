"""Masks a table that tells of the whole organisation alone."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any

from etl.disclosure import cells
from etl.disclosure.groups import Groups
from etl.disclosure.rules import ROUNDING, Bounds, Share, WholeOnly

Row = Mapping[str, Any]
_PERCENT = 0.01


def mask_whole(
    rows: Iterable[Row], key: Sequence[str], disclosure: WholeOnly, groups: Groups
) -> list[dict[str, Any]]:
    """The rows of the whole as they may be published."""
    whole, least = groups.whole, groups.policy.minimum_group
    counts = (*disclosure.people, *disclosure.acts)
    if disclosure.is_summed:
        rows = _summed(rows, key, counts, whole)
    return [_rounded(row, disclosure, least) for row in rows if row["department_id"] == whole]


def _summed(
    rows: Iterable[Row], key: Sequence[str], counts: Sequence[str], whole: str
) -> list[dict[str, Any]]:
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        place = tuple(row[name] for name in key if name != "department_id")
        if place not in sums:
            sums[place] = {**row, "department_id": whole}
        else:
            for name in counts:
                sums[place][name] += row[name]
    return list(sums.values())


def _rounded(row: Row, disclosure: WholeOnly, least: int) -> dict[str, Any]:
    if any(row[column] in values for column, values in disclosure.exact):
        return dict(row)
    rounded = {name: _fives(row[name]) for name in disclosure.people}
    has_enough = sum(row[name] or 0 for name in disclosure.people) >= least
    ends = [end for each in disclosure.ranges for end in _widened(row, each, has_enough)]
    shares = {each.column: _share(row, each, least) for each in disclosure.shares}
    found = {**row, **rounded, **dict(ends), **shares}
    return found | {total: _sum(found, parts) for total, parts in disclosure.sums}


def _fives(count: int | None) -> int | None:
    return None if count is None else cells.rounded_apart_from_none(count)


def _share(row: Row, share: Share, least: int) -> float | None:
    """In steps of five people, so that nobody's own step shows; of a small group nothing."""
    value: float | None = row[share.column]
    people: int | None = row[share.of]
    if value is None or people is None or people < least:
        return None
    step = max(_PERCENT, ROUNDING / cells.rounded(people))
    return min(1.0, round(round(value / step) * step, 4))


def _sum(row: Row, parts: Sequence[str]) -> int | None:
    counts = [row[name] for name in parts]
    return None if None in counts else sum(counts)


def _widened(row: Row, bounds: Bounds, has_enough: bool) -> Iterable[tuple[str, float | None]]:
    """Both ends at multiples of the step, so that they do not tell how many people stand behind."""
    for name, outwards in ((bounds.low, floor), (bounds.high, ceil)):
        value = row[name]
        is_told = has_enough and value is not None
        yield name, outwards(value / bounds.step) * bounds.step if is_told else None
