"""What ideas and topics leave behind when facts about people expire, and how it is taken up again.

Everything said before the first day that is kept becomes counts. So does who came to an idea, up to
the last day of the edition beside which facts expire: whoever spoke of it since the first day kept
is known one by one, so anybody who comes later can be told from them. Who comes back to an idea
after all that they said of it has expired, more than 13 months later, counts as new to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from etl.editions.at_age import at_age
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
    select s.subject_id as idea_id, a.title
    from bygone_subject s left join attached_title a on a.idea_id = s.subject_id
    where s.kind = 'idea'
"""
# Of threads that have ended nothing stays, so not their number either.
_THREADS = """
    select distinct b.thread_id, b.link_key
    from (select m.thread_id, l.link_key
          from message_link l join message m on m.message_id = l.message_id
          where m.date < :since and m.is_counted and m.place_kind = 'community'
          union all
          select thread_id, link_key from bygone_thread) b
    join message m on m.thread_id = b.thread_id and m.date >= :since
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
    select idea_id, date, count(distinct person_key) as people_count,
        count(*) filter (where is_post) as post_count,
        count(*) filter (where not is_post) as reply_count
    from idea_message where date < :since group by idea_id, date
    union all
    select idea_id, date, people_count, post_count, reply_count from bygone_day
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
    group by subject_id, department_id
"""
# Any seven days with one of them before the first day kept: editions end on different weekdays.
_WEEKS = """
    select '{kind}' as kind, subject_id, week_end, max(people_count) as people_count
    from (select m.{kind}_id as subject_id, m.date + o.days as week_end,
              count(distinct m.person_key) as people_count
          from {kind}_message m
          join bygone_subject s on s.kind = '{kind}' and s.subject_id = m.{kind}_id
          cross join (values (0), (1), (2), (3), (4), (5), (6)) as o(days)
          where m.date + o.days < cast(:since as date) + 6
          group by m.{kind}_id, m.date + o.days
          union all
          select subject_id, week_end, people_count from bygone_week where kind = '{kind}') told
    group by subject_id, week_end
"""
_COMERS = """
    select '{kind}' as kind, subject_id, department_id,
        row_number() over (
            partition by subject_id order by came_at, department_id, person_key) as number,
        came_date
    from (select {kind}_id as subject_id, department_id, person_key, came_at, came_date
          from {kind}_comer
          union all
          select {kind}_id, department_id, person_key, came_at, came_date from {kind}_newcomer) came
    where subject_id in (select subject_id from bygone_subject where kind = '{kind}')
"""
_SUBJECTS = """
    select 'idea' as kind, idea_id as subject_id from idea_message where date < :since
    union select 'topic', topic_id from topic_message where date < :since
    union select 'idea', idea_id from bygone_idea
    union select kind, subject_id from bygone_spoken
"""

_OF_IDEAS: Mapping[str, str] = {
    "bygone_link": _LINKS,
    "bygone_idea": _IDEAS,
    "bygone_thread": _THREADS,
    "bygone_tag": _TAGS,
    "bygone_day": _DAYS,
    "bygone_place": _PLACES,
}
_OF_BOTH: Mapping[str, str] = {
    "bygone_spoken": _SPOKEN,
    "bygone_week": _WEEKS,
    "bygone_comer": _COMERS,
}


def make_bygone(warehouse: Warehouse, settings: Settings) -> None:
    """Make the tables of ``BYGONE`` as the history has them; empty where nothing expired."""
    told = bygone_rows(settings)
    for table in BYGONE:
        show(warehouse, table, told[table.name])


def pass_on(warehouse: Warehouse, scope: Scope, since: date) -> Rows:
    """The rows of ``BYGONE`` once nothing from before ``since`` is kept any more.

    After all was derived: what was bygone before is part of them.
    """
    days = {"since": since}
    bulk.make(warehouse, "bygone_subject", _SUBJECTS, days)
    queries = {name: [query] for name, query in _OF_IDEAS.items()} | {
        name: [query.format(kind=kind) for kind in KINDS] for name, query in _OF_BOTH.items()
    }
    found: dict[str, Sequence[Row]] = {
        name: [dict(row) for query in asked for row in bulk.rows(warehouse, query, days)]
        for name, asked in queries.items()
    }
    return {**found, "bygone_age": list(_ages(warehouse, scope))}


def _ages(warehouse: Warehouse, scope: Scope) -> Iterator[Row]:
    query = "select subject_id from bygone_subject where kind = 'idea'"
    bygone = {idea_id for (idea_id,) in bulk.tuples(warehouse, query)}
    for age in AGES:
        for each in at_age(warehouse, scope, age):
            if each.idea_id in bygone:
                yield {
                    "idea_id": each.idea_id,
                    "age_days": age,
                    "people_count": each.people,
                    "audience_count": each.audience,
                }
