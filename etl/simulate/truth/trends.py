"""Ideas and topics that draw more people this week than is usual, judged anew.

The chances are summed term by term here, where the loader asks scipy for its distributions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from statistics import mean, variance

from etl.editions.schema import UNKNOWN
from etl.simulate.ideas import Idea
from etl.simulate.truth.ideas import ENOUGH, Voice
from etl.simulate.truth.membership import Row

FALSE_DISCOVERIES = 0.05
FEWEST_WEEKS = 5
FEWEST_DEPARTMENTS = 2


@dataclass(frozen=True, slots=True)
class Course:
    """``people`` of each week since it was begun, the newest first; ``places`` of the newest."""

    people: Sequence[int]
    places: int


@dataclass(frozen=True, slots=True)
class Norm:
    """Mean and variance of weeks of all subjects together, and how they burst."""

    mean: float
    variance: float
    burst: float

    def next_week(self, own: Sequence[int]) -> tuple[float, float]:
        """Mean and variance of a week after those of its own: gamma before, Poisson within."""
        if self.variance <= self.mean:
            return self.mean, self.mean * self.burst
        rate = self.mean / (self.variance - self.mean)
        expected = (self.mean * rate + sum(own)) / (rate + len(own))
        return expected, expected * (1 + 1 / (rate + len(own))) * self.burst


def idea_trend_rows(voices: Mapping[Idea, list[Voice]], as_of: date) -> list[Row]:
    """One row per idea that stands out; it was begun by its first post."""
    said = {idea.idea_id: found for idea, found in voices.items()}
    begun = {key: min(each.date for each in found if each.is_post) for key, found in said.items()}
    return trend_rows(said, "idea_id", begun, as_of, is_bursty=False)


def trend_rows(
    voices: Mapping[str, list[Voice]],
    subject: str,
    begun: Mapping[str, date],
    as_of: date,
    is_bursty: bool,
) -> list[Row]:
    """One row per subject (its id in the column ``subject``) that stands out."""
    courses = {key: _course(said, begun[key], as_of) for key, said in voices.items() if said}
    return [
        {subject: key, "people_count": courses[key].people[0], "usual_count": round(usual, 1)}
        for key, usual in _standing_out(courses, is_bursty)
        if courses[key].people[0] >= ENOUGH and courses[key].places >= FEWEST_DEPARTMENTS
    ]


def _course(said: Iterable[Voice], begun: date, as_of: date) -> Course:
    weeks: list[set[object]] = [set() for _ in range((as_of - begun).days // 7 + 1)]
    places = set()
    for voice in said:
        week = (as_of - voice.date).days // 7
        weeks[week].add(voice.person)
        if week == 0:
            places.add(voice.department_id)
    return Course([len(people) for people in weeks], len(places - {UNKNOWN}))


def _standing_out(courses: Mapping[str, Course], is_bursty: bool) -> Iterator[tuple[str, float]]:
    """What is usual for each whose week is beyond chance among all (Benjamini and Hochberg)."""
    weeks = [course.people for course in courses.values()]
    burst = _burst([each[1:] for each in weeks if len(each) > 2]) if is_bursty else 1.0
    known = [people for each in weeks for people in each[1:-1]]
    firsts = [each[-1] for each in weeks if len(each) > 1]
    chances = []
    for key, course in courses.items():
        newest, *own = course.people
        norm = _norm(known if own else firsts, burst)
        if norm is not None:
            chances.append((_tail(newest, *norm.next_week(own)), key, norm.next_week(own)[0]))
    chances.sort()
    passed = [
        place
        for place, (chance, *_) in enumerate(chances, 1)
        if chance <= FALSE_DISCOVERIES * place / len(chances)
    ]
    yield from ((key, usual) for _, key, usual in chances[: max(passed, default=0)])


def _norm(weeks: Sequence[int], burst: float) -> Norm | None:
    if len(weeks) < FEWEST_WEEKS:
        return None
    return Norm((sum(weeks) + 0.5) / len(weeks), variance(weeks), burst)


def _burst(courses: Sequence[Sequence[int]]) -> float:
    """Squares off the own mean of each, in those that chance would have come to; at least 1."""
    due = sum(mean(each) * (len(each) - 1) for each in courses)
    return max(1.0, sum(variance(each) * (len(each) - 1) for each in courses) / due) if due else 1.0


def _tail(count: int, expected: float, spread: float) -> float:
    """P(X >= count): 1 less the terms below, negative binomial or, without more spread, Poisson."""
    excess = spread - expected
    share = excess / spread if excess > 0 else 0.0
    size = expected * (1 - share) / share if share else 0.0
    term = (1 - share) ** size if share else exp(-expected)
    below = 0.0
    for number in range(count):
        below += term
        term *= ((size + number) * share if share else expected) / (number + 1)
    return 1 - below
