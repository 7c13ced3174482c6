"""Everything on the network that is not about ideas: posts, answers, reading and liking."""

import math
import random
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from etl.simulate.accounts import Account
from etl.simulate.messages import Community, Message
from etl.simulate.people import Organisation
from etl.simulate.phrases import ANSWERS, CHATTER
from etl.simulate.plan import (
    DAY,
    Plan,
    at_local,
    changes_clock,
    days_between,
    is_working_day,
    local_date,
    office_seconds,
    poisson,
)

_PER_STAFF = 5.4
"""Messages per member of staff over 14 months."""


class Chatter:
    """Fills ``messages``; ``read_and_like`` fills the counters of the accounts."""

    def __init__(
        self,
        plan: Plan,
        organisation: Organisation,
        accounts: list[Account],
        communities: list[Community],
    ) -> None:
        self.plan = plan
        self.organisation = organisation
        self.accounts = [a for a in accounts if a.joined_at]
        self.communities = communities
        self.rng = plan.random("chatter")
        self.messages: list[Message] = []
        self._threads: dict[str, deque[Message]] = {}
        self._by_department = {c.department: c for c in communities if c.department}
        self._open = [c for c in communities if not c.is_private and not c.department]
        self._private = [c for c in communities if c.is_private]

    # --- messages --------------------------------------------------------------------------

    def talk(self) -> None:
        """Posts and answers of all members, in the order of time."""
        self._announce_communities()
        moments = [*self._moments(), *self._night_shifts(), *self._after_midnight()]
        moments.sort(key=lambda moment: (moment[0], moment[1].id))
        for when, account in moments:
            self._say(when, account)
        self._delete_some()

    def _announce_communities(self) -> None:
        """What the system writes when a community opens: not a word of anybody's."""
        officer = self.accounts[0]
        for community in self.communities:
            body = f"{officer.name} created the {community.name_at(community.created_at)} community"
            self.messages.append(
                Message(officer, community.created_at, body, community, kind="system")
            )
        welcome = "Welcome! This is the place to share ideas, ask, and say thank you."
        when = at_local(self.plan.setup_date, 11 * 3600)
        self.messages.append(Message(officer, when, welcome, self.communities[0]))

    def _moments(self) -> Iterator[tuple[datetime, Account]]:
        spans = {a.id: self._days_of(a) for a in self.accounts if a.posting_rate}
        expected = sum(a.posting_rate * len(spans[a.id]) for a in self.accounts if a.posting_rate)
        target = _PER_STAFF * self.plan.staff * self.plan.months / 14
        scale = target / expected if expected else 0.0
        for account in self.accounts:
            days = spans.get(account.id)
            if not days:
                continue
            for _ in range(poisson(self.rng, account.posting_rate * scale * len(days))):
                when = at_local(self.rng.choice(days), office_seconds(self.rng))
                if account.is_usable(when):
                    yield when, account

    def _days_of(self, account: Account) -> list[date]:
        """Days on which an account may write; days off come in thinned out."""
        first = local_date(account.joined_at or self.plan.made_at)
        last = self._last_day(account)
        return [
            day
            for day in days_between(first, last)
            if is_working_day(day) or day.toordinal() % 9 == 0
        ]

    def _last_day(self, account: Account) -> date:
        ends = [self.plan.as_of]
        if (end := account.ended_at()) is not None:
            ends.append(local_date(end))
        if account.person is not None:
            ends.append(self.organisation.last_day(account.person.number) or self.plan.as_of)
        return min(ends)

    def _night_shifts(self) -> Iterator[tuple[datetime, Account]]:
        """Around the nights on which the clock changes, and summer nights around midnight UTC."""
        talkers = [a for a in self.accounts if a.posting_rate]
        for day in self.plan.days:
            if changes_clock(day):
                hours: tuple[float, ...] = (0.25, 0.75, 1.25, 1.75, 2.25, 23.5)
            elif day.weekday() == 2 and at_local(day, 0).hour == 23:
                hours = (0.1, 0.6, 23.9)
            else:
                continue
            start = datetime(day.year, day.month, day.day, tzinfo=UTC)
            for hour in hours:
                when = start + timedelta(hours=hour, seconds=self.rng.randrange(120))
                account = self.rng.choice(talkers)
                if account.is_usable(when) and local_date(when) <= self.plan.as_of:
                    yield when, account

    def _after_midnight(self) -> Iterator[tuple[datetime, Account]]:
        """The morning of the final export: written, exported, and not part of the edition."""
        talkers = [a for a in self.accounts if a.posting_rate]
        for minute in (70, 190, 255):
            when = at_local(self.plan.as_of + DAY, 0) + timedelta(minutes=minute)
            account = self.rng.choice(talkers)
            if account.is_usable(when):
                yield when, account

    def _say(self, when: datetime, account: Account) -> None:
        draw = self.rng.random()
        if draw < 0.1:
            self._whisper(when, account)
            return
        community = self._place(account, draw)
        threads = self._threads.setdefault(community.id, deque(maxlen=10))
        old = [m for m in threads if m.created_at < when - timedelta(minutes=1)]
        if old and self.rng.random() < 0.62:
            starter = self.rng.choice(old)
            text = self.rng.choice(ANSWERS)
            self.messages.append(Message(account, when, text, community, thread=starter))
            return
        kind = "question" if self.rng.random() < 0.05 else "update"
        message = Message(account, when, self.rng.choice(CHATTER), community, kind=kind)
        if self.rng.random() < 0.06:
            message.attachments = f"uploadedfile:{self.rng.randrange(10**8, 10**9)}"
        threads.append(message)
        self.messages.append(message)

    def _place(self, account: Account, draw: float) -> Community:
        if draw < 0.2:
            inside = [c for c in self._private if account in c.insiders]
            if inside or draw < 0.11:
                community = self.rng.choice(inside or self._private)
                if account not in community.insiders:
                    community.insiders.append(account)
                return community
        if draw < 0.65 and account.person is not None:
            row = self.organisation.last_row(account.person.number)
            return self._by_department.get(row.department, self._open[0])
        return self.rng.choice(self._open)

    def _whisper(self, when: datetime, account: Account) -> None:
        """A private message, or an answer to one of the last private messages."""
        threads = self._threads.setdefault("", deque(maxlen=40))
        mine = [m for m in threads if account in m.participants and m.created_at < when]
        starter = self.rng.choice(mine) if mine and self.rng.random() < 0.7 else None
        if starter is not None:
            both = starter.participants
        else:
            other = self.rng.choice(self.accounts)
            if other is account or not other.is_usable(when):
                return
            both = (account, other)
        text = self.rng.choice(ANSWERS if starter else CHATTER)
        message = Message(account, when, text, thread=starter, participants=both)
        if starter is None:
            threads.append(message)
        self.messages.append(message)

    def _delete_some(self) -> None:
        for message in self.messages:
            delete(self.rng, message, self.plan)

    # --- what only the engagement reports show ---------------------------------------------

    def read_and_like(self) -> None:
        """Days on which members read and like; those of a summer night too."""
        for account in self.accounts:
            if account.joined_at is not None:
                self._read(account, local_date(account.joined_at))
                self._read_on(account)

    def _read_on(self, account: Account) -> None:
        rate = min(account.reading_rate, 0.98)
        if rate <= 0:
            return
        days = self._days_of(account)
        place = self._skip(rate)
        while place < len(days):
            if not self._is_away(account, days[place]):
                self._read(account, days[place])
            place += 1 + self._skip(rate)

    def _skip(self, rate: float) -> int:
        return int(math.log(1 - self.rng.random()) / math.log(1 - rate))

    def _is_away(self, account: Account, day: date) -> bool:
        return not account.is_usable(at_local(day, 12 * 3600))

    def _read(self, account: Account, day: date) -> None:
        account.read.add(day, self.rng.randrange(1, 9))
        account.active_days.add(day)
        if self.rng.random() < 0.35:
            account.liked.add(day, self.rng.randrange(1, 4))


def delete(rng: random.Random, message: Message, plan: Plan) -> None:
    """Let a few messages be deleted by the time of the final export, some long after."""
    if message.kind == "system" or rng.random() > 0.014:
        return
    deleted_at = message.created_at + timedelta(minutes=3 + rng.expovariate(1 / 4000))
    if deleted_at < plan.made_at:
        message.deleted_at = deleted_at
