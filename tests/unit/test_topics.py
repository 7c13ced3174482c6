"""Topics: which ideas and messages belong to each, who took part, and what nobody reviewed."""

from typing import Any

import duckdb
import pytest

from etl import hashtags
from etl.warehouse import schema
from tests.support.facts import Facts
from tests.unit.test_spread import HOUSING, PARKS, facts, figures, large, take_up

__all__ = ["facts", "figures", "large"]
ALL = HOUSING + PARKS


def belongs(facts: Facts, topic: str, kind: str, term: str, **values: object) -> None:
    usual = {"name": topic.title(), "snapshot_id": "topics", **values}
    facts.add(schema.topic_entry, topic_id=topic, kind=kind, term=term, **usual)


def say(facts: Facts, people: str, tag: str, day: str, **values: object) -> None:
    """One post each, with a hashtag and no link."""
    for number, key in enumerate(people):
        id_ = f"{tag} {day} {key}"
        facts.message(id_, key.upper(), f"{day} {9 + number:02}:00", **values)
        facts.add(schema.message_hashtag, message_id=id_, hashtag=tag)


def ideas_of(found: Any, topic: str = "waste") -> list[str]:
    return [row["idea_id"] for row in found.rows("topic_idea", topic_id=topic)]


def whole(found: Any, topic: str = "waste") -> tuple[int, int, int]:
    row = found.row("topic_department", topic_id=topic, window_days=0, department_id="*")
    return row["people_count"], row["post_count"], row["reply_count"]


# --- hashtags in a text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Walk at noon #Wellbeing", ["wellbeing"]),
        ("#bin_day #BIN-day, (#Äpfel).", ["binday", "binday", "äpfel"]),
        ("[Tag:55:Mental Health] and #mentalhealth", ["mentalhealth", "mentalhealth"]),
        ("https://x.example/a#part https://x.example/#top ?q=#no", []),
        ("it&#39;s issue #4, [Tag::n/a]39; C# a##b", []),
        ("#" + "x" * 41, []),
        ("#a", []),
        ("first\n#second", ["second"]),
    ],
)
def test_what_a_hashtag_is(text: str, told: list[str]) -> None:
    query = f"""
        select {hashtags.spelled("tag")} from (
            select unnest({hashtags.FOUND.format(value="body")}) as tag
            from (select $text as body))
        where {hashtags.is_hashtag(hashtags.spelled("tag"))}
    """
    found = [row[0] for row in duckdb.execute(query, {"text": text}).fetchall()]
    assert sorted(found) == sorted(told)


# --- what belongs --------------------------------------------------------------------------------


def test_an_idea_belongs_by_list_by_title_and_by_a_hashtag_of_its_post(facts, figures) -> None:
    for idea, title in (
        ("a", "The Cabin"),
        ("b", "A bin: full"),
        ("c", "About #Bin_Day"),
        ("d", None),
        ("e", None),
        ("f", None),
    ):
        facts.registered(f"go/{idea}", idea, **({"title": title} if title else {"title": idea}))
    take_up(facts, "d", "hi")
    take_up(facts, "e", "hi")
    facts.add(schema.message_hashtag, message_id="d 2026-10-05 09:00", hashtag="binday")
    facts.add(schema.message_hashtag, message_id="e 2026-10-05 09:00 1", hashtag="binday")
    belongs(facts, "waste", "word", "bin")
    belongs(facts, "waste", "hashtag", "binday")
    belongs(facts, "waste", "idea", "go/f", idea_id="wrong, the registry knows better")
    # a: "bin" is part of another word; e: the hashtag is in a reply
    assert ideas_of(figures(facts)) == ["b", "c", "d", "f"]


def test_a_message_counts_once_for_a_topic_however_it_belongs(facts, figures) -> None:
    facts.registered("go/i", "i", title="Bins")
    facts.registered("go/j", "j", title="More bins")
    belongs(facts, "waste", "word", "bins")
    belongs(facts, "waste", "hashtag", "binday")
    take_up(facts, "i", "hip")
    facts.share("i 2026-10-05 09:00", "j")  # the post shares both
    facts.add(schema.message_hashtag, message_id="i 2026-10-05 09:00", hashtag="binday")
    say(facts, "hq", "binday", "2026-10-07")
    # h, i, p and q; the thread of three is one post and two replies, then two posts
    assert whole(figures(facts)) == (4, 3, 2)


def test_private_uncounted_and_unlisted_messages_belong_nowhere(facts, figures) -> None:
    belongs(facts, "waste", "hashtag", "binday")
    say(facts, "h", "binday", "2026-10-07", place_kind="private_group")
    say(facts, "i", "binday", "2026-10-08", is_counted=False)
    say(facts, "j", "other", "2026-10-09")
    found = figures(facts)
    assert found.rows("topic_department") == []
    assert found.rows("topic", topic_id="waste") == [
        {"topic_id": "waste", "name": "Waste", "idea_count": 0, "last_date": None}
    ]


def test_a_later_list_replaces_the_earlier_one_whole(facts, figures) -> None:
    belongs(facts, "old", "hashtag", "binday")
    later = {"snapshot_id": "topics 2", "exported_at": "2027-01-01"}
    belongs(facts, "new", "hashtag", "binday", **later)
    assert [row["topic_id"] for row in figures(facts).rows("topic")] == ["new"]


def test_a_topic_travels_like_an_idea(large, figures) -> None:
    belongs(large, "waste", "hashtag", "binday")
    say(large, "hij", "binday", "2026-10-05")
    say(large, "pqr", "binday", "2026-10-06")
    rows = figures(large).rows("topic_travel")
    assert [(row["department_id"], row["step"]) for row in rows] == [("housing", 1), ("parks", 2)]


def test_few_people_of_a_department_are_masked_like_those_of_an_idea(large, figures) -> None:
    """The same people of the same departments: the same cells, whatever they are told of."""
    large.registered("go/i", "i", title="Bins")
    belongs(large, "waste", "word", "bins")
    take_up(large, "i", "hijkpqrx")
    tables = figures(large).edition.tables
    assert tables["topic_department"]
    assert [("i", *row[1:]) for row in tables["topic_department"]] == tables["idea_department"]


# --- hashtags for review -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "is_listed"),
    [
        ("hipqx", True),  # five people (the minimum group here) of three departments
        ("hipx", False),  # four people
        ("hijkp", False),  # two departments
    ],
)
def test_a_hashtag_is_listed_once_many_people_in_three_departments_used_it(
    facts, figures, people: str, is_listed: bool
) -> None:
    say(facts, people, "tea", "2026-10-07")
    say(facts, people, "tea", "2026-10-08")
    rows = figures(facts).rows("hashtag")
    told = {"hashtag": "tea", "people_count": 5, "last_date": "2026-10-08"}
    assert rows == ([told] if is_listed else [])


def test_a_hashtag_of_the_list_is_not_for_review(facts, figures) -> None:
    belongs(facts, "breaks", "hashtag", "tea")
    say(facts, "hipqx", "tea", "2026-10-07")
    assert figures(facts).rows("hashtag") == []
