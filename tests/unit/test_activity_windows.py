"""Activity, counted the slow and plain way in Python, against the load's way over windows."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from etl import activity, membership, organisation
from etl.editions.daily import make_listed_departments
from etl.editions.schema import WINDOWS
from etl.editions.scope import find_scope
from etl.editions.tables.activity import rows as activity_rows
from etl.identity import matching
from tests.support.facts import AS_OF, Facts, embedded, scratch

FIRST = date(2026, 7, 25)
DAYS = (date.fromisoformat(AS_OF) - FIRST).days
FIRST_LIST, SECOND_LIST = -10, 60
DEPARTMENTS = ("housing", "parks")


def day_of(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


@dataclass(frozen=True)
class Person:
    """Days are numbers. ``places``: the department on each of two lists, None: not counted."""

    places: tuple[str | None, str | None]
    accounts: tuple[tuple[int, int | None], ...]
    messages: tuple[int, ...]
    reports: tuple[tuple[int, int, int, int], ...]  # refreshed, days since active, period, reads

    def department_on(self, day: int) -> str | None:
        """Where the person is a counted member on a day."""
        is_member = any(start <= day < (end or DAYS + 1) for start, end in self.accounts)
        return self.places[day >= SECOND_LIST] if is_member else None

    def active_days(self) -> set[int]:
        last = {refreshed - ago for refreshed, ago, _, _ in self.reports}
        single = {day for day, _, period, reads in self.reports if period == 1 and reads}
        return last | single | set(self.messages)


def told(people) -> Facts:
    facts = Facts()
    facts.export(day_of(0), AS_OF)
    facts.staff(day_of(FIRST_LIST), "f", "Housing", email_key="first")
    facts.staff(day_of(SECOND_LIST), "f", "Housing", email_key="first")
    facts.account("first", day_of(0), email_key="first")  # so that days begin at 0
    for number, person in enumerate(people):
        email = f"m{number}"
        for listed, place in zip((FIRST_LIST, SECOND_LIST), person.places, strict=True):
            class_ = "employee" if place else "agency"
            label = (place or DEPARTMENTS[0]).title()
            facts.staff(day_of(listed), f"p{number}", label, email_key=email, **{"class": class_})
        for place, (start, end) in enumerate(person.accounts):
            ended = {} if end is None else {"state": "deleted", "ended_date": day_of(end)}
            facts.account(f"{number}-{place}", day_of(start), email_key=email, **ended)
        for place, day in enumerate(person.messages):
            account = f"{number}-{place % len(person.accounts)}"
            facts.message(f"{number}-{place}", account, f"{day_of(day)} 12:00")
        for day, ago, period, reads in person.reports:
            facts.report(
                day_of(day), email, day_of(day - ago), period_days=period, read_count=reads
            )
    return facts


def slowly(people, day, days, department_id, of):
    """Who is in the department on the day and did something in the window."""
    there = [
        person
        for person in people
        if (place := person.department_on(day)) and department_id in (place, "*")
    ]
    return sum(any(day - days < each <= day for each in of(person)) for person in there)


@pytest.fixture(scope="module")
def tabulated(tmp_path_factory):
    """Derives the activity table: (day, department) -> counts."""
    with embedded(tmp_path_factory.mktemp("activity")) as (warehouse, configured):

        def derive(facts):
            with scratch(warehouse):
                facts.pour(warehouse)
                organisation.derive_departments(warehouse)
                scope = find_scope(warehouse, configured)
                assert scope is not None
                organisation.derive_employment(warehouse, configured)
                matching.derive_holders(warehouse, configured)
                membership.derive_presence(warehouse)
                activity.derive_active_days(warehouse)
                make_listed_departments(warehouse, scope)
                return {row[:2]: row[2:] for row in activity_rows(warehouse, scope)}

        yield derive


PLACES = st.sampled_from([None, *DEPARTMENTS])
SPANS = st.tuples(st.integers(0, DAYS), st.integers(0, 70)).map(
    lambda span: (span[0], None if span[1] == 0 or sum(span) > DAYS else sum(span))
)
REPORTS = st.tuples(
    st.integers(0, DAYS), st.integers(0, 40), st.sampled_from([1, 7, 30]), st.integers(0, 1)
)
PEOPLE = st.builds(
    Person,
    st.tuples(PLACES, PLACES),
    st.lists(SPANS, min_size=1, max_size=2).map(tuple),
    st.lists(st.integers(0, DAYS), max_size=6).map(tuple),
    st.lists(REPORTS, max_size=3, unique_by=lambda each: (each[0], each[2])).map(tuple),
)


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(people=st.lists(PEOPLE, min_size=1, max_size=5))
def test_every_window_of_every_day_equals_a_plain_count(tabulated, people):
    found = tabulated(told(people))
    for department_id in ("*", "housing", *{place for p in people for place in p.places if place}):
        for day in range(DAYS + 1):
            expected = [
                slowly(people, day, days, department_id, of)
                for of in (Person.active_days, lambda person: person.messages)
                for days in WINDOWS
            ]
            key = (FIRST + timedelta(days=day), department_id)
            assert list(found[key]) == expected, (day_of(day), department_id)
