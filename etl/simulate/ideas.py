"""Ideas, the links minted for them, and how interest in them differs by department."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from etl.simulate.departments import DEPARTMENTS
from etl.simulate.spelling import tagged
from etl.simulate.titles import Page

GO_BASE = "https://go.council.example/"
L_BASE = "https://l.council.example/"
YOURLS, ACCESS_LOG = "yourls", "access_log"
FOUND_IN = ("comms2point0", "LinkedIn", "Twitter/X", "Newsletter", "Colleague")
_FOUND_WEIGHTS = (30, 25, 20, 15, 10)
_STRANGER_INTEREST = 0.6


@dataclass(slots=True, eq=False)
class Link:
    """A short link. ``audience`` is what the registry says: one department's name, or not one."""

    code: str
    series: str
    destination: str
    audience: str
    audience_id: str
    """The department it was posted to; '?' where not attributable."""
    posted_at: datetime | None
    posted_where: str
    is_registered: bool = True

    @property
    def address(self) -> str:
        return (GO_BASE if self.series == YOURLS else L_BASE) + self.code


@dataclass(slots=True, eq=False)
class Idea:
    """An idea. ``found_in`` and ``links`` are empty unless the registry has it."""

    page: Page
    quality: float
    interest: dict[str, float]
    patience: float = 1.0
    """How slowly the clicks come in: 1 is usual."""
    found_in: str | None = None
    is_registered: bool = False
    links: list[Link] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.page.address

    @property
    def idea_id(self) -> str:
        return hashlib.sha256(self.address.encode()).hexdigest()[:16]

    def interest_of(self, department_id: str) -> float:
        """How much a department cares: 1 is usual."""
        return self.interest.get(department_id, _STRANGER_INTEREST)


def invent(rng: random.Random, page: Page, is_registered: bool) -> Idea:
    """An idea with its qualities: most fade, some take hold in several departments."""
    favourites = rng.sample(DEPARTMENTS, rng.choice((1, 1, 2, 2, 3, 5)))
    interest = {d.department_id: rng.uniform(0.15, 0.6) for d in DEPARTMENTS}
    interest |= {d.department_id: rng.uniform(1.5, 4.0) for d in favourites}
    idea = Idea(page, min(5.0, rng.lognormvariate(-0.35, 0.85)), interest)
    idea.patience = rng.choice((0.7, 1.0, 1.0, 1.3, 5.0))
    if is_registered:
        idea.is_registered = True
        idea.found_in = rng.choices(FOUND_IN, _FOUND_WEIGHTS)[0]
    return idea


class Minter:
    """Mints short links: a code is never given twice on one host."""

    _LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._taken: set[tuple[str, str]] = set()

    def codes(self, series: str) -> Iterator[str]:
        while True:
            code = "".join(self._rng.choices(self._LETTERS, k=6))
            if (series, code) not in self._taken:
                self._taken.add((series, code))
                yield code

    def mint(
        self,
        idea: Idea,
        series: str,
        audience: tuple[str, str],
        posted_at: datetime | None,
        posted_where: str,
    ) -> Link:
        """A link of an idea for one audience: its label in the registry, and its department."""
        label, audience_id = audience
        content = audience_id if audience_id != "?" else "all-staff"
        destination = tagged(
            idea.address,
            utm_source="viva-engage",
            utm_medium="internal-social",
            utm_campaign=f"idea-{idea.idea_id[:6]}",
            utm_content=content,
        )
        code = next(self.codes(series))
        link = Link(code, series, destination, label, audience_id, posted_at, posted_where)
        idea.links.append(link)
        return link

    def stray(self, series: str) -> Link:
        """A link that the registry does not know and nobody posts, such as one on a flyer."""
        code = next(self.codes(series))
        return Link(code, series, "", "", "?", None, "", is_registered=False)
