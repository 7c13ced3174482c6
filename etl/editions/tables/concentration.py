"""How unevenly messages are spread over members."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.editions.voices import make_voices
from etl.statistics.concentration import FEWEST, gini, top_share
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.concentration

WINDOW = 90
HUNDREDTH, TENTH = 0.01, 0.1

_WROTE = f"""
    with wrote as (
        select person_no, count(*) as messages from voice
        where date > cast(:as_of as date) - {WINDOW} and date <= cast(:as_of as date)
        group by person_no),
    placed as (
        select distinct p.person_no, coalesce(w.messages, 0) as messages
        from presence p left join wrote w on w.person_no = p.person_no
        where p.valid_from <= cast(:as_of as date) and cast(:as_of as date) < p.valid_to)
    select messages, count(*) as people from placed group by messages
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row where there are 30 members or more."""
    make_voices(warehouse)
    counts: list[int] = []
    for messages, people in sorted(bulk.tuples(warehouse, _WROTE, {"as_of": scope.as_of_date})):
        counts.extend([messages] * people)
    if len(counts) >= FEWEST:
        yield WHOLE, *_figures(counts, scope.settings.privacy.minimum_cell)


def _figures(counts: list[int], minimum_cell: int) -> tuple[float | None, ...]:
    """The share of the top people only where those are not a few whom all could name."""
    authors = [count for count in counts if count]
    own = gini(authors) if len(authors) >= FEWEST else None
    top = [
        top_share(counts, share) if len(counts) * share >= minimum_cell else None
        for share in (HUNDREDTH, TENTH)
    ]
    return len(counts), len(authors), sum(counts), *top, gini(counts), own
