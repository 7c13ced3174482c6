"""Page config, navigation, and what stands on every page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.installation import installation
from dashboard.views import (
    adoption,
    definitions,
    department,
    departments,
    health,
    idea,
    ideas,
)
from dashboard.views.desk import Desk, find_desk, last_attempt
from dashboard.views.layout import STYLE, banner, empty, head
from dashboard.words import empty as empties
from dashboard.words import health as words
from dashboard.words.figure import Finding
from etl.errors import UptakeError

STATIC = Path(__file__).parents[1] / "static"


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its name, what draws it, whether it stands in the navigation.

    ``draw_always`` draws a page that needs no edition.
    """

    title: str
    draw: Callable[[Desk], None] | None = None
    draw_always: Callable[[], None] | None = None
    is_hidden: bool = False


PLACES: Mapping[str, Place] = {
    "adoption": Place("Adoption", adoption.show),
    "departments": Place("Departments", departments.show),
    "ideas": Place("Ideas", ideas.show),
    "data-health": Place("Data health", health.show),
    "definitions": Place("Definitions", draw_always=definitions.show),
    "department": Place("Department", department.show, is_hidden=True),
    "idea": Place("Idea", idea.show, is_hidden=True),
}
"""Every page by the last part of its address; the first one is that of the bare address."""


def show() -> None:
    """Run the page that the address asks for."""
    place = installation()
    st.set_page_config(
        page_title=f"Uptake · {place.settings.organisation.name}",
        page_icon=str(STATIC / "mark.png"),
        layout="wide",
    )
    st.logo(str(STATIC / "mark.png"), size="medium")
    st.html(STYLE)
    if place.has_sign_in and not st.user.is_logged_in:
        head("Uptake", Finding("Sign in to see the figures"))
        st.button("Sign in", on_click=st.login)
        return
    st.navigation([_page(url_path) for url_path in PLACES], position="top").run()


def _page(url_path: str) -> StreamlitPage:
    place = PLACES[url_path]
    return st.Page(
        partial(draw_page, url_path),
        title=place.title,
        url_path=url_path,
        default=url_path == next(iter(PLACES)),
        visibility="hidden" if place.is_hidden else "visible",
    )


def draw_page(url_path: str) -> None:
    """Draw one page, or say in a sentence why it cannot be drawn."""
    place = PLACES[url_path]
    try:
        if place.draw_always is not None:
            place.draw_always()
        elif place.draw is not None:
            _draw_edition(place.draw)
    except UptakeError as error:
        head("Uptake", Finding("The figures cannot be shown"))
        empty(empties.Empty("", str(error)))


def _draw_edition(draw: Callable[[Desk], None]) -> None:
    """What there is to warn of, then the page; where there is no edition, what to load."""
    desk = find_desk()
    _warn(desk)
    if desk is not None:
        draw(desk)
        return
    head("Uptake", Finding(empties.NOTHING.title))
    empty(empties.NOTHING)


def _warn(desk: Desk | None) -> None:
    """Say that the last load failed, or that the data are old, before any number."""
    attempt = last_attempt()
    if attempt is not None and attempt.status == "failed":
        finding = words.attempt(attempt.status, attempt.sentence)
        banner(f"{finding.title}. {finding.note}")
    stale = desk and words.stale_notice(desk.edition.as_of_date, desk.today)
    if stale:
        banner(stale)
