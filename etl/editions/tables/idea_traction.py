"""Traction at equal age: of those who could see an idea, how many took part in its first days.

Which community a colleague is a member of is not in the export. Ideas count only where every
member of the network may read them, so the audience is everybody who was a member in those days.
"""

from collections.abc import Iterable, Sequence

from etl.disclosure.cells import rounded, told
from etl.editions import schema
from etl.editions.schema.travel import AGES
from etl.editions.scope import Scope
from etl.statistics.shrinkage import Prior, fit_prior
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_traction

_DIGITS = 9

_AT_AGE = """
    with audience as (
        select d.begun_date, count(distinct p.person_no) as members
        from (select distinct begun_date from idea_begun) d
        join presence p on p.valid_from < d.begun_date + cast(:age as integer)
            and p.valid_to > d.begun_date
        group by d.begun_date),
    engaged as (
        select m.idea_id, count(distinct p.person_no) as people
        from idea_message m
        join idea_begun b on b.idea_id = m.idea_id
        join presence p on p.person_key = m.person_key
            and p.valid_from <= m.date and m.date < p.valid_to
        where m.date < b.begun_date + cast(:age as integer)
        group by m.idea_id)
    select b.idea_id, cast(coalesce(e.people, 0) as integer) as people,
        cast(a.members as integer) as members
    from idea_begun b
    join audience a on a.begun_date = b.begun_date
    left join engaged e on e.idea_id = b.idea_id
    where b.begun_date + cast(:age as integer) - 1 <= :as_of
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and age that it has reached."""
    for age in AGES:
        found = [
            (idea_id, people, max(people, rounded(members)))
            for idea_id, people, members in bulk.tuples(
                warehouse, _AT_AGE, {"age": age, "as_of": scope.as_of_date}
            )
            if members >= scope.policy.minimum_group
        ]
        counts = sorted((people, members) for _, people, members in found)
        prior = fit_prior([people for people, _ in counts], [members for _, members in counts])
        known = {each: _rates(prior or _common(counts), each, prior) for each in set(counts)}
        for idea_id, people, members in found:
            count = told(people, scope.policy)
            rates = (None, None, None) if count is None else known[people, members]
            yield (idea_id, age, count, members, *rates, prior is not None)


def _common(counts: Sequence[tuple[int, int]]) -> Prior:
    """What is known of the share of all ideas together (Jeffreys)."""
    people, members = (sum(column) for column in zip(*counts, strict=True))
    return Prior(people + 0.5, members - people + 0.5)


def _rates(usual: Prior, counts: tuple[int, int], prior: Prior | None) -> tuple[float, ...]:
    """Rate, low and high: of the idea, or of all where they cannot be told apart."""
    own = usual if prior is None else usual.posterior(*counts)
    return tuple(round(value, _DIGITS) for value in (own.mean, *own.interval()))
