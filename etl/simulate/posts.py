"""People with two posts, and people who come back, put into the lists of an organisation."""

from dataclasses import replace

from etl.simulate.departments import DEPARTMENTS
from etl.simulate.organisation import EMPLOYEE, Organisation
from etl.simulate.plan import Plan
from etl.simulate.reorganisation import became

_LISTS_TO_RETURN = 5


def add_returners(plan: Plan, made: Organisation) -> None:
    """A few people leave and come back: two lists in the middle do not name them."""
    if len(made.lists) < _LISTS_TO_RETURN:
        return
    rng, start = plan.random("returners"), len(made.lists) // 2
    ready = [
        n
        for n, row in made.lists[0].items()
        if all(n in rows and not rows[n].end_date for rows in made.lists)
        and not made.people[n].is_anchored
        and not made.people[n].former_email
        and row.class_name == EMPLOYEE
    ]
    for number in rng.sample(ready, min(len(ready), plan.some(10))):
        for rows in made.lists[start : start + 2]:
            del rows[number]


def add_second_posts(plan: Plan, made: Organisation) -> None:
    """Some employees have a second post in another department from the second list on."""
    rng = plan.random("second posts")
    ready = [
        n
        for n, row in made.lists[1].items()
        if row.class_name == EMPLOYEE and not made.people[n].is_anchored
    ]
    for number in rng.sample(ready, plan.some(30, least=3)):
        chosen = rng.choice(DEPARTMENTS[:-1])
        for day, rows in zip(made.list_dates[1:], made.lists[1:], strict=True):
            second = became(made.steps, chosen, day)
            if number in rows and second is not rows[number].department:
                rows[number] = replace(rows[number], second=second)
