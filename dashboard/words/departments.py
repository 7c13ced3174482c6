"""The sentences of the departments page and of one department's page."""

from collections.abc import Sequence
from datetime import date

from dashboard.edition import Target
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.doubt import is_in_doubt, share_text
from dashboard.words.doubt import note as doubt_note
from dashboard.words.figure import NO_CLEAR_CHANGE, Change, Figure, Finding, known, reaching

STEADY_POINTS = 0.005


def headline(gaps: Sequence[Figure], rates: Sequence[Figure], target: Target | None) -> Finding:
    """ "Customer Service needs 216 more people to reach 80%"."""
    if not rates:
        return Finding("No departments are known yet")
    measured = sorted(value for f in rates if (value := known(f)) is not None)
    if not measured:
        return _without_figures(rates)
    if target is None:
        return Finding(_across(measured))
    goal = numbers.percent(float(target.rate))
    held = sorted((f for f in gaps if known(f)), key=lambda f: (-(f.value or 0), f.label))
    if not held:
        return Finding(f"Every department has reached {goal}")
    people = numbers.plural(held[0].value or 0, "more person", "more people")
    return Finding(f"{held[0].label} needs {people} to reach {goal}")


def _across(shares: Sequence[float]) -> str:
    """ "Adoption is 45% to 90% across 9 departments": no order, which is mostly noise."""
    low, high = numbers.percent(shares[0]), numbers.percent(shares[-1])
    where = f"across {numbers.plural(len(shares), 'department')}"
    return f"Adoption is {low if low == high else f'{low} to {high}'} {where}"


def _without_figures(rates: Sequence[Figure]) -> Finding:
    if all(figure.status == "suppressed" for figure in rates):
        return Finding("The departments are too small to show figures")
    return Finding(
        f"{numbers.sentence(numbers.plural(len(rates), 'department'))} without a headcount yet"
    )


def table(target: Target | None, hidden: int) -> Finding:
    """The card of the table. ``hidden``: departments too small to show."""
    tick = f"The tick marks the {numbers.percent(float(target.rate))} target." if target else ""
    small = (
        f"{numbers.sentence(numbers.plural(hidden, 'small department'))} "
        f"{'is' if hidden == 1 else 'are'} hidden."
        if hidden
        else ""
    )
    return Finding("Adoption by department", " ".join(filter(None, (tick, small))))


def department(rate: Figure, gap: Figure, target: Target | None) -> Finding:
    """The headline of one department: "45% of Customer Service have joined, 216 to go"."""
    share = known(rate)
    if share is None:
        if rate.status == "suppressed":
            return Finding(f"{rate.label} is too small to show figures", rate.note)
        return Finding(f"{rate.label} has no headcount yet", rate.note)
    title, note = (
        f"{numbers.sentence(share_text(rate))} of {rate.label} have joined",
        doubt_note(rate),
    )
    people = known(gap)
    if target is None or people is None or is_in_doubt(rate):
        return Finding(title, note)
    goal = numbers.percent(float(target.rate))
    if people == 0:
        return Finding(f"{title}, {reaching(rate, target.rate)}", note)
    return Finding(f"{title}, {numbers.plural(people, 'more', 'more')} to reach {goal}", note)


def history_note(has_plan: bool) -> str:
    """What the lines of a department's history are."""
    lines = "The thin line is the whole organisation"
    plan = ", the dotted one the plan." if has_plan else "."
    return f"Share of the department that has joined. {lines}{plan}"


def history(
    now: Figure,
    moved: Change | None,
    whole: Figure | None,
    phrase: str,
    has_plan: bool = False,
) -> Finding:
    """How adoption of one department moved. ``phrase``: "in 12 weeks"."""
    note = " ".join(filter(None, (history_note(has_plan), range_note(now))))
    if moved is None:
        return Finding("How adoption has grown", note)
    title = f"Adoption {_verb(moved)} {phrase}"
    side = _beside(now, whole)
    return Finding(f"{title} and is {side} the organisation" if side else title, note)


def _verb(moved: Change) -> str:
    if not moved.is_clear or abs(moved.value) < STEADY_POINTS:
        return f"shows {NO_CLEAR_CHANGE}"
    points = numbers.points(abs(moved.value)).removeprefix("+")
    return f"{'rose' if moved.value > 0 else 'fell'} {points}"


def _beside(now: Figure, whole: Figure | None) -> str:
    """ "20 pts below", where chance does not explain it."""
    share, other = known(now), known(whole)
    if share is None or other is None or now.low is None or now.high is None:
        return ""
    if now.low <= other <= now.high:
        return ""
    side = "above" if share > other else "below"
    return f"{numbers.points(abs(share - other)).removeprefix('+')} {side}"


def range_note(figure: Figure) -> str:
    """ "19% to 32% is the range consistent with chance for a group this size."."""
    if known(figure) is None or figure.low is None or figure.high is None:
        return ""
    ends = f"{numbers.sentence(numbers.percent(figure.low))} to {numbers.percent(figure.high)}"
    return f"{ends} is the range consistent with chance for a group this size."


def activity(now: Figure, moved: Change | None, phrase: str) -> Finding:
    """The active share of one department's members, or of all."""
    note = "Active members and contributors over the 28 days up to each point"
    share = known(now)
    if share is None:
        return Finding(_unknown_activity(now), note)
    least = "At least " if now.basis == "at_least" else ""
    title = f"{least}{numbers.percent(share)} of members were active in the last 28 days"
    if moved is None:
        return Finding(numbers.sentence(title), note)
    if not moved.is_clear or abs(moved.value) < STEADY_POINTS:
        return Finding(f"{numbers.sentence(title)}, {NO_CLEAR_CHANGE} {phrase}", note)
    return Finding(f"{numbers.sentence(title)}, {numbers.points(moved.value)} {phrase}", note)


def _unknown_activity(now: Figure) -> str:
    if now.status != "suppressed":
        return "How many are active is not known"
    is_banded = now.note.startswith(("Fewer than ", "All but fewer than "))
    return f"{now.note} members were active in the last 28 days" if is_banded else now.note


def ideas(name: str, ideas: Sequence[Figure]) -> Finding:
    """What people of one department took up."""
    note = f"People of {name} who posted each idea or replied to it"
    seen = [figure for figure in ideas if known(figure)]
    if not ideas:
        return Finding(f"No idea can be shown to have reached {name} yet", note)
    if not seen:
        return Finding("Too few people took up any one idea to show it", note)
    best = max(seen, key=lambda figure: figure.value or 0)
    people = numbers.plural(best.value or 0, "person", "people")
    return Finding(f"“{best.label}” drew in most: {people}", note)


def not_comparable(name: str, since: date) -> str:
    """Why the past of a department is not told in today's terms."""
    return (
        f"{name} is not comparable before {long_date(since)}: part of it was split off or moved, "
        "and nobody can say which of the earlier figures would be its own today."
    )
