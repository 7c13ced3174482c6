"""The sentences on topics, and on hashtags that nobody reviewed yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.words import numbers
from dashboard.words.figure import Figure, Finding, known
from dashboard.words.ideas import how_far, quoted, window_phrase

_NOTE = (
    "People who posted an idea of the topic or its hashtag, or replied to such a post. A message "
    "may belong to several topics"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its ideas, its people in the window, and the departments that it reached.

    ``route``: names of departments in the order in which it took hold. ``usual``: people of a usual
    week where it is picking up, and those of the last one.
    """

    topic_id: str
    name: str
    ideas: int
    people: Figure
    reached: Figure
    route: Sequence[str] = ()
    picking_up: int | None = None
    usual: float | None = None


def topics(found: Sequence[Topic], window_days: int) -> Finding:
    """Which topic drew most people, or which are picking up."""
    rising = [topic for topic in found if topic.picking_up]
    if len(rising) == 1:
        return Finding(f"{quoted(rising[0].name)} is picking up", _NOTE)
    if rising:
        return Finding(f"{_many(len(rising))} topics are picking up", _NOTE)
    seen = sorted((t for t in found if known(t.people)), key=lambda t: -(known(t.people) or 0))
    if not seen:
        return Finding(f"Nobody spoke of a topic {window_phrase(window_days)}", _NOTE)
    most = known(seen[0].people)
    first = [topic for topic in seen if known(topic.people) == most]
    if len(first) > 1:
        return Finding(f"{_many(len(first))} topics drew most people: {_people(most)} each", _NOTE)
    return Finding(f"{quoted(first[0].name)} drew most people: {numbers.count(most or 0)}", _NOTE)


def topic(found: Topic, window_days: int) -> Finding:
    """ "“Wellbeing” drew 120 people from 9 of 12 departments in the last 28 days"."""
    number, when = known(found.people), window_phrase(window_days)
    if number is None:
        return Finding(quoted(found.name), found.people.note)
    if number == 0:
        return Finding(f"Nobody spoke of {quoted(found.name)} {when}", _NOTE)
    origin = f" from {how_far(found.reached)}" if known(found.reached) else ""
    return Finding(f"{quoted(found.name)} drew {_people(number)}{origin} {when}", _NOTE)


def route(names: Sequence[str], minimum_cell: int) -> str:
    """Where it took hold first, and where next: one sentence."""
    if not names:
        return f"It has not taken hold yet: {minimum_cell} people of one department are needed."
    if len(names) == 1:
        return f"It took hold in {names[0]} and has not left it."
    return f"It took hold in {names[0]} first, then in {numbers.listed(names[1:])}."


def trend(found: Topic) -> str:
    """Whether more people spoke of it in the last week than is usual for it."""
    if found.picking_up is None or found.usual is None:
        return "No more people spoke of it in the last seven days than is usual for it."
    people = numbers.plural(found.picking_up, "person", "people")
    usual = numbers.decimal(found.usual)
    return f"It is picking up: {people} in the last seven days, where {usual} are usual."


def hashtags(number: int) -> Finding:
    """How many hashtags wait for a person to put them into a topic."""
    note = (
        "On no list of topics, and used by many people of three departments or more. Add those "
        "that mean a topic to the list, and load it"
    )
    if not number:
        return Finding("No hashtag waits for review", note)
    word = "hashtag waits" if number == 1 else "hashtags wait"
    return Finding(f"{_many(number)} {word} for review", note)


def _many(number: int) -> str:
    return numbers.sentence(numbers.spelled(number))


def _people(number: float | None) -> str:
    return numbers.plural(number or 0, "person", "people")
