"""What is to come: the chance of the target, how the forecast did so far, and what-if."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.edition import Target
from dashboard.words import numbers
from dashboard.words.certainty import likelihood
from dashboard.words.dates import day_month, long_date
from dashboard.words.figure import Figure, Finding, known

REASONS = {
    "shown": "Shown",
    "worse": "Another way did better",
    "band": "Closer, but its band held less well",
    "untested": "Too few tests yet",
    "no_peak": "Ceiling not estimable: joining has not peaked",
    "bulk": "Accounts came in bulk: not diffusion",
    "no_headcount": "Ceiling not estimable: headcount is not known",
}
"""Why a way to look ahead is shown, or is not."""


def reason(code: str) -> str:
    """Why a way is shown or not, in words."""
    return REASONS.get(code, code)


def period(step_days: int) -> str:
    """What one period of the forecast is."""
    return "a week" if step_days == 7 else f"{step_days // 7} weeks"


@dataclass(frozen=True, slots=True)
class Basis:
    """How the forecast was made. ``way``: the one shown, as readers call it; "" for none."""

    way: str
    step_days: int
    bulk_date: date | None = None
    bulk_count: int = 0


def finding(
    chance: Figure, gap: Figure, target: Target | None, ahead: Sequence[Figure], basis: Basis
) -> Finding:
    """ "Reaching 25% by 31 December is likely, 64 in 100"."""
    note = _note(basis)
    value, people = known(chance), known(gap)
    if not ahead:
        return Finding("It is too early to look ahead", note)
    last = ahead[-1]
    if target is None or (people is None and value is None):
        return Finding(_expected(last), note)
    goal = numbers.percent(float(target.rate))
    if people == 0:
        return Finding(f"{goal} is reached; {_expected(last, is_inside=True)}", note)
    near = chance.period or target.end
    by = f"{goal} by {day_month(target.end, near)}"
    if target.end <= near:
        return Finding(f"{goal} was due by {day_month(target.end, near)} and is not reached", note)
    if value is None:
        return Finding(f"Nobody can say yet whether {by} is reached", note)
    return Finding(f"Reaching {by} is {likelihood(value)}: {_in_100(value)}", note)


def _in_100(chance: float) -> str:
    if chance < 0.01:
        return "less than 1 in 100"
    if chance > 0.99:
        return "more than 99 in 100"
    return f"{numbers.count(chance * 100)} in 100"


def _expected(last: Figure, is_inside: bool = False) -> str:
    day = f" on {long_date(last.period)}" if last.period else ""
    start = "about" if is_inside else "About"
    return f"{start} {numbers.count(last.value or 0)} members are expected{day}"


def _note(basis: Basis) -> str:
    parts = []
    if basis.way:
        parts.append(
            f"Made by “{basis.way}”. Every way to look ahead was tried on the past, in periods of "
            f"{period(basis.step_days)}; a curve is shown only if it came closer and its band held."
        )
    else:
        parts.append("A forecast needs at least eight weeks to look back on.")
    if basis.bulk_date:
        parts.append(
            f"{numbers.count(basis.bulk_count)} accounts came at once on "
            f"{long_date(basis.bulk_date)}: a step, not people won over; only what followed counts."
        )
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would follow if a department had ``points`` more. Days None: not within the forecast.

    ``extra``: people; ``before`` and ``after``: the whole's rate; ``reached`` and
    ``reached_before``: when the forecast comes to the target with them, and without.
    """

    department: str
    points: int
    extra: int
    before: float
    after: float
    reached: date | None
    reached_before: date | None
    is_enough: bool = False


def what_if(answer: WhatIf, target: Target | None) -> str:
    """ "10 points more in Housing are 34 people: 43% of colleagues instead of 41%."."""
    if answer.extra == 0:
        return f"Everybody in {answer.department} has joined already."
    points = numbers.plural(answer.points, "point")
    people = numbers.plural(answer.extra, "person", "people")
    whole = f"{answer.after * 100:.1f}% of all colleagues instead of {answer.before * 100:.1f}%"
    text = f"{points} more in {answer.department}, {people}, would make it {whole}."
    if target is None:
        return text
    goal = numbers.percent(float(target.rate))
    if answer.is_enough:
        return f"{text} That alone reaches {goal}."
    if answer.reached is None:
        return f"{text} The forecast would still not come to {goal}."
    when = f"{text} The forecast would come to {goal} about {long_date(answer.reached)}"
    if answer.reached_before is None:
        return f"{when}; without them it does not."
    return f"{when} instead of {long_date(answer.reached_before)}."
