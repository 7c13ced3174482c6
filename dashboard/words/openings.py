"""The sentences on departments that an idea has not reached yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.words import numbers
from dashboard.words.figure import Finding


@dataclass(frozen=True, slots=True)
class Opening:
    """A department that an idea has not reached, and why it may be at home there.

    ``because``: the name of a department where it took hold, empty where the reader may not see
    it; of ``similar`` other ideas that took hold there, ``held`` took hold in this one too.
    """

    idea_id: str
    title: str
    department_id: str
    department: str
    because: str
    similar: int
    held: int


NOTE = (
    "Nobody in the department has taken part yet, though other ideas that took hold in the same "
    "place took hold there too. Departments under 50 people are not named."
)


def openings(found: Sequence[Opening]) -> Finding:
    """ "Seven ideas could go further this week"."""
    ideas = {opening.idea_id for opening in found}
    if not ideas:
        return Finding("No idea has an obvious place to go next", NOTE)
    if len(ideas) == 1:
        return Finding("One idea could go further this week", NOTE)
    return Finding(
        f"{numbers.sentence(numbers.spelled(len(ideas)))} ideas could go further this week", NOTE
    )


def unseen(name: str, found: Sequence[Opening]) -> Finding:
    """ "Three ideas that Housing has not seen"."""
    if not found:
        return Finding(f"No idea stands out that {name} has not seen", NOTE)
    word = "idea" if len(found) == 1 else "ideas"
    some = numbers.sentence(numbers.spelled(len(found)))
    return Finding(f"{some} {word} that {name} has not seen", NOTE)


def reason(opening: Opening) -> str:
    """ "6 of 9 ideas that took hold in Housing did here too"."""
    where = f"that took hold in {opening.because}" if opening.because else "like it"
    return f"{numbers.of(opening.held, opening.similar)} ideas {where} did here too"
