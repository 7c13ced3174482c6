"""What was said of each topic, and the hashtags that are on no list."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from etl.editions.schema import HASHTAG_DEPARTMENTS, UNKNOWN
from etl.simulate.ideas import Idea
from etl.simulate.messages import Message
from etl.simulate.plan import local_date
from etl.simulate.topics import LISTING, TOPICS, Topic
from etl.simulate.truth.ideas import Voice, counted_rows, held_rows
from etl.simulate.truth.membership import Row
from etl.simulate.truth.trends import trend_rows

FEWEST_PEOPLE = 10
"""Who use a hashtag before it is listed: the usual smallest group."""

Voices = Mapping[Idea, list[Voice]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The ideas with what was said of them and their titles, and messages with hashtags."""

    voices: Voices
    titles: Mapping[Idea, str]
    listed: Iterable[Idea]
    tagged: list[Voice]


def tagged_voices(
    messages: Iterable[Message], as_of: date, author: Callable[[Message], tuple[Hashable, str]]
) -> list[Voice]:
    """Messages with a hashtag that everyone may read."""
    return [
        Voice(message, message.thread is None, *author(message), local_date(message.created_at))
        for message in messages
        if message.hashtags
        and message.is_open
        and message.is_counted
        and local_date(message.created_at) <= as_of
    ]


def topic_tables(spoken: Spoken, as_of: date) -> dict[str, list[Row]]:
    """The tables of topics."""
    ideas = {topic.topic_id: _ideas_of(topic, spoken) for topic in TOPICS}
    said = {topic.topic_id: _said(topic, ideas[topic.topic_id], spoken) for topic in TOPICS}
    begun = {key: min(voice.date for voice in found) for key, found in said.items() if found}
    return {
        "topic": [_row(topic, ideas[topic.topic_id], said[topic.topic_id]) for topic in TOPICS],
        "topic_idea": [
            {"topic_id": key, "idea_id": idea.idea_id}
            for key, found in ideas.items()
            for idea in found
        ],
        "topic_department": counted_rows(said, "topic_id", as_of),
        "topic_hold": held_rows(said, "topic_id"),
        "topic_trend": trend_rows(said, "topic_id", begun, as_of, is_bursty=True),
        "hashtag": _unlisted(spoken.tagged),
    }


def _ideas_of(topic: Topic, spoken: Spoken) -> list[Idea]:
    named = {idea for idea in spoken.listed if topic is LISTING}
    titled = {
        idea
        for idea, title in spoken.titles.items()
        if any(f" {word.lower()} " in _plain(title) for word in topic.words)
    }
    posted = {
        idea
        for idea, said in spoken.voices.items()
        for voice in said
        if voice.is_post and set(topic.hashtags) & set(voice.message.hashtags)
    }
    return sorted(named | titled | posted, key=lambda idea: idea.idea_id)


def _plain(title: str) -> str:
    letters = "".join(each if each.isalnum() else " " for each in title.lower())
    return f" {' '.join(letters.split())} "


def _said(topic: Topic, ideas: list[Idea], spoken: Spoken) -> list[Voice]:
    """Every message once; it is a post of the topic where it is one of any of its ideas."""
    found: dict[Message, Voice] = {}
    by_ideas = (voice for idea in ideas for voice in spoken.voices.get(idea, []))
    by_tags = (v for v in spoken.tagged if set(topic.hashtags) & set(v.message.hashtags))
    for voice in (*by_ideas, *by_tags):
        known = found.setdefault(voice.message, voice)
        if voice.is_post and not known.is_post:
            found[voice.message] = voice
    return list(found.values())


def _row(topic: Topic, ideas: list[Idea], said: list[Voice]) -> Row:
    last = max((voice.date for voice in said), default=None)
    return {
        "topic_id": topic.topic_id,
        "name": topic.name,
        "idea_count": len(ideas),
        "last_date": last.isoformat() if last else None,
    }


def _unlisted(tagged: list[Voice]) -> list[Row]:
    listed = {tag for topic in TOPICS for tag in topic.hashtags}
    used: dict[str, list[Voice]] = {}
    for voice in tagged:
        for tag in set(voice.message.hashtags) - listed:
            used.setdefault(tag, []).append(voice)
    rows = []
    for tag, voices in used.items():
        people = len({voice.person for voice in voices})
        departments = {voice.department_id for voice in voices} - {UNKNOWN}
        if people >= FEWEST_PEOPLE and len(departments) >= HASHTAG_DEPARTMENTS:
            last = max(voice.date for voice in voices).isoformat()
            rows.append({"hashtag": tag, "people_count": (people + 2) // 5 * 5, "last_date": last})
    return rows
