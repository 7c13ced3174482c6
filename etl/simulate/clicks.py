"""Clicks on short links: of people, of programs that say so, and of scanners that do not."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from etl.simulate.crowd import Crowd
from etl.simulate.ideas import ACCESS_LOG, YOURLS, Idea, Link, Minter
from etl.simulate.plan import (
    DAY,
    LONDON,
    Plan,
    at_local,
    awake,
    changes_clock,
    days_between,
    local_date,
    poisson,
)

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/125.0.0.0 Mobile Safari/537.36",
)
_BROWSER_WEIGHTS = (60, 8, 18, 14)
_PROGRAMS = (
    ("prefetch", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"),
    ("prefetch", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"),
    ("prefetch", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"),
    ("user_agent", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"),
    ("user_agent", "python-requests/2.32.3"),
    ("user_agent", "curl/8.5.0"),
)
_REFERRERS = (
    "https://engage.cloud.microsoft/",
    "https://web.yammer.com/",
    "https://teams.microsoft.com/",
    "",
)
_REFERRER_WEIGHTS = (45, 15, 12, 28)
_PER_STAFF = 14.5
"""Human clicks per member of staff over 14 months."""


@dataclass(slots=True, eq=False)
class Click:
    """One request of a short link. ``reason`` says why it is not a person's; None if it is."""

    at: datetime
    link: Link
    address: str
    agent: str
    referrer: str
    reason: str | None = None


def draw_clicks(
    plan: Plan, ideas: list[Idea], minter: Minter, crowd: Crowd
) -> tuple[list[Link], list[Click]]:
    """Links that lead to no known idea, and all clicks in the order of time."""
    drawer = _Drawer(plan, crowd)
    links = [link for idea in ideas for link in idea.links if link.posted_at]
    drawer.people(ideas)
    strays = [minter.stray(series) for series in (YOURLS, YOURLS, ACCESS_LOG)]
    drawer.on_strays(strays)
    drawer.near_bursts(links)
    drawer.programs(links)
    drawer.scanners(links)
    return strays, _within_people(drawer.clicks)


class _Drawer:
    def __init__(self, plan: Plan, crowd: Crowd) -> None:
        self.plan = plan
        self.crowd = crowd
        self.rng: random.Random = plan.random("clicks")
        self.end = at_local(plan.as_of + DAY, 0)
        self.clicks: list[Click] = []
        self._addresses = _addresses()
        self._days = days_between(plan.registry_since + 7 * DAY, plan.as_of)

    def people(self, ideas: list[Idea]) -> None:
        """One person, one address: no accident makes a burst of them."""
        weights = [(i, link, self._weight(i, link)) for i in ideas for link in i.links]
        total = sum(weight for _, _, weight in weights)
        scale = _PER_STAFF * self.plan.staff * self.plan.months / 14 / total if total else 0.0
        for idea, link, weight in weights:
            for _ in range(poisson(self.rng, min(weight * scale, self._most(link)))):
                self._person(link, idea.patience)

    def _most(self, link: Link) -> float:
        """No more clicks than about two thirds of the audience could make."""
        if link.posted_at is None:
            return 0.0
        homes = self.crowd.homes if link.audience_id == "?" else [link.audience_id]
        return 4 + 0.65 * sum(self.crowd.size(home, link.posted_at) for home in homes)

    def _weight(self, idea: Idea, link: Link) -> float:
        if link.posted_at is None:
            return 0.0
        if link.audience_id != "?":
            size = self.crowd.size(link.audience_id, link.posted_at)
            return 1.8 * idea.quality * idea.interest_of(link.audience_id) * (size + 1)
        reach = 0.25 if link.series == ACCESS_LOG and len(idea.links) > 1 else 0.55
        homes = self.crowd.homes
        sizes = [self.crowd.size(h, link.posted_at) * idea.interest_of(h) for h in homes]
        return reach * idea.quality * (sum(sizes) + 1)

    def _person(self, link: Link, patience: float) -> None:
        if link.posted_at is None:
            return
        draw = self.rng.random()
        mean_hours = 2.5 if draw < 0.6 else 36 if draw < 0.92 else 300
        wait = timedelta(seconds=20 + int(self.rng.expovariate(1) * mean_hours * patience * 3600))
        self._click(self._at_some_hour(link.posted_at + wait), link)

    def _at_some_hour(self, instant: datetime) -> datetime:
        """Mostly waking hours, some evenings, some of the first hour after midnight."""
        when = awake(self.rng, instant)
        draw = self.rng.random()
        if draw < 0.08:
            return at_local(local_date(when), self.rng.randrange(19 * 3600, 86400))
        if draw < 0.095:
            return at_local(local_date(when) + DAY, self.rng.randrange(3600))
        return when

    def _click(
        self,
        when: datetime,
        link: Link,
        agent: str = "",
        reason: str | None = None,
        address: str = "",
    ) -> None:
        """Keep a click that lies in the time told and on no night that has an hour twice."""
        if when >= self.end or (changes_clock(local_date(when)) and _is_night(when)):
            return
        if not agent:
            agent = self.rng.choices(BROWSERS, _BROWSER_WEIGHTS)[0]
        referrer = "" if reason else self.rng.choices(_REFERRERS, _REFERRER_WEIGHTS)[0]
        address = address or next(self._addresses)
        self.clicks.append(Click(when, link, address, agent, referrer, reason))

    def on_strays(self, strays: list[Link]) -> None:
        for link in strays:
            for _ in range(self.plan.some(70, least=4)):
                day = self.rng.choice(self._days)
                self._click(at_local(day, self.rng.randrange(8 * 3600, 20 * 3600)), link)

    def near_bursts(self, links: list[Link]) -> None:
        """People who open much at once, and yet not three links within ten seconds."""
        for turn in range(self.plan.some(45, least=6)):
            when, chosen = self._some_links(links, 3)
            if len(chosen) < 3:
                continue
            address = next(self._addresses)
            steps = ((0, 0), (1, 4), (0, 7)), ((0, 0), (1, 12), (2, 25)), ((0, 0), (0, 1), (0, 1))
            for place, seconds in steps[turn % 3]:
                self._click(when + timedelta(seconds=seconds), chosen[place], address=address)

    def programs(self, links: list[Link]) -> None:
        """Previews right after posting, and crawlers in the days after."""
        mean = min(4.0, 0.11 * len(self.clicks) / max(1, len(links)))
        for link in links:
            for _ in range(poisson(self.rng, mean)):
                reason, agent = self.rng.choice(_PROGRAMS)
                seconds = 1 + self.rng.random() * (60 if reason == "prefetch" else 500_000)
                if link.posted_at is not None:
                    when = link.posted_at + timedelta(seconds=int(seconds))
                    self._click(when, link, agent, reason)

    def scanners(self, links: list[Link]) -> None:
        """Programs behind a browser's name that open every link of a mail within seconds."""
        for turn in range(self.plan.some(420, least=8)):
            series = ACCESS_LOG if turn % 6 == 5 else YOURLS
            ready = [link for link in links if link.series == series]
            when, chosen = self._some_links(ready, 3 + turn % 5)
            if len(chosen) < 3:
                continue
            address = f"198.18.{turn // 250 % 250}.{turn % 250 + 1}"
            address = address if turn < 62_500 else next(self._addresses)
            for place, link in enumerate([*chosen, chosen[0]] if turn % 4 == 0 else chosen):
                at = when + timedelta(seconds=min(place, 8))
                self._click(at, link, BROWSERS[0], "burst", address)

    def _some_links(self, links: list[Link], count: int) -> tuple[datetime, list[Link]]:
        """A moment of a working morning, and links of one series posted in the weeks before."""
        day = self.rng.choice(self._days)
        when = at_local(day, self.rng.randrange(8 * 3600, 17 * 3600))
        fresh = [
            link
            for link in links
            if link.posted_at is not None and timedelta(0) < when - link.posted_at < 30 * DAY
        ]
        if not fresh:
            return when, []
        series = fresh[0].series
        fresh = [link for link in fresh if link.series == series]
        return when, self.rng.sample(fresh, min(count, len(fresh)))


def _is_night(when: datetime) -> bool:
    return when.astimezone(LONDON).hour < 4


def _addresses() -> Iterator[str]:
    """Addresses of a private network, no two alike: 10.0.0.1 and on, well stirred."""
    for number in range(1 << 24):
        stirred = number * 11_400_715 % (1 << 24)
        yield f"10.{stirred >> 16}.{stirred >> 8 & 255}.{stirred & 255}"


def _within_people(clicks: list[Click]) -> list[Click]:
    """Without the programs before the first and after the last person of each series."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for click in clicks:
        if click.reason is None:
            first, last = spans.get(click.link.series, (click.at, click.at))
            spans[click.link.series] = (min(first, click.at), max(last, click.at))
    kept = [
        click
        for click in clicks
        if click.link.series in spans
        and spans[click.link.series][0] <= click.at <= spans[click.link.series][1]
    ]
    return sorted(kept, key=lambda click: click.at)
