"""The briefing: at most seven sentences on what moved, each beside the card that shows it.

Whether something moved is said in fixed words: "a clear change" where chance rarely does as much,
"no clear change" where it may; chances in the words of ``certainty``. Silent if nothing moved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.edition import Target
from dashboard.words import movement, numbers
from dashboard.words.certainty import likelihood
from dashboard.words.dates import day_month
from dashboard.words.figure import NO_CLEAR_CHANGE, Change, Figure, Finding, known

MOST = 7
CLEAR = "a clear change"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the key of the card that shows its figure."""

    text: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a group between two days; whatever is not known is None or empty.

    ``name``: a department, or "" for the whole. ``why``: what members moved for. ``rates``: changes
    of adoption by department. ``ideas``: people by idea, as far as shown. ``cards``: those on the
    page, so that no sentence leads nowhere.
    """

    start: date
    end: date
    cards: frozenset[str]
    name: str = ""
    why: movement.Change | None = None
    rate: Change | None = None
    active: Change | None = None
    rates: Sequence[tuple[str, Change]] = ()
    gaps: Sequence[Figure] = ()
    needed: Figure | None = None
    chance: Figure | None = None
    target: Target | None = None
    ideas: Sequence[Figure] = ()
    bulk: tuple[date, int] | None = None


def briefing(situation: Situation) -> tuple[Sentence, ...]:
    """What a reader should know, the most telling first; nothing where nothing moved."""
    moved = list(_moved(situation))
    if not moved:
        return ()
    found = (*moved, *_goal(situation), *_ideas(situation))
    return tuple(each for each in found if each.card in situation.cards)[:MOST]


def heading(sentences: Sequence[Sentence], situation: Situation) -> Finding:
    """ "Five things to know since 2 September"."""
    things = "thing" if len(sentences) == 1 else "things"
    number = numbers.sentence(numbers.spelled(len(sentences)))
    since = day_month(situation.start, situation.end)
    return Finding(f"{number} {things} to know since {since}", "Each leads to its figure.")


def _moved(at: Situation) -> Iterator[Sentence]:
    change = at.why
    if change is not None and change.parts:
        lead = movement.finding("members", change).title
        yield Sentence(f"{lead}.", "movement")
    if at.rate is not None and numbers.rounded(abs(at.rate.value) * 1000):
        yield Sentence(f"{_rate(at.rate, at.name)}.", "history" if at.name else "pace")
    if at.active is not None and at.active.is_clear:
        people = numbers.plural(abs(at.active.value), "member")
        more = "more" if at.active.value > 0 else "fewer"
        text = f"{people} {more} were active in the last 28 days, {CLEAR}."
        yield Sentence(text, "activity")
    yield from _departments(at)
    if at.bulk is not None and at.start < at.bulk[0] <= at.end:
        day, count = at.bulk
        text = f"{numbers.count(count)} accounts came at once on {day_month(day, at.end)}"
        yield Sentence(f"{text}, which is not people won over.", "outlook")


def _rate(change: Change, name: str) -> str:
    verb = "rose" if change.value > 0 else "fell"
    moved = numbers.tenths(abs(change.value)).removeprefix("+")
    whose = f"Adoption in {name}" if name else "Adoption"
    return f"{whose} {verb} {moved}, {CLEAR if change.is_clear else NO_CLEAR_CHANGE}"


def _departments(at: Situation) -> Iterator[Sentence]:
    clear = sorted((each for each in at.rates if each[1].is_clear), key=lambda e: -e[1].value)
    rises = [(name, change) for name, change in clear if change.value > 0]
    falls = [(name, change) for name, change in clear if change.value < 0]
    if rises:
        name, change = rises[0]
        yield Sentence(f"{name} rose most, {numbers.points(change.value)}, {CLEAR}.", "departments")
    if falls:
        name, change = falls[-1]
        yield Sentence(f"{name} fell most, {numbers.points(change.value)}, {CLEAR}.", "departments")


def _goal(at: Situation) -> Iterator[Sentence]:
    if at.target is None:
        return
    goal = numbers.percent(float(at.target.rate))
    by = f"{goal} by {day_month(at.target.end, at.end)}"
    chance = known(at.chance)
    if chance is not None:
        yield Sentence(f"Reaching {by} is {likelihood(chance)}.", "outlook")
    needed = known(at.needed)
    if needed:
        people = numbers.plural(needed, "more person", "more people")
        yield Sentence(f"It takes {people} each week to reach {by}.", _pace_card(at))
    held = sorted((f for f in at.gaps if known(f)), key=lambda f: (-(f.value or 0), f.label))
    if held:
        people = numbers.plural(held[0].value or 0, "person", "people")
        yield Sentence(f"{held[0].label} holds the most room: {people} short of {goal}.", "gap")


def _pace_card(at: Situation) -> str:
    return "history" if at.name else "pace"


def _ideas(at: Situation) -> Iterator[Sentence]:
    seen = [figure for figure in at.ideas if known(figure)]
    if seen:
        best = max(seen, key=lambda figure: figure.value or 0)
        people = numbers.plural(best.value or 0, "person", "people")
        yield Sentence(f"“{best.label}” drew in most: {people}.", "ideas")
