"""What is said of taking part: how many do what, how evenly, and who stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words import dates, numbers
from dashboard.words.dates import day_month
from dashboard.words.figure import Finding

FEWEST_THREADS = 10

_ROUNDING_OFF = 6
"""Twice a count, and another, to the nearest five, are off by as many people at most."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """Messages of 90 days over members. ``top_1``, ``top_10``: share of them that the most active
    1 and 10 of a hundred wrote. Gini's coefficient among all members, and among authors.
    """

    members: int
    authors: int
    messages: int
    top_1: float | None
    top_10: float | None
    gini_members: float | None
    gini_authors: float | None


@dataclass(frozen=True, slots=True)
class Replies:
    """Threads of 90 days. ``week``: share answered within one; ``hours``: by which half were."""

    threads: int
    replied: int
    week: float | None
    hours: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``median``: days by which half took it. ``shares``: days to the share by then."""

    watched: int
    done: int
    median: float | None
    shares: Mapping[int, float | None]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who joined in a month. ``active``: of each month since, None where it has no figure."""

    month: date
    size: int
    active: list[int | None]


@dataclass(frozen=True, slots=True)
class Coming:
    """Active members of 28 days up to ``end``; ``lapsed`` were active in the 28 before."""

    end: date
    new: int
    stayed: int
    back: int
    lapsed: int

    @property
    def active(self) -> int:
        """Everybody who was active."""
        return self.new + self.stayed + self.back


@dataclass(frozen=True, slots=True)
class Stickiness:
    """Mean of workdays against people of 28 days. ``kind``: active or contributor."""

    kind: str
    day: date
    daily: float
    people: int

    @property
    def share(self) -> float:
        """1 where everybody is there every workday."""
        return self.daily / self.people


def headline(spread: Concentration | None, answered: Replies | None) -> Finding:
    """ "A tenth of members wrote 74% of the messages, and 52% of threads are answered"."""
    parts = []
    if spread is not None and spread.top_10 is not None:
        parts.append(f"a tenth of members wrote {numbers.percent(spread.top_10)} of the messages")
    if answered is not None and answered.week is not None:
        share = numbers.percent(answered.week)
        parts.append(f"{share} of threads are answered within a week")
    if not parts:
        return Finding("Too few members take part to tell how evenly, and how soon, they do")
    return Finding(numbers.sentence(", and ".join(parts)))


def concentration(found: Concentration | None) -> Finding:
    """ "The most active tenth of members wrote 74% of the messages"."""
    note = (
        "Messages of 90 days. Inequality is Gini’s coefficient: 0 where all write alike, 1 where "
        "one writes all; told of 30 people or more only."
    )
    if found is None:
        return Finding("Too few members to tell how evenly they write", note)
    if not found.messages:
        return Finding("Nobody wrote in the last 90 days", note)
    if found.top_10 is None:
        return Finding("Too few members wrote to tell how evenly they do", note)
    title = (
        f"The most active tenth of members wrote {numbers.percent(found.top_10)} of the messages"
    )
    if found.top_1 is not None:
        title = f"{title}, the most active hundredth {numbers.percent(found.top_1)}"
    return Finding(title, note)


def replies(found: Replies | None) -> Finding:
    """ "52% of threads are answered within a week, half of all within 6 days"."""
    note = "Threads begun in 90 days, and the first reply by somebody else; open ones still count."
    if found is None or not found.threads:
        return Finding("No threads were begun in the last 90 days", note)
    if found.threads < FEWEST_THREADS or found.week is None:
        number = numbers.plural(found.threads, "thread")
        return Finding(f"{number} in 90 days: too few to tell how soon they are answered", note)
    title = f"{numbers.sentence(numbers.percent(found.week))} of threads are answered within a week"
    if found.hours is None:
        unanswered = found.replied * 2 < found.threads
        return Finding(f"{title}; half have no answer yet" if unanswered else title, note)
    return Finding(f"{title}, half of all within {numbers.duration(found.hours)}", note)


def waiting(steps: Mapping[str, Step]) -> Finding:
    """ "Half of all colleagues join within about 19 months of being hired"."""
    note = (
        "Colleagues who have joined so long after being hired, and members who have written so "
        "long after joining, of those who joined within a year (Kaplan–Meier). Who was hired "
        "before the network began counts from its first day on, and who left until they left."
    )
    joined, wrote = steps.get("hire_to_join"), steps.get("join_to_post")
    parts = []
    if joined is not None and joined.median is not None:
        time = dates.stretch(round(joined.median))
        parts.append(f"half of all colleagues join within {time} of being hired")
    if wrote is not None and wrote.median is not None:
        time = dates.stretch(round(wrote.median))
        parts.append(f"half of new members have written within {time} of joining")
    if not parts and wrote is not None and wrote.done * 2 + _ROUNDING_OFF < wrote.watched:
        parts.append("fewer than half of those who joined within a year have written anything")
    if not parts:
        return Finding("How long people take to join is not known yet", note)
    return Finding(numbers.sentence("; ".join(parts)), note)


def cohorts(found: Sequence[Cohort]) -> Finding:
    """ "Where it can be shown, 60% of new members are active three months on"."""
    note = (
        "Members by month of joining, and how many were active in each month since. Months that "
        "are not over are blank, and so are those in which few of a cohort were active, or few not."
    )
    third = [(own.active[2], own.size) for own in found if len(own.active) > 2 and own.active[2]]
    if not third:
        return Finding("No month of joining can be shown three months on yet", note)
    active = sum(count or 0 for count, _ in third)
    share = numbers.percent(active / sum(size for _, size in third))
    title = f"Where it can be shown, {share} of new members are active three months on"
    return Finding(title, note)


def comings(found: Sequence[Coming]) -> Finding:
    """ "Of 272 active members 230 stayed, 28 came back and 14 are new; 41 lapsed"."""
    note = (
        "Active in 28 days against the 28 days before, to the nearest five people. "
        "What no export shows is not counted."
    )
    if not found:
        return Finding("Eight weeks with ten active members are needed to tell who stays", note)
    last = found[-1]
    title = (
        f"Of {numbers.plural(last.active, 'active member')} {numbers.count(last.stayed)} stayed, "
        f"{numbers.count(last.back)} came back and {numbers.count(last.new)} are new; "
        f"{numbers.count(last.lapsed)} lapsed"
    )
    return Finding(title, note)


def stickiness(found: Stickiness | None) -> str:
    """ "On a usual workday 36% of those active in 28 days are there."; empty where not known."""
    if found is None:
        return ""
    who = "those active" if found.kind == "active" else "those who write"
    share = numbers.percent(found.share)
    day = day_month(found.day, found.day)
    return f"On a usual workday {share} of {who} in the 28 days to {day} are there."
