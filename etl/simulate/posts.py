"""Second posts, people who come back and mailboxes used again, put into the lists."""

from dataclasses import replace

from etl.simulate.departments import DEPARTMENTS
from etl.simulate.people import EMPLOYEE, Organisation, Person
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


def add_reused_mailboxes(plan: Plan, made: Organisation) -> None:
    """A few people who came later have the address of somebody who had left by then."""
    rng = plan.random("reused mailboxes")
    known = {n: _lists_with(made, n) for n in made.people}
    plain = [n for n, each in made.people.items() if _has_plain_address(each)]
    left = [n for n in plain if known[n][-1] < len(made.lists) - 2 and 0 in known[n]]
    came = [n for n in plain if known[n][0] > 1]
    for before in rng.sample(left, min(len(left), plan.some(12, least=2))):
        ready = [n for n in came if known[n][0] > known[before][-1] + 1]
        if ready:
            came.remove(after := rng.choice(ready))
            _hand_over(made, before, after)


def _lists_with(made: Organisation, number: int) -> list[int]:
    return [place for place, rows in enumerate(made.lists) if number in rows]


def _has_plain_address(person: Person) -> bool:
    has_own = bool(person.email) and person.upn == person.email
    return has_own and not person.former_email and not person.is_anchored


def _hand_over(made: Organisation, before: int, after: int) -> None:
    address = made.people[before].email
    made.people[before].has_lost_address = True
    made.people[after].email = made.people[after].upn = address
    for rows in made.lists:
        if after in rows:
            rows[after] = replace(rows[after], email=address)
