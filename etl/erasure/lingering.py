"""What is kept of whoever is erased, so that no figure shows it: how many last did what, and where.

It stands in the history (etl/editions/lingering.py) without a key, and goes once no figure of a day
that is not told yet reaches back to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from etl.editions.history import History
from etl.editions.history_file import read_history, told_lingering, write_history
from etl.editions.lingering import (
    ACTIVE,
    BEING,
    CONTRIBUTOR,
    MEMBER,
    REACH_DAYS,
    REPORTED,
    RUNGS,
    STRETCH_DAYS,
    Lingering,
    joined_in,
)
from etl.editions.schema import ladder
from etl.editions.settling import settle
from etl.editions.voices import make_voices
from etl.settings import Settings
from etl.subject.known import Keys
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

Known = Mapping[str, object]

# The lowest departments that somebody stood in: what those are part of follows from the tree.
_DEPARTMENTS = """
    with stood as (
        select distinct department_id from {table}
        where person_key in :keys and valid_from <= :day and :day < valid_to)
    select department_id from stood where department_id not in (
        select u.unit_id from department_within u
        join stood s on s.department_id = u.department_id and u.unit_id <> u.department_id
        where u.valid_from <= :day and :day < u.valid_to)
    order by department_id
"""
_STOOD = dict(zip(BEING, ("staffed", "staffed_eligible", "presence"), strict=True))

_ACTIVE = """
    select max(d.date), max(case when d.is_contribution then d.date end)
    from active_day d join numbered n on n.person_no = d.person_no
    where n.person_key in :keys and d.date <= :day
"""
# Of the stretch that ends on the last day they are new, stayed or came back, as later ones tell it.
_CAME = """
    select max(d.date), min(d.date), max(case when d.date <= :before then d.date end), min(n.cohort)
    from active_day d join (
        select person_no, cast(date_trunc('month', min(valid_from)) as date) as cohort
        from presence where person_key in :keys group by person_no) n on n.person_no = d.person_no
    where d.date <= :day
"""
_WROTE = """
    select max(v.date), max(case when not v.is_reply then v.date end)
    from voice v join numbered n on n.person_no = v.person_no
    where n.person_key in :keys and v.date <= :day
"""
# In a report all that it tells counts as done on the last day it names: it knows no other.
_REPORTED = """
    select max(case when e.post_count > 0 then {last} end),
        max(case when e.reaction_count > 0 then {last} end),
        max(case when e.read_count > 0 then {last} end)
    from engagement_person e
    join addressee a on a.email_key = e.email_key and a.known_from <= e.refresh_date
        and a.valid_from <= e.refresh_date and e.refresh_date < a.valid_to
    where a.person_key in :keys and e.refresh_date = :date and e.period_days = :period
        and coalesce(e.state, '') not in ('deleted', 'suspended')
""".format(last="least(coalesce(e.last_activity_date, e.refresh_date), e.refresh_date)")


def remember(warehouse: Warehouse, settings: Settings, keys: Keys, tombstone_id: str) -> None:
    """Put into the history what whoever is to be erased did up to its last day.

    In the transaction in which all was derived from the facts. Where nothing is left of them, what
    an interrupted erasure remembered stays.
    """
    history = read_history(settings)
    if history is None:
        return
    found = [replace(each, begun=tombstone_id) for each in _done(warehouse, history, keys)]
    if found:
        others = (each for each in history.lingering if each.begun != tombstone_id)
        write_history(settings, replace(history, lingering=(*others, *found)))


def confirm(settings: Settings, tombstone_id: str) -> None:
    """Count those of an erasure that is done with all others; nothing tells them apart then."""
    _change(
        settings,
        (
            replace(each, begun=None) if each.begun == tombstone_id else each
            for each in told_lingering(settings)
        ),
    )


def drop_unbegun(settings: Settings) -> None:
    """Forget what was remembered for an erasure that got no tombstone: they are still there."""
    _change(settings, (each for each in told_lingering(settings) if each.begun is None))


def let_go(warehouse: Warehouse, settings: Settings, as_of: date) -> None:
    """Forget those who count in no figure of an edition any more: the days before are settled.

    In the caller's transaction.
    """
    ends = {
        each.last_date + timedelta(days=REACH_DAYS - 1)
        for each in told_lingering(settings)
        if each.kind in BEING
    }
    passed = [day for day in ends if day < as_of]
    if passed:
        settle(warehouse, settings, max(passed))


def _change(settings: Settings, lingering: Iterable[Lingering]) -> None:
    history, summed = read_history(settings), _summed(lingering)
    if history is not None and summed != list(history.lingering):
        write_history(settings, replace(history, lingering=summed))


def _summed(lingering: Iterable[Lingering]) -> list[Lingering]:
    people: defaultdict[Lingering, int] = defaultdict(int)
    for each in lingering:
        people[replace(each, people_count=0)] += each.people_count
    return [replace(each, people_count=count) for each, count in people.items()]


# --- what they did ------------------------------------------------------------------------------


def _done(warehouse: Warehouse, history: History, keys: Keys) -> Iterator[Lingering]:
    known = {"keys": sorted(keys), "day": history.through}
    stood = {kind: _stood(warehouse, table, known) for kind, table in _STOOD.items()}
    yield from (Lingering(stood[kind], kind, history.through) for kind in BEING if stood[kind])
    member = stood[MEMBER]
    if member:
        yield from (Lingering(member, *each) for each in _last_days(warehouse, history, known))
        for each in (*_came(warehouse, history.through, known), *_told(warehouse, history, known)):
            yield Lingering((), *each)


def _stood(warehouse: Warehouse, table: str, known: Known) -> tuple[str, ...]:
    query = _DEPARTMENTS.format(table=table)
    return tuple(department for (department,) in bulk.tuples(warehouse, query, known))


def _last_days(warehouse: Warehouse, history: History, known: Known) -> Iterator[tuple[str, date]]:
    ((active, contributed),) = bulk.tuples(warehouse, _ACTIVE, known)
    make_voices(warehouse)
    ((wrote, began),) = bulk.tuples(warehouse, _WROTE, known)
    posted, reacted, read = _reported(warehouse, history, known)
    # whoever got to a rung got to those below it
    rungs = list(accumulate((began, _latest(wrote, posted), reacted, read), _latest))
    days = zip((ACTIVE, CONTRIBUTOR, *reversed(RUNGS)), (active, contributed, *rungs), strict=True)
    since = history.through - timedelta(days=REACH_DAYS)
    yield from ((kind, day) for kind, day in days if day is not None and day > since)


def _reported(warehouse: Warehouse, history: History, known: Known) -> tuple[date | None, ...]:
    """When they last posted, reacted and read, by the last report whose steps were told."""
    told = max(history.rows[ladder.name], key=lambda row: row["date"], default=None)
    if told is None:
        return None, None, None
    report = {"date": told["date"], "period": told["period_days"], "keys": known["keys"]}
    ((posted, reacted, read),) = bulk.tuples(warehouse, _REPORTED, report)
    return posted, reacted, read


def _told(warehouse: Warehouse, history: History, known: Known) -> Iterator[tuple[str, date]]:
    days = zip(REPORTED.values(), _reported(warehouse, history, known), strict=True)
    yield from ((kind, day) for kind, day in days if day is not None)


def _latest(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def _came(warehouse: Warehouse, through: date, known: Known) -> Iterator[tuple[str, date]]:
    since = through - timedelta(days=STRETCH_DAYS)
    ((last, first, before, cohort),) = bulk.tuples(warehouse, _CAME, {**known, "before": since})
    if last is None or last <= since - timedelta(days=STRETCH_DAYS):
        return
    yield joined_in(cohort), last
    if first > since:
        yield "new", last
    else:
        has_stayed = before > since - timedelta(days=STRETCH_DAYS)
        yield "stayed" if has_stayed else "back", last
