"""What ideas and topics leave behind when facts about people expire, and how it is taken up again.

Everything said before the first day that is kept becomes counts. So does who came to an idea, up to
the last day of the edition beside which facts expire: whoever spoke of it since the first day kept
is known one by one, so anybody who comes later can be told from them. Who comes back to an idea
after all that they said of it has expired, more than 13 months later, counts as new to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from etl.editions.at_age import reached
from etl.editions.bygone import BYGONE, Row, Rows
from etl.editions.history_file import bygone_rows
from etl.editions.schema.travel import AGES
from etl.editions.scope import Scope
from etl.settings import Settings
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse
from etl.warehouse.merging import show

KINDS = ("idea", "topic")

_LINKS = """
    select l.link_key, l.idea_id, l.address
    from message_link l join message m on m.message_id = l.message_id where m.date < :since
    union
    select link_key, idea_id, address from bygone_link
"""
_IDEAS = """
    select s.subject_id as idea_id, a.title, a.title_date
    from bygone_subject s join attached_title a on a.idea_id = s.subject_id
    where s.kind = 'idea'
"""
# Of threads that have ended nothing stays, so not their number either.
_THREADS = """
    select b.thread_id, b.link_key, min(b.begun_at) as begun_at
    from (select m.thread_id, l.link_key, '1970-01-01' as begun_at
          from message_link l join message m on m.message_id = l.message_id
          where m.date < :since and m.is_counted and m.place_kind = 'community'
          union all
          select thread_id, link_key, begun_at from bygone_thread) b
    join message m on m.thread_id = b.thread_id and m.date >= :since
    group by b.thread_id, b.link_key
"""
# A hashtag may be the name of a person: those that nobody reviewed do not stay.
_TAGS = """
    select g.hashtag, m.idea_id
    from tagged g join idea_message m on m.message_id = g.message_id and m.is_post
    where m.date < :since
        and g.hashtag in (select term from topic_list where kind = 'hashtag')
    union
    select hashtag, idea_id from bygone_tag
"""
_DAYS = """
    select idea_id, date, sum(people_count) as people_count, sum(post_count) as post_count,
        sum(reply_count) as reply_count
    from (select idea_id, date, count(distinct person_key) as people_count,
              count(*) filter (where is_post) as post_count,
              count(*) filter (where not is_post) as reply_count
          from idea_message where date < :since group by idea_id, date
          union all
          select idea_id, date, people_count, post_count, reply_count from bygone_day) said
    group by idea_id, date
"""
_PLACES = """
    select idea_id, place_id, min(first_date) as first_date, sum(post_count) as post_count
    from (select idea_id, place_id, date as first_date, 1 as post_count
          from idea_message where is_post and date < :since
          union all
          select idea_id, place_id, first_date, post_count from bygone_place) posted
    group by idea_id, place_id
"""
_SPOKEN = """
    select '{kind}' as kind, subject_id, department_id, sum(post_count) as post_count,
        sum(reply_count) as reply_count, max(last_date) as last_date
    from (select {kind}_id as subject_id, department_id, case when is_post then 1 else 0 end
              as post_count, case when is_post then 0 else 1 end as reply_count, date as last_date
          from {kind}_message where date < :since
          union all
          select subject_id, department_id, post_count, reply_count, last_date
          from bygone_spoken where kind = '{kind}') said
    group by subject_id, department_id,
        case when last_date >= cast(:since as date) then last_date end
"""
# Any seven days with one of them before the first day kept: editions end on different weekdays.
_WEEKS = """
    select '{kind}' as kind, subject_id, week_end,
        coalesce(max(case when not is_beside then people_count end), 0)
            + coalesce(sum(case when is_beside then people_count end), 0) as people_count
    from (select m.{kind}_id as subject_id, m.date + o.days as week_end,
              count(distinct m.person_key) as people_count, false as is_beside
          from {kind}_message m
          cross join (values (0), (1), (2), (3), (4), (5), (6)) as o(days)
          group by m.{kind}_id, m.date + o.days
          union all
          select subject_id, week_end, people_count, false
          from bygone_week where kind = '{kind}'
          union all
          select subject_id, week_end, people_count, true
          from bygone_beside_week where kind = '{kind}') told
    where week_end < cast(:since as date) + 6
        and subject_id in (select subject_id from bygone_subject where kind = '{kind}')
    group by subject_id, week_end
"""
_COMERS = """
    select '{kind}' as kind, subject_id, department_id, came_date
    from (select {kind}_id as subject_id, department_id, came_date from {kind}_comer
          union all
          select {kind}_id, department_id, came_date from {kind}_newcomer) came
    where subject_id in (select subject_id from bygone_subject where kind = '{kind}')
"""
_BESIDE_WEEKS = """
    select b.kind, b.subject_id, b.week_end, b.people_count
    from bygone_beside_week b
    left join bygone_subject s on s.kind = b.kind and s.subject_id = b.subject_id
    where s.kind is null or b.week_end >= cast(:since as date) + 6
"""
_BESIDE_COMERS = """
    select b.kind, b.subject_id, b.department_id, b.came_date
    from bygone_beside_comer b
    left join bygone_subject s on s.kind = b.kind and s.subject_id = b.subject_id
    where s.kind is null
"""
_BESIDE_LAST = """
    select kind, subject_id, department_id, last_date
    from bygone_beside_last where last_date >= :since
"""
_BESIDE_AGES = """
    select b.idea_id, b.age_days, b.people_count, b.audience_count
    from bygone_beside_age b join idea_begun i on i.idea_id = b.idea_id
    where i.begun_date + b.age_days - 1 > cast(:as_of as date)
"""
_SUBJECTS = """
    select 'idea' as kind, idea_id as subject_id from idea_message where date < :since
    union select 'topic', topic_id from topic_message where date < :since
    union select 'idea', idea_id from bygone_idea
    union select kind, subject_id from bygone_spoken
"""
_AGES = "select idea_id from bygone_age"

_ONCE: Mapping[str, str] = {
    "bygone_link": _LINKS,
    "bygone_idea": _IDEAS,
    "bygone_thread": _THREADS,
    "bygone_tag": _TAGS,
    "bygone_day": _DAYS,
    "bygone_place": _PLACES,
    "bygone_beside_week": _BESIDE_WEEKS,
    "bygone_beside_comer": _BESIDE_COMERS,
    "bygone_beside_last": _BESIDE_LAST,
    "bygone_beside_age": _BESIDE_AGES,
}
_OF_EACH: Mapping[str, str] = {
    "bygone_spoken": _SPOKEN,
    "bygone_week": _WEEKS,
    "bygone_comer": _COMERS,
}


def make_bygone(warehouse: Warehouse, settings: Settings) -> None:
    """Make the tables of ``BYGONE`` as the history has them; empty where nothing expired."""
    told = bygone_rows(settings)
    show(warehouse, {table: told[table.name] for table in BYGONE})


def pass_on(warehouse: Warehouse, scope: Scope, since: date) -> Rows:
    """The rows of ``BYGONE`` once nothing from before ``since`` is kept any more.

    After all was derived: what was bygone before is part of them.
    """
    days = {"since": since, "as_of": scope.as_of_date}
    bulk.make(warehouse, "bygone_subject", _SUBJECTS, days)
    ages = "select subject_id from bygone_subject where kind = 'idea'"
    bygone = {idea_id for (idea_id,) in bulk.tuples(warehouse, f"{ages} union {_AGES}")}
    found = asked(warehouse, queries_of(_ONCE, _OF_EACH), days)
    told = [row for row in ages_of(warehouse, scope) if row["idea_id"] in bygone]
    return {**found, "bygone_age": told}


def queries_of(once: Mapping[str, str], of_each: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Table to what is asked for its rows: ``of_each`` for ideas, and for topics."""
    each = {name: [query.format(kind=kind) for kind in KINDS] for name, query in of_each.items()}
    return {name: [query] for name, query in once.items()} | each


def asked(
    warehouse: Warehouse,
    queries: Mapping[str, Sequence[str]],
    parameters: Mapping[str, object],
) -> dict[str, Sequence[Row]]:
    """Table to its rows."""
    return {
        name: [row for query in several for row in _rows(warehouse, query, parameters)]
        for name, several in queries.items()
    }


def _rows(
    warehouse: Warehouse, query: str, parameters: Mapping[str, object]
) -> Iterator[Mapping[str, Any]]:
    meant = {name: value for name, value in parameters.items() if f":{name}" in query}
    for row in bulk.rows(warehouse, query, meant):  # sums are decimals on PostgreSQL
        yield {name: int(cell) if name.endswith("_count") else cell for name, cell in row.items()}


def ages_of(warehouse: Warehouse, scope: Scope) -> Iterator[Row]:
    """Every idea at each age that it has reached."""
    for age in AGES:
        for each in reached(warehouse, scope, age):
            yield {
                "idea_id": each.idea_id,
                "age_days": age,
                "people_count": each.people,
                "audience_count": each.audience,
            }
