"""The sentences of the adoption page."""

from collections.abc import Sequence
from datetime import date

from dashboard.edition import Target
from dashboard.words import numbers
from dashboard.words.dates import day_month, week_ending
from dashboard.words.doubt import is_in_doubt, share_text
from dashboard.words.doubt import note as doubt_note
from dashboard.words.figure import Figure, Finding, change, known, lead, reaching

ON_PLAN_SHARE = 0.005
"""As planned: within half a point of headcount of the plan."""
MOST = 2 / 3
"""Departments "hold the gap" where so much of it is theirs."""


def eyebrow(name: str, as_of: date | None) -> str:
    """The line above a title: "Network adoption · week ending 22 November 2026"."""
    return f"{name} · {week_ending(as_of)}" if as_of else name


def headline(
    rate: Figure, members: Figure, planned: Figure | None, target: Target | None
) -> Finding:
    """ "65% of colleagues have joined, 150 fewer than planned"."""
    share, joined = known(rate), known(members)
    if share is None:
        return _without_headcount(rate, joined)
    title, note = (
        f"{numbers.sentence(share_text(rate))} of colleagues have joined",
        doubt_note(rate),
    )
    if is_in_doubt(rate):
        return Finding(title, note)
    if target is not None and lead(rate, target.rate) >= 0:
        return Finding(f"{title}, {reaching(rate, target.rate)}", note)
    plan = known(planned)
    if plan is None or joined is None:
        return Finding(title, note)
    fewer = numbers.rounded(plan) - numbers.rounded(joined)
    if abs(fewer) < max(1.0, ON_PLAN_SHARE * (rate.denominator or 0)):
        return Finding(f"{title}, as planned", note)
    if fewer > 0:
        return Finding(f"{title}, {numbers.count(fewer)} fewer than planned", note, is_behind=True)
    return Finding(f"{title}, {numbers.count(-fewer)} more than planned", note)


def _without_headcount(rate: Figure, joined: float | None) -> Finding:
    if rate.status == "suppressed":
        return Finding("Too few colleagues to show figures", rate.note)
    if not joined:
        return Finding("Nobody is known to have joined yet")
    people = "1 person has" if joined == 1 else f"{numbers.count(joined)} people have"
    return Finding(f"{people} joined; load a staff list to see out of how many")


def pace(
    members: Figure,
    before: Figure | None,
    target: Target | None,
    gap: Figure | None,
    has_forecast: bool = False,
) -> Finding:
    """How many join each week, and how many would have to.

    ``before``: members at the start of the period looked at.
    """
    joined = change(members, before)
    if joined is None or before is None or members.period is None or before.period is None:
        return Finding("How adoption has grown", _plotted(target, has_forecast))
    weeks = max((members.period - before.period).days / 7, 1)
    title = _pace(joined / weeks, joined, members.period, target, gap)
    return Finding(title, _plotted(target, has_forecast))


def _pace(
    weekly: float, joined: float, day: date, target: Target | None, gap: Figure | None
) -> str:
    to_go = known(gap)
    if joined < 0:
        return f"{numbers.plural(-joined, 'member')} fewer than at the start of the period"
    if joined == 0:
        return "As many members as at the start of the period"
    each = (
        f"About {numbers.count(weekly)} people join each week"
        if weekly >= 1.5
        else ("Fewer than two people join each week")
    )
    if target is None or to_go is None:
        return each
    goal = f"{numbers.percent(float(target.rate))} by {day_month(target.end, day)}"
    if to_go == 0:
        return f"{each}, and the target is reached"
    weeks_left = (target.end - day).days / 7
    if weeks_left <= 0:
        return f"{each}; {goal.replace(' by ', ' was due by ')}"
    return f"{each}; {goal} needs {numbers.count(to_go / weeks_left)}"


def _plotted(target: Target | None, has_forecast: bool = False) -> str:
    parts = ["Share of headcount that has joined."]
    if target:
        parts.append("The dotted line is the plan.")
    if has_forecast:
        parts.append("Dashed is the forecast, its band holds 80 in 100 paths.")
    return " ".join(parts)


def gap(gaps: Sequence[Figure], target: Target | None) -> Finding:
    """ "Two departments hold 74% of the gap"; ``named`` are the keys of those departments."""
    if target is None:
        return Finding("Set a target to see the gap", "In config.toml, under [target].")
    goal = numbers.percent(float(target.rate))
    note = f"People still to join before each department reaches {goal}"
    held = sorted((f for f in gaps if known(f)), key=lambda f: (-(f.value or 0), f.label))
    total = sum(figure.value or 0 for figure in held)
    measured = [figure for figure in gaps if known(figure) is not None]
    if not measured:
        return Finding("The gap by department is not known", note)
    if not total:
        shown = "" if len(measured) == len(gaps) else " that can be shown"
        return Finding(f"Every department{shown} has reached {goal}", note)
    named = _holders(held, total)
    if len(named) > max(len(held) // 2, 1):
        title = f"{held[0].label} has the most people to go, {numbers.count(held[0].value or 0)}"
        return Finding(title, note, named=(held[0].key,))
    share = numbers.percent(sum(figure.value or 0 for figure in named) / total)
    keys = tuple(figure.key for figure in named)
    if len(named) == 1:
        share = "the whole gap" if len(held) == 1 else f"{share} of the gap"
        return Finding(f"{named[0].label} holds {share}", note, named=keys)
    number = numbers.sentence(numbers.spelled(len(named)))
    return Finding(f"{number} departments hold {share} of the gap", note, named=keys)


def _holders(held: Sequence[Figure], total: float) -> Sequence[Figure]:
    """The fewest departments, largest gap first, that hold most of it."""
    sum_so_far = 0.0
    for number, figure in enumerate(held, start=1):
        sum_so_far += figure.value or 0
        if sum_so_far >= MOST * total:
            return held[:number]
    return held


def past_target(rates: Sequence[Figure], target: Target | None) -> Finding:
    """ "Engineering, Marketing and People & Culture are past 80%"."""
    select = "Select a department to see its history and its ideas."
    if target is None:
        return Finding("Adoption by department", select)
    goal = numbers.percent(float(target.rate))
    note = f"{select} The tick marks the {goal} target."
    measured = [figure for figure in rates if known(figure) is not None]
    leads = [(figure.label, lead(figure, target.rate)) for figure in measured]
    past = sorted(name for name, people in leads if people >= 0)
    is_whole = len(measured) == len(rates)
    if not past:
        none = "No department" if is_whole else "No department that can be shown"
        return Finding(f"{none} has reached {goal} yet", note)
    if len(past) == len(rates):
        return Finding(f"Every department has reached {goal}", note)
    if len(past) > 3:
        spelled = numbers.spelled(len(past))
        some = numbers.sentence(spelled if is_whole else f"at least {spelled}")
        return Finding(f"{some} of {len(rates)} departments have reached {goal}", note)
    are, have = ("is", "has") if len(past) == 1 else ("are", "have")
    is_exact = any(people == 0 for _, people in leads)
    verb = f"{have} reached" if is_exact else f"{are} past"
    return Finding(f"{numbers.listed(past)} {verb} {goal}", note)
