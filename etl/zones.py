"""Time zones as query expressions that cost a few comparisons a row, a fifth of DuckDB's own.

DuckDB and PostgreSQL both speak them.

The offsets of a zone come from Python's time zone data, for the years that an export may tell of.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_FIRST_YEAR, _LAST_YEAR = 2000, 2060
_STEP = timedelta(days=3)
"""In those years no zone changed its offset and changed it back in less than a week."""

_Change = tuple[datetime, int]
"""From when on (UTC), and how many seconds ahead of UTC clocks are then."""


@cache
def _changes(zone: str) -> tuple[_Change, ...]:
    """Every offset of a zone, each from its first second on; the first holds before as well."""
    place = ZoneInfo(zone)
    instant = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC)
    changes = [(instant, _offset(place, instant))]
    while instant.year <= _LAST_YEAR:
        after = instant + _STEP
        if _offset(place, after) != changes[-1][1]:
            changes.append(_change(place, instant, after))
        instant = after
    return tuple(changes)


def _offset(place: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(place).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _change(place: ZoneInfo, before: datetime, after: datetime) -> _Change:
    """The second within a step at which the offset changes."""
    low, high, old = 0, int((after - before).total_seconds()), _offset(place, before)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(place, before + timedelta(seconds=middle)) == old:
            low = middle
        else:
            high = middle
    instant = before + timedelta(seconds=high)
    return instant, _offset(place, instant)


def utc_from_local(local: str, zone: str) -> str:
    """The TIMESTAMP in UTC of a TIMESTAMP by the clocks of ``zone``.

    An hour that occurs twice is taken for the second; of one that clocks leave out the hour that
    they would have shown, had they not. That is what DuckDB's ``timezone`` does.
    """
    changes = _changes(zone)
    limits = [at + timedelta(seconds=offset) for at, offset in changes]
    seconds = _tree(local, limits, [offset for _, offset in changes])
    return f"({local} - {seconds} * interval '1 second')"


def local_from_utc(instant: str, zone: str) -> str:
    """The TIMESTAMP by the clocks of ``zone`` of a TIMESTAMP in UTC."""
    changes = _changes(zone)
    limits, offsets = [at for at, _ in changes], [offset for _, offset in changes]
    return f"({instant} + {_tree(instant, limits, offsets)} * interval '1 second')"


def _tree(value: str, limits: Sequence[datetime], offsets: Sequence[int]) -> str:
    """The offset whose limit is the last that ``value`` has reached: by halves."""
    if len(offsets) == 1:
        return f"({offsets[0]})"
    half = len(offsets) // 2
    earlier = _tree(value, limits[:half], offsets[:half])
    later = _tree(value, limits[half:], offsets[half:])
    limit = limits[half].replace(tzinfo=None).isoformat(" ")
    return f"(case when {value} < timestamp '{limit}' then {earlier} else {later} end)"
