"""Topics: the list that the comms team reviewed, and the hashtags that people write."""

from dataclasses import dataclass

from etl.simulate.ideas import Idea
from etl.simulate.messages import Message
from etl.simulate.plan import Plan


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the words of titles and the hashtags (small letters) that belong to it."""

    topic_id: str
    name: str
    words: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


TOPICS = (
    Topic("waste", "Waste and recycling", ("bulky waste", "missed bin collections"), ("binday",)),
    Topic("libraries", "Libraries", ("libraries", "library"), ("lovelibraries",)),
    Topic("wellbeing", "Wellbeing", ("home care",), ("wellbeing", "mentalhealth")),
    Topic("plain-english", "Plain English", ("plain English", "letter"), ("plainenglish",)),
    Topic("quiet", "A topic nobody speaks of", ("submarines",), ("submarines",)),
)
LISTING = TOPICS[0]
"""The topic to which ideas belong by their address."""
UNLISTED = ("bettertea", "worksmarter")
"""Hashtags of many people that nobody reviewed yet."""

_SPELLINGS = {
    "binday": ("#BinDay", "#binday", "#bin_day"),
    "lovelibraries": ("#LoveLibraries", "(#lovelibraries)"),
    "wellbeing": ("#Wellbeing", "[Tag:55:wellbeing]", "#WELLBEING"),
    "mentalhealth": ("#MentalHealth", "[Tag:88:Mental Health]"),
    "plainenglish": ("#PlainEnglish", "#plain-english"),
    "bettertea": ("#BetterTea", "#bettertea"),
    "worksmarter": ("#WorkSmarter",),
}
_SHARE = 0.08
_NAMED = 4
"""How many thank a colleague by a hashtag: too few for it to be listed."""
_MARKED_UP = "[Tag:55:wellbeing]"


def add_hashtags(plan: Plan, messages: list[Message]) -> None:
    """Some messages end with a hashtag or two; a few name a colleague."""
    rng = plan.random("hashtags")
    for message in messages:
        if message.kind == "system":
            continue
        if _MARKED_UP in message.body:
            message.hashtags = ("wellbeing",)
        if rng.random() < _SHARE:
            tags = rng.sample(sorted(_SPELLINGS), rng.choice((1, 1, 1, 2)))
            _write(message, tags, [rng.choice(_SPELLINGS[tag]) for tag in tags])
    talk = [message for message in messages if message.kind != "system"]
    for message in rng.sample(talk, min(len(talk), _NAMED)):
        _write(message, ["wellplayedmarek"], ["#WellPlayedMarek"])


def _write(message: Message, tags: list[str], spelled: list[str]) -> None:
    message.body = f"{message.body}\n{' '.join(spelled)}, issue #4"
    message.hashtags = tuple(dict.fromkeys((*message.hashtags, *tags)))


def listed_ideas(ideas: list[Idea]) -> list[Idea]:
    """The ideas that the list names by their address."""
    return [idea for idea in ideas if idea.is_registered][:2]
