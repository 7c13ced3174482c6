"""In which places the curator finds ideas that are discussed, and where those take hold."""

from collections import Counter
from collections.abc import Iterable

from scipy.stats import binomtest

from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.settled import settled
from etl.editions.travelled import travelled

TABLE = schema.found_place

_ENOUGH_IDEAS = 5


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per place of five shared ideas or more, by the registry."""
    places: dict[str, list[str]] = {}
    for row in published.rows("idea"):
        if row["found_in"] and row["first_shared_date"]:
            places.setdefault(row["found_in"], []).append(row["idea_id"])
    discussed = {row["idea_id"] for row in published.rows("idea_step", stage="discussed")}
    held = travelled(published)
    for place, ideas in places.items():
        if len(ideas) >= _ENOUGH_IDEAS:
            count = sum(idea_id in discussed for idea_id in ideas)
            took = Counter(hold.department_id for key in ideas for hold in held.get(key, ()))
            best = min(took, key=lambda key: (-took[key], key), default=None)
            yield (
                place,
                len(ideas),
                count,
                *_range(count, len(ideas)),
                best,
                took[best] if best else 0,
            )


def _range(count: int, total: int) -> tuple[float, float]:
    interval = binomtest(count, total).proportion_ci(method="wilson")
    return settled(interval.low), settled(interval.high)
