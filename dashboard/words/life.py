"""The sentences on how far an idea has come in its life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.figure import Finding

STAGES: Mapping[str, str] = {
    "shared": "Shared",
    "seen": "Seen",
    "discussed": "Discussed",
    "crossed": "Crossed",
    "adopted": "Adopted",
    "outcome": "Outcome",
}
"""The stages of an idea's life, in their order."""
MEANINGS: Mapping[str, str] = {
    "shared": "somebody posted it",
    "seen": "somebody else clicked or replied",
    "discussed": "enough people took part",
    "crossed": "it took hold in a second department",
    "adopted": "somebody recorded that it is in use",
    "outcome": "somebody recorded what came of it",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: when it was reached (None: not yet), and days until the next one was.

    Of the latest stage ``days`` run on to the day the edition is made for.
    """

    stage: str
    reached_date: date | None
    days: int | None


def steps(reached: Mapping[str, date], as_of: date) -> list[Step]:
    """All six stages. Time in a stage ends where a later one begins, whichever comes first."""
    found = []
    order = list(STAGES)
    for number, stage in enumerate(order):
        day = reached.get(stage)
        later = [reached[each] for each in order[number + 1 :] if each in reached]
        ends = min(later, default=as_of)
        found.append(Step(stage, day, None if day is None else max((ends - day).days, 0)))
    return found


def latest(found: Sequence[Step]) -> Step | None:
    """The furthest stage that was reached."""
    return next((step for step in reversed(found) if step.reached_date is not None), None)


def life(found: Sequence[Step]) -> Finding:
    """ "Discussed, for 12 days now"."""
    note = "; ".join(f"{STAGES[key].lower()}: {meaning}" for key, meaning in MEANINGS.items())
    now = latest(found)
    if now is None:
        return Finding("Registered, and not shared yet", numbers.sentence(note))
    name = STAGES[now.stage]
    if now.stage == "outcome":
        return Finding("Its outcome is recorded", numbers.sentence(note))
    days = now.days or 0
    since = f"for {numbers.plural(days, 'day')} now" if days else "as of today"
    return Finding(f"{name}, {since}", numbers.sentence(note))


def stale(number: int, days: int) -> Finding:
    """ "Three ideas have gone quiet"."""
    note = (
        f"They were discussed, and for {days} days nobody has posted, replied or clicked; nobody "
        f"has recorded that they are in use. Crossed: {MEANINGS['crossed']}. Ask, or record what "
        "became of them."
    )
    if number == 0:
        return Finding("No discussed idea has gone quiet", note)
    word = "idea has" if number == 1 else "ideas have"
    return Finding(f"{numbers.sentence(numbers.spelled(number))} {word} gone quiet", note)


def worth(value: float | None, unit: str | None) -> str:
    """ "1,200 hours a year"; a dash where no value was recorded."""
    if value is None:
        return "–"
    number = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{number} {unit}" if unit else number


def recorded(path: str) -> str:
    """What stands after the form was sent."""
    return f"Recorded as {path}. It shows after the next load."


def since(day: date | None) -> str:
    """ "22 November 2026", or that it was not reached."""
    return long_date(day) if day else "Not yet"
