"""What somebody said of ideas and topics who is erased: counts besides those of all others.

The totals of ideas are published to the person, of posts that every colleague can read. Were they
less by one person after an erasure, the editions before and after would tell what that person did.
"""

from collections.abc import Collection
from datetime import timedelta

from etl.editions.bygone import Rows
from etl.editions.passing import ages_of, asked, queries_of
from etl.editions.schema import IDEA_WINDOWS
from etl.editions.schema.travel import AGES
from etl.editions.scope import Scope
from etl.editions.tables import hashtag
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_LINKS = """
    select l.link_key, l.idea_id, l.address
    from message_link l join erased_message e on e.message_id = l.message_id
    union
    select link_key, idea_id, address from bygone_link
"""
_IDEAS = """
    select idea_id, title, title_date from attached_title
    where idea_id in (select idea_id from bygone_idea)
        or idea_id in (select m.idea_id from idea_message m
                       join erased_message e on e.message_id = m.message_id where m.is_post)
"""
# From the next message of somebody else on, if there is one yet: no time of theirs is kept.
_THREADS = """
    select s.thread_id, l.link_key, cast(coalesce(
            min(case when o.created_at >= s.created_at then o.created_at end),
            max(o.created_at) + interval '1 microsecond') as varchar) as begun_at
    from message_link l
    join erased_message e on e.message_id = l.message_id
    join message s on s.message_id = l.message_id
    join message o on o.thread_id = s.thread_id
    where s.is_counted and s.place_kind = 'community'
        and o.message_id not in (select message_id from erased_message)
    group by s.thread_id, l.link_key, s.message_id
    union all
    select thread_id, link_key, begun_at from bygone_thread
"""
_TAGS = """
    select g.hashtag, m.idea_id
    from tagged g
    join idea_message m on m.message_id = g.message_id and m.is_post
    join erased_message e on e.message_id = g.message_id
    where g.hashtag in (select term from topic_list where kind = 'hashtag')
    union
    select hashtag, idea_id from bygone_tag
"""
_DAYS = """
    select idea_id, date, sum(people_count) as people_count, sum(post_count) as post_count,
        sum(reply_count) as reply_count
    from (select idea_id, date, count(distinct person_key) as people_count,
              count(*) filter (where is_post) as post_count,
              count(*) filter (where not is_post) as reply_count
          from idea_message m join erased_message e on e.message_id = m.message_id
          group by idea_id, date
          union all
          select idea_id, date, people_count, post_count, reply_count from bygone_day) said
    group by idea_id, date
"""
_PLACES = """
    select idea_id, place_id, min(first_date) as first_date, sum(post_count) as post_count
    from (select m.idea_id, m.place_id, m.date as first_date, 1 as post_count
          from idea_message m join erased_message e on e.message_id = m.message_id
          where m.is_post
          union all
          select idea_id, place_id, first_date, post_count from bygone_place) posted
    group by idea_id, place_id
"""
_SPOKEN = """
    select '{kind}' as kind, subject_id, department_id, sum(post_count) as post_count,
        sum(reply_count) as reply_count, last_date
    from (select m.{kind}_id as subject_id, m.department_id,
              case when m.is_post then 1 else 0 end as post_count,
              case when m.is_post then 0 else 1 end as reply_count, m.date as last_date
          from {kind}_message m join erased_message e on e.message_id = m.message_id
          union all
          select subject_id, department_id, post_count, reply_count, last_date
          from bygone_spoken where kind = '{kind}') said
    group by subject_id, department_id, last_date
"""
# Who is in weeks that are told already, with all others, is not told again.
_WEEKS = """
    select '{kind}' as kind, subject_id, week_end, sum(people_count) as people_count
    from (select m.{kind}_id as subject_id, m.date + o.days as week_end,
              count(distinct m.person_key) as people_count
          from {kind}_message m join erased_message e on e.message_id = m.message_id
          cross join (values (0), (1), (2), (3), (4), (5), (6)) as o(days)
          left join bygone_week w on w.kind = '{kind}' and w.subject_id = m.{kind}_id
              and w.week_end = m.date + o.days
          where w.kind is null
          group by m.{kind}_id, m.date + o.days
          union all
          select subject_id, week_end, people_count
          from bygone_beside_week where kind = '{kind}') told
    group by subject_id, week_end
"""
# Who came before facts last expired is told already, with all others.
_COMERS = """
    select '{kind}' as kind, c.subject_id, c.department_id, c.came_date
    from (select {kind}_id as subject_id, department_id, person_key, came_date from {kind}_comer
          union all
          select {kind}_id, department_id, person_key, came_date from {kind}_newcomer) c
    join (select distinct m.{kind}_id as subject_id, m.person_key
          from {kind}_message m join erased_message e on e.message_id = m.message_id) g
        on g.subject_id = c.subject_id and g.person_key = c.person_key
    union all
    select kind, subject_id, department_id, came_date
    from bygone_beside_comer where kind = '{kind}'
"""
_LAST = """
    select '{kind}' as kind, subject_id, department_id, last_date
    from (select m.{kind}_id as subject_id, coalesce(m.department_id, '*') as department_id,
              max(m.date) as last_date
          from {kind}_message m join erased_message e on e.message_id = m.message_id
          group by grouping sets (
              (m.{kind}_id, m.person_key, m.department_id), (m.{kind}_id, m.person_key))) said
    where last_date > :since
    union all
    select kind, subject_id, department_id, last_date
    from bygone_beside_last where kind = '{kind}'
"""
_TAGGED = """
    select 'hashtag' as kind, h.hashtag as subject_id, coalesce(h.department_id, '*')
        as department_id, max(h.date) as last_date
    from hashtag_message h join erased_message e on e.message_id = h.message_id
    where h.hashtag in :listed
    group by grouping sets (
        (h.hashtag, h.person_key, h.department_id), (h.hashtag, h.person_key))
    union all
    select kind, subject_id, department_id, last_date
    from bygone_beside_last where kind = 'hashtag'
"""
_AGES = """
    select b.idea_id, cast({age} as integer) as age_days,
        count(distinct m.person_key) as people_count, count(distinct p.person_no) as audience_count
    from idea_begun b
    join presence p on p.person_key in :keys
        and p.valid_from <= :as_of and p.valid_to > b.begun_date
    left join (select m.idea_id, m.person_key, m.date
               from idea_message m join erased_message e on e.message_id = m.message_id) m
        on m.idea_id = b.idea_id and m.person_key = p.person_key
            and p.valid_from <= m.date and m.date < p.valid_to
    where b.begun_date + {age} - 1 > cast(:as_of as date)
    group by b.idea_id
    union all
    select idea_id, age_days, people_count, audience_count
    from bygone_beside_age where age_days = {age}
"""
_AS_IT_IS = {
    "bygone_week": "select * from bygone_week",
    "bygone_comer": "select * from bygone_comer",
}
_ONCE = _AS_IT_IS | {
    "bygone_link": _LINKS,
    "bygone_idea": _IDEAS,
    "bygone_thread": _THREADS,
    "bygone_tag": _TAGS,
    "bygone_day": _DAYS,
    "bygone_place": _PLACES,
}
_OF_EACH = {
    "bygone_spoken": _SPOKEN,
    "bygone_beside_week": _WEEKS,
    "bygone_beside_comer": _COMERS,
    "bygone_beside_last": _LAST,
}


def pass_beside(warehouse: Warehouse, scope: Scope, keys: Collection[str]) -> Rows:
    """The rows of ``BYGONE`` once nothing is left of somebody; ``keys``: their keyed hashes.

    After all was derived with them: what was bygone before is part of it. Of a hashtag that is not
    listed nothing is kept.
    """
    listed = [tag for tag, *_ in hashtag.rows(warehouse, scope)]
    known = {
        "keys": list(keys),
        "listed": listed or [""],
        "as_of": scope.as_of_date,
        "since": scope.as_of_date - timedelta(days=max(IDEA_WINDOWS)),
    }
    theirs = "select message_id from message where account_key in :keys"
    bulk.make(warehouse, "erased_message", theirs, {"keys": known["keys"]})
    queries = {name: list(several) for name, several in queries_of(_ONCE, _OF_EACH).items()}
    queries["bygone_beside_last"].append(_TAGGED)
    queries["bygone_beside_age"] = [_AGES.format(age=age) for age in AGES]
    return {**asked(warehouse, queries, known), "bygone_age": list(ages_of(warehouse, scope))}
