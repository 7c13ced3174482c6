"""What a page has on its desk: the current edition, the day, the look. Fetched anew each run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar, TypeVarTuple
from urllib.parse import urlencode

import streamlit as st

from dashboard.access import Scope
from dashboard.charts.chart import Chart
from dashboard.charts.theme import Theme, theme_named
from dashboard.edition import Edition, open_edition
from dashboard.installation import Installation, installation
from dashboard.metric import Frame, Query, compute
from dashboard.metric.facts import emptied
from dashboard.metric.recasting import as_it_is_now, successors
from dashboard.views.plots import Plot, plotted
from etl.editions.shelf import Attempt
from etl.errors import QueryError

EDITIONS_KEPT_OPEN = 4

Made = TypeVar("Made")
Asked = TypeVarTuple("Asked")


@dataclass(frozen=True, slots=True)
class Desk:
    """One edition, and how to ask it. ``today`` is the local day on which the page is seen.

    ``is_now``: the past is told under the departments of today, and not as it was.
    """

    edition: Edition
    organisation: str
    today: date
    theme: Theme
    is_now: bool = False

    @property
    def scope(self) -> Scope:
        """With whose eyes the edition is read."""
        return self.edition.scope

    @property
    def minimum_cell(self) -> int:
        """The smallest count of people that is shown."""
        return self.edition.minimum_cell

    @property
    def as_of(self) -> date:
        """The last day the edition covers; today where nothing dated was loaded."""
        return self.edition.as_of_date or self.today

    def ask(self, **query: object) -> Frame:
        """The frame that answers ``Query(**query)``, in the view of the past that is chosen."""
        asked = Query(**query)  # type: ignore[arg-type]
        if self.is_now:
            return as_it_is_now(self.edition, asked, self._as_it_was)
        return self._as_it_was(asked)

    def _as_it_was(self, query: Query) -> Frame:
        return compute(self.edition, query)

    @property
    def departments(self) -> Mapping[str, str]:
        """Department id to name, in the order of names: those with people on the last day."""
        gone = {
            *emptied(self.edition, self.as_of),
            *(successors(self.edition) if self.is_now else ()),
        }
        return {key: name for key, name in self.edition.departments.items() if key not in gone}

    def of_day(self, day: date) -> "Desk | None":
        """The desk with the kept edition of an earlier day; None unless there is just one."""
        kept = [each for each in installation().shelf.editions() if each.startswith(f"{day}-")]
        if len(kept) != 1 or kept[0] == self.edition.edition_id:
            return None
        place = installation()
        try:
            earlier = _open(str(place.settings.home), kept[0], place)
        except QueryError:  # of another version of Uptake: as if it were not kept
            return None
        return replace(self, edition=earlier.seen_by(self.scope))

    def plot(self, make: Callable[[Theme], Chart], *key: object) -> Plot:
        """The chart that ``make`` draws, made once for each look and ``key``: all it rests on."""
        return self.edition.remember(
            ("plot", self.theme.name, self.is_now, *key), lambda: plotted(make(self.theme))
        )

    def keep(self, make: Callable[["Desk", *Asked], Made], *asked: *Asked) -> Made:
        """What ``make`` makes of this desk and what is asked, made once: no two desks share it.

        ``make`` draws nothing, and looks at nothing but its arguments: not at the address, not at
        the shelf. The edition is that of the scope, so what is kept is of that scope alone.
        """
        desk = (self.organisation, self.today, self.theme.name, self.is_now)
        return self.edition.remember((make, desk, *asked), lambda: make(self, *asked))


def find_desk(scope: Scope) -> Desk | None:
    """The desk with the current edition as ``scope`` sees it; None where nothing was published."""
    place = installation()
    edition_id = place.shelf.current()
    if edition_id is None:
        return None
    settings = place.settings
    return Desk(
        edition=_open(str(settings.home), edition_id, place).seen_by(scope),
        organisation=settings.organisation.name,
        today=local_day(place),
        theme=theme_named(theme_name()),
    )


def last_attempt() -> Attempt | None:
    """How the last load went, whether or not it published an edition."""
    return installation().shelf.last_attempt()


def local_day(place: Installation) -> date:
    """Today where the organisation is."""
    return datetime.now(UTC).astimezone(place.settings.zone).date()


def theme_name() -> str:
    """The look the visitor's browser has: light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def parameter(name: str) -> str:
    """A parameter of the address; empty where it is missing."""
    return str(st.query_params.get(name, ""))


@st.cache_resource(max_entries=EDITIONS_KEPT_OPEN, show_spinner=False)
def _open(home: str, edition_id: str, _place: Installation) -> Edition:
    """One Edition object per edition: it remembers the frames that were asked of it."""
    edition = open_edition(_place.shelf, edition_id)
    if edition is None:
        raise LookupError(f"The shelf of {home} lost edition {edition_id}.")
    return edition


def address(page: str, parameters: Mapping[str, str]) -> str:
    """The relative address of a page of ours with parameters."""
    return f"{page}?{urlencode(parameters)}"
