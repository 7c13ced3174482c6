"""Ideas that travel in a known order: one department takes them up, days later the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etl.simulate.accounts import Account
from etl.simulate.ideas import invent
from etl.simulate.messages import Community, Message, Share
from etl.simulate.phrases import REPLIES, RESHARES
from etl.simulate.plan import DAY, at_local, is_working_day
from etl.simulate.sharing import Sharing

_TOURS = 4
_PEOPLE = 9
"""Who take part at each stop: so many that some deleted messages or moved people do not matter."""
_DAYS_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Tour:
    """One idea and the departments that take it up, in that order."""

    idea_id: str
    department_ids: tuple[str, ...]


def send_on_tour(sharing: Sharing) -> list[Tour]:
    """Add ideas that nobody but their stops takes part in. None where departments are small."""
    return [tour for number in range(_TOURS) if (tour := _Guide(sharing, number).lead())]


class _Guide:
    def __init__(self, sharing: Sharing, number: int) -> None:
        self.sharing = sharing
        self.rng = sharing.plan.random(f"tour {number}")
        self.start = sharing.plan.as_of - (16 + 4 * number) * DAY

    def lead(self) -> Tour | None:
        places = {
            place.department.department_id: place
            for place in self.sharing.open
            if place.department and place.created_at < at_local(self.start, 0)
        }
        homes = [home for home in sorted(places) if len(self._people(home)) == _PEOPLE]
        if len(homes) < 2 or self.start < self.sharing.plan.launch:
            return None
        stops = self.rng.sample(homes, min(len(homes), self.rng.choice((2, 3, 4))))
        idea = invent(self.rng, self.sharing.pages.page(self.start.year, self.start.month), False)
        self.sharing.ideas.append(idea)
        for home, day in zip(stops, self._days(), strict=False):
            when = at_local(day, 9 * 3600 + self.rng.randrange(3600))
            first, *others = self._people(home)
            body = self.rng.choice(RESHARES).format(link=idea.address)
            post = Message(first, when, body, places[home], shares=(Share(idea, None),))
            self.sharing.messages += [post, *self._replies(post, others, places[home])]
        return Tour(idea.idea_id, tuple(stops))

    def _days(self) -> Iterator[date]:
        day = self.start
        while True:
            if is_working_day(day):
                yield day
                day += (_DAYS_BETWEEN - 1) * DAY
            day += DAY

    def _people(self, home: str) -> list[Account]:
        """Different people of a department who can write throughout; fewer where it is small."""
        when, found = at_local(self.start, 0), dict[Account, None]()
        for _ in range(20 * _PEOPLE):
            account = self.sharing.crowd.one(self.rng, home, when)
            if account is not None and len(found) < _PEOPLE and self._stays(account, when):
                found[account] = None
        return list(found)

    def _stays(self, account: Account, when: datetime) -> bool:
        return account.is_usable(self.sharing.end) and account.is_usable(when)

    def _replies(self, post: Message, others: list[Account], place: Community) -> Iterator[Message]:
        when = post.created_at
        for account in others:
            when += timedelta(minutes=2 + self.rng.randrange(20))
            text = self.rng.choice(REPLIES)
            yield Message(account, when, text, place, thread=post)
