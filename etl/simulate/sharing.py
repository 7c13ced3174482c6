"""How ideas travel: the comms officer shares them, others share them again, people reply."""

from datetime import date, datetime, timedelta

from etl.simulate.accounts import Account
from etl.simulate.crowd import Crowd
from etl.simulate.departments import DEPARTMENTS
from etl.simulate.ideas import ACCESS_LOG, YOURLS, Idea, Link, Minter, invent
from etl.simulate.messages import Community, Message, Share
from etl.simulate.phrases import ATTACHED_ONLY, REPLIES, RESHARES, ROUND_UP, SHARES
from etl.simulate.plan import (
    DAY,
    Plan,
    at_local,
    awake,
    days_between,
    is_working_day,
    local_date,
    poisson,
)
from etl.simulate.spelling import attached, attached_bare, spelled, spelled_short
from etl.simulate.titles import PageMaker

_REPLY_RATE = 0.017
_BROAD = ("All staff", "", "Housing; Adult Social Care")


class Sharing:
    """Fills ``ideas``, ``links`` and ``messages`` with everything that concerns ideas."""

    def __init__(
        self, plan: Plan, officer: Account, crowd: Crowd, communities: list[Community]
    ) -> None:
        self.plan = plan
        self.officer = officer
        self.crowd = crowd
        self.all_company = communities[0]
        self.by_department = {c.department.name: c for c in communities if c.department}
        self.open = [c for c in communities if not c.is_private]
        self.private = [c for c in communities if c.is_private]
        self.rng = plan.random("sharing")
        self.minter = Minter(self.rng)
        self.pages = PageMaker(self.rng)
        self.end = at_local(plan.as_of + DAY, 0)
        self.ideas: list[Idea] = []
        self.messages: list[Message] = []

    def run(self) -> None:
        """The whole history, day by day."""
        for day in days_between(self.plan.launch, self.plan.as_of):
            if not is_working_day(day):
                continue
            for _ in range(self.rng.choices((1, 2, 3), (1, 5, 4))[0]):
                self._daily_idea(day, day >= self.plan.registry_since)
            if self.rng.random() < 0.55:
                self._own_idea(day)
            if day.weekday() == 4:
                self._round_up(day)
        self._planned_ideas()

    # --- the comms officer -----------------------------------------------------------------

    def _daily_idea(self, day: date, is_registered: bool) -> None:
        idea = self._invent(day, is_registered)
        when = at_local(day, self.rng.randrange(int(8.5 * 3600), int(16.5 * 3600)))
        if not is_registered:
            raw = spelled(self.rng, idea.address)
            self._post(idea, self.officer, when, self.all_company, self._officer_text(idea, raw))
        elif self.rng.random() < 0.55:
            self._for_departments(idea, when)
        else:
            self._for_everyone(idea, when)
        for _ in range(poisson(self.rng, 0.55 * idea.quality)):
            self._reshare(idea, when)

    def _invent(self, day: date, is_registered: bool) -> Idea:
        idea = invent(self.rng, self.pages.page(day.year, day.month), is_registered)
        self.ideas.append(idea)
        return idea

    def _for_everyone(self, idea: Idea, when: datetime) -> None:
        is_broad = self.rng.random() < 0.75
        place = self.all_company if is_broad else self.rng.choice(self.open)
        series = ACCESS_LOG if self.rng.random() < 0.25 else YOURLS
        audience = (self.rng.choice(_BROAD), "?")
        link = self.minter.mint(idea, series, audience, when, place.name)
        self._post_link(idea, link, when, place)

    def _for_departments(self, idea: Idea, when: datetime) -> None:
        """One link each for the departments it may suit, and one for everyone else."""
        suited = sorted(DEPARTMENTS, key=lambda d: -idea.interest_of(d.department_id))
        chosen = suited[: self.rng.randrange(2, 6)]
        if self.rng.random() < 0.8:
            link = self.minter.mint(idea, YOURLS, ("All staff", "?"), when, self.all_company.name)
            self._post_link(idea, link, when, self.all_company)
        for turn, department in enumerate(chosen, start=1):
            place = self.by_department.get(department.name)
            at = when + timedelta(minutes=6 * turn + self.rng.randrange(5))
            audience = (department.name, department.department_id)
            where = place.name if place else "Team e-mail"
            link = self.minter.mint(idea, YOURLS, audience, at, where)
            if place is not None:
                self._post_link(idea, link, at, place)
        if self.rng.random() < 0.15:
            at = when + timedelta(hours=1)
            self.minter.mint(idea, ACCESS_LOG, ("", "?"), at, "Staff newsletter")

    def _post_link(self, idea: Idea, link: Link, when: datetime, place: Community) -> None:
        draw = self.rng.random()
        shown, title = self._page_title(idea), None
        attachments = ""
        if draw < 0.5:
            title, attachments = shown, attached(self.rng, link.destination, shown)
        elif draw < 0.6:
            title, attachments = shown, attached(self.rng, link.address, shown)
        elif draw < 0.7:
            attachments = attached_bare(self.rng)
        body = self.rng.choice(SHARES).format(title=idea.page.title, link=link.address)
        self._post(idea, self.officer, when, place, (body, attachments, title))

    def _round_up(self, day: date) -> None:
        """On Fridays one message with several ideas of the week, without attachments."""
        since = day - 5 * DAY
        fresh = [
            m.shares[0].idea
            for m in self.messages[-500:]
            if m.account is self.officer and m.thread is None and local_date(m.created_at) > since
        ]
        ideas = list(dict.fromkeys(fresh))[-9:]
        if len(ideas) < 3:
            return
        picked = self.rng.sample(ideas, 3)
        lines = [f"* {i.page.title}: {self.rng.choice([i.address, *_shorts(i)])}" for i in picked]
        body = ROUND_UP.format(links="\n".join(lines))
        when = at_local(day, 16 * 3600 + self.rng.randrange(3000))
        shares = tuple(Share(idea) for idea in picked)
        message = Message(self.officer, when, body, self.all_company, shares=shares)
        self._keep(message, picked[0], 0.4)

    def _planned_ideas(self) -> None:
        """Registered and never posted: planned for the days to come."""
        for _ in range(3):
            idea = self._invent(self.plan.as_of, is_registered=True)
            self.minter.mint(idea, YOURLS, ("Housing", "housing"), None, "")

    def _officer_text(self, idea: Idea, raw: str) -> tuple[str, str, str | None]:
        body = self.rng.choice(SHARES).format(title=idea.page.title, link=raw)
        if self.rng.random() < 0.5:
            return body, "", None
        title = self._page_title(idea)
        return body, attached(self.rng, idea.address, title), title

    def _page_title(self, idea: Idea) -> str:
        page = idea.page
        return page.page_title if self.rng.random() < 0.9 else page.title

    # --- everyone else ---------------------------------------------------------------------

    def _own_idea(self, day: date) -> None:
        """Someone shares a find of their own; the registry never hears of it."""
        when = awake(self.rng, at_local(day, self.rng.randrange(7 * 3600, 21 * 3600)))
        account = self.crowd.anyone(self.rng, when)
        if account is None or when >= self.end:
            return
        idea = self._invent(day, is_registered=False)
        place = self.rng.choice(self.open)
        if self.rng.random() < 0.08:
            place = self.rng.choice(self.private)
        self._post(idea, account, when, place, self._passing_on(idea))
        for _ in range(poisson(self.rng, 0.5 * idea.quality)):
            self._reshare(idea, when)

    def _passing_on(self, idea: Idea) -> tuple[str, str, str | None]:
        """Body, attachments and attached title, in the ways in which people paste a link."""
        short = _shorts(idea) if self.rng.random() < 0.25 else []
        raw = spelled_short(self.rng, short[0]) if short else spelled(self.rng, idea.address)
        body = self.rng.choice(RESHARES).format(link=raw)
        draw = self.rng.random()
        title = self._page_title(idea) if self.rng.random() < 0.6 else None
        if draw < 0.4:
            return body, attached_bare(self.rng) if draw < 0.1 else "", None
        again = attached(self.rng, spelled(self.rng, idea.address), title)
        if draw < 0.6:
            return self.rng.choice(ATTACHED_ONLY), again, title
        file = f"uploadedfile:{self.rng.randrange(10**8, 10**9)}, " if draw > 0.93 else ""
        return body, file + again, title

    def _reshare(self, idea: Idea, since: datetime) -> None:
        when = awake(self.rng, since + timedelta(hours=1 + self.rng.expovariate(1 / 190)))
        account = self.crowd.anyone(self.rng, when)
        if account is None or when >= self.end:
            return
        draw = self.rng.random()
        place: Community | None = self.rng.choice(self.open)
        if draw < 0.12:
            place = None if draw < 0.04 else self.rng.choice(self.private)
        thread = None
        if draw > 0.85:
            thread = next((m for m in reversed(self.messages) if _is_thread_of(m, idea)), None)
        if thread is not None and when > thread.created_at:
            place = thread.community
        else:
            thread = None
        self._post(idea, account, when, place, self._passing_on(idea), thread)

    def _post(
        self,
        idea: Idea,
        account: Account,
        when: datetime,
        place: Community | None,
        text: tuple[str, str, str | None],
        thread: Message | None = None,
    ) -> None:
        body, attachments, title = text
        message = Message(
            account,
            when,
            body,
            place,
            thread=thread,
            attachments=attachments,
            shares=(Share(idea, title),),
            participants=self._pair(account, when) if place is None else (),
        )
        if place is None and not message.participants:
            return
        if place is not None and place.is_private:
            place.insiders.append(account)
        loudness = 1.0 if account is self.officer else 0.7
        self._keep(message, idea, loudness if thread is None else 0.0)

    def _pair(self, account: Account, when: datetime) -> tuple[Account, ...]:
        other = self.crowd.anyone(self.rng, when)
        return () if other is None or other is account else (account, other)

    def _keep(self, message: Message, idea: Idea, loudness: float) -> None:
        self.messages.append(message)
        if loudness and message.is_open:
            self._reply(message, idea, loudness)

    def _reply(self, message: Message, idea: Idea, loudness: float) -> None:
        place = message.community
        for home in self.crowd.homes:
            audience = _audience(place, home)
            mean = _REPLY_RATE * loudness * idea.quality * idea.interest_of(home) * audience
            for _ in range(poisson(self.rng, mean * self.crowd.size(home, message.created_at))):
                wait = timedelta(minutes=2, hours=self.rng.expovariate(1 / 9))
                when = awake(self.rng, message.created_at + wait)
                account = self.crowd.one(self.rng, home, when)
                if account is not None and when < self.end:
                    text = self.rng.choice(REPLIES)
                    self.messages.append(Message(account, when, text, place, thread=message))


def _shorts(idea: Idea) -> list[str]:
    return [link.address for link in idea.links[:1]]


def _is_thread_of(message: Message, idea: Idea) -> bool:
    return (
        message.thread is None and message.is_open and any(s.idea is idea for s in message.shares)
    )


def _audience(place: Community | None, home: str) -> float:
    """The share of a department that looks into a community."""
    if place is None:
        return 0.0
    if place.is_all_company:
        return 1.0
    if place.department is None:
        return 0.45
    return 2.2 if place.department.department_id == home else 0.08
