"""The ledger: every account and every colleague is accounted for, and each side sums."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.ledger

_ACCOUNTS = """
    select 'accounts' as side, m.account_key as subject, coalesce((
            select min(e.department_id) from employment e
            where e.person_key = m.person_key and e.valid_from <= :as_of and e.valid_to > :as_of),
        :unknown) as department_id, m.state, m.reason
    from match m
"""
# Who is a member may be so through an account that was closed since: then that one tells the rule.
_HEADCOUNT = """
    with held as (
        select m.person_key, m.rule, row_number() over (
            partition by m.person_key
            order by case m.state when 'matched' then 0 else 1 end, c.rank) as number
        from match m
        join candidate c on c.account_key = m.account_key
        join membership s on s.account_key = m.account_key
            and s.valid_from <= :as_of and s.valid_to > :as_of
        where m.person_key is not null)
    select 'headcount' as side, e.person_key as subject, e.department_id,
        case when min(p.person_key) is not null then 'joined' else 'not_joined' end as state,
        case when min(p.person_key) is not null then min(h.rule)
             when min(w.person_key) is not null then 'pending_account'
             else 'no_account' end as reason
    from employment e
    left join presence p on p.person_key = e.person_key
        and p.valid_from <= :as_of and p.valid_to > :as_of
    left join held h on h.person_key = e.person_key and h.number = 1
    left join match w on w.person_key = e.person_key and w.state = 'not_joined'
    where e.is_counted and e.valid_from <= :as_of and e.valid_to > :as_of
    group by e.person_key, e.department_id
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per side, department, state and reason; '*' holds the sums."""
    parameters = {"as_of": scope.as_of_date, "unknown": UNKNOWN}
    for side in (_ACCOUNTS, _HEADCOUNT) if scope.has_staff_list else (_ACCOUNTS,):
        bulk.make(warehouse, "ledger_side", side, parameters)
        for place in (f"'{WHOLE}'", "department_id"):
            found = bulk.tuples(
                warehouse,
                f"select side, {place} as place, state, reason, count(distinct subject) "
                "from ledger_side group by 1, 2, 3, 4",
            )
            yield from found
