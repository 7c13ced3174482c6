"""Topics: which ideas and messages belong to each, by a list that a person reviewed.

An idea belongs where the list names it, where its title has a word or hashtag of the topic, or
where a post that shared it has one of its hashtags. A message belongs with its idea, or by its own
hashtag. What nobody reviewed belongs nowhere.
"""

import re

from etl.editions.scope import Scope
from etl.spread import make_holds
from etl.traction import placed
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

# A later list replaces an earlier one whole: what it no longer names is no longer a topic.
_LIST = """
    select e.topic_id, e.name, e.kind, e.term, coalesce(k.idea_id, e.idea_id) as idea_id
    from topic_entry e
    join (select exported_at, snapshot_id from topic_entry
          order by exported_at desc, snapshot_id collate "C" desc limit 1) n
        on n.exported_at = e.exported_at and n.snapshot_id = e.snapshot_id
    left join link k on e.kind = 'idea' and k.link_key = e.term
"""

_IDEAS = """
    select distinct topic_id, idea_id from (
        select l.topic_id, t.idea_id
        from topic_list l join idea_title t on t.idea_id = l.idea_id
        union all
        select split_part(pair, chr(9), 1), split_part(pair, chr(9), 2)
        from (select unnest(string_to_array(:titled, chr(10))) as pair) p where pair <> ''
        union all
        select l.topic_id, m.idea_id
        from topic_list l
        join tagged g on l.kind = 'hashtag' and g.hashtag = l.term
        join idea_message m on m.message_id = g.message_id and m.is_post
        union all
        select l.topic_id, b.idea_id
        from topic_list l join bygone_tag b on l.kind = 'hashtag' and b.hashtag = l.term) found
"""

_TAGGED = """
    select h.message_id, h.hashtag, m.account_key, m.place_id, m.created_at, m.date,
        not m.is_reply as is_post
    from message_hashtag h
    join message m on m.message_id = h.message_id and m.snapshot_id = h.snapshot_id
    where m.is_counted and m.place_kind = 'community' and m.date <= :as_of
"""

# A message counts for a topic once, also where it belongs to several of its ideas.
_MESSAGES = """
    select topic_id, message_id, person_key, place_id, created_at, date, department_id,
        bool_or(is_post) as is_post
    from (
        select t.topic_id, m.message_id, m.person_key, m.place_id, m.created_at, m.date,
            m.department_id, m.is_post
        from topic_idea t join idea_message m on m.idea_id = t.idea_id
        union all
        select l.topic_id, s.message_id, s.person_key, s.place_id, s.created_at, s.date,
            s.department_id, s.is_post
        from topic_list l
        join hashtag_message s on l.kind = 'hashtag' and s.hashtag = l.term) told
    group by topic_id, message_id, person_key, place_id, created_at, date, department_id
"""

_BYGONE = tuple(
    f"bygone_{name}"
    for name in ("spoken", "week", "comer", "beside_week", "beside_comer", "beside_last")
)
_UNLISTED = """
    delete from {name}
    where kind = 'topic' and subject_id not in (select topic_id from topic_list)
"""


def make_topics(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``topic_list``, ``topic_idea``, ``hashtag_message`` and ``topic_message``."""
    bulk.make(warehouse, "topic_list", _LIST)
    bulk.make(warehouse, "tagged", _TAGGED, {"as_of": scope.as_of_date})
    bulk.make(warehouse, "topic_idea", _IDEAS, {"titled": _titled(warehouse)})
    select, parameters = placed("select * from tagged", "hashtag", scope)
    bulk.make(warehouse, "hashtag_message", select, parameters)
    bulk.make(warehouse, "topic_message", _MESSAGES)
    for name in _BYGONE:
        bulk.execute(warehouse, _UNLISTED.format(name=name))
    make_holds(warehouse, scope, "topic")


def _titled(warehouse: Warehouse) -> str:
    """Topics and the ideas whose title says so: a pair a line, with a tab between."""
    terms = bulk.tuples(warehouse, "select topic_id, kind, term from topic_list")
    ideas = bulk.tuples(
        warehouse, "select idea_id, title from idea_title where title_from <> 'address'"
    )
    told = [(idea_id, _words(title), _hashtags(title)) for idea_id, title in ideas]
    pairs = (
        (topic_id, idea_id)
        for topic_id, kind, term in terms
        for idea_id, words, tags in told
        if (kind == "word" and _words(term) in words) or (kind == "hashtag" and term in tags)
    )
    return "\n".join("\t".join(pair) for pair in pairs)


def _words(text: str) -> str:
    """Words between single blanks, so that "bin" is not found in "cabin"."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])


def _hashtags(title: str) -> set[str]:
    return {re.sub("[_-]", "", tag).lower() for tag in re.findall(r"(?<!\w)#([\w-]+)", title)}
