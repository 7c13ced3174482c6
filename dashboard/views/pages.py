"""Page config, navigation, and what stands on every page."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.access import EVERYTHING, Right, Role, Scope
from dashboard.installation import installation
from dashboard.views import (
    adoption,
    audit_log,
    definitions,
    department,
    departments,
    health,
    idea,
    ideas,
    ledger,
    participation,
)
from dashboard.views.arrival import heed_address
from dashboard.views.desk import Desk, find_desk, last_attempt, parameter
from dashboard.views.layout import STYLE, banner, empty, head
from dashboard.views.visitor import note_view, refuse, sign_out_line, turn_away, visitor
from dashboard.visitors import Viewer
from dashboard.words import empty as empties
from dashboard.words import health as words
from dashboard.words.doubt import provisional
from dashboard.words.figure import Finding
from etl.errors import NotYours, UptakeError

STATIC = Path(__file__).parents[1] / "static"
BARE = "start"
"""The page of the bare address: that of the role which is first in the navigation."""
IDEA_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its name, what draws it, whether it stands in the navigation.

    ``draw_always`` draws a page that needs no edition. ``right``: what a role must have to open it;
    a page that names none shows every department.
    """

    title: str
    draw: Callable[[Desk], None] | None = None
    draw_always: Callable[[], None] | None = None
    is_hidden: bool = False
    right: Right = Right.FIGURES


PLACES: Mapping[str, Place] = {
    "adoption": Place("Adoption", adoption.show),
    "departments": Place("Departments", departments.show, right=Right.OWN),
    "participation": Place("Participation", participation.show),
    "ideas": Place("Ideas", ideas.show, right=Right.OWN),
    "who-is-counted": Place("Who is counted", ledger.show, right=Right.LEDGER),
    "data-health": Place("Data health", health.show, right=Right.HEALTH),
    "definitions": Place("Definitions", draw_always=definitions.show, right=Right.MEANING),
    "audit-log": Place("Audit log", draw_always=audit_log.show, right=Right.LOG),
    "department": Place("Department", department.show, is_hidden=True, right=Right.OWN),
    "idea": Place("Idea", idea.show, is_hidden=True, right=Right.OWN),
}
"""Every page by the last part of its address."""


def show() -> None:
    """Run the page that the address asks for."""
    heed_address()
    place = installation()
    st.set_page_config(
        page_title=f"Uptake · {place.settings.organisation.name}",
        page_icon=str(STATIC / "mark.png"),
        layout="wide",
    )
    st.logo(str(STATIC / "mark.png"), size="medium")
    st.html(STYLE)
    viewer = _let_in()
    if viewer is not None:
        st.navigation(list(_pages(viewer.scope)), position="top").run()
        sign_out_line(viewer)


def _let_in() -> Viewer | None:
    """Who is looking, if they may see anything; what they may not is said."""
    try:
        viewer = visitor()
        if isinstance(viewer, Viewer):
            return viewer
        turn_away(viewer)
    except UptakeError as error:
        _cannot(error)
    return None


def _pages(scope: Scope) -> Iterator[StreamlitPage]:
    """Every page, so that an address typed by hand is answered; in the navigation what is theirs.

    The bare address shows the first of them, which has an address of its own besides.
    """
    theirs = listed_places(scope)
    first = theirs[0]
    draw = partial(draw_page, first)
    yield st.Page(draw, title=PLACES[first].title, url_path=BARE, default=True)
    for key, place in PLACES.items():
        is_listed = key in theirs[1:]
        yield st.Page(
            partial(draw_page, key),
            title=place.title,
            url_path=key,
            visibility="visible" if is_listed else "hidden",
        )


def listed_places(scope: Scope) -> list[str]:
    """The pages of the navigation; without sign-in nobody is told apart in a log."""
    is_local = scope.role is Role.LOCAL
    return [
        key
        for key, place in PLACES.items()
        if scope.may(place.right)
        and not place.is_hidden
        and not (is_local and place.right is Right.LOG)
    ]


def draw_page(url_path: str) -> None:
    """Draw one page for whoever looks, or say in a sentence why it cannot be drawn."""
    try:
        viewer = _let_in()
        if viewer is None:
            return
        try:
            _draw(url_path, viewer)
        except NotYours:
            refuse(viewer, url_path, _about(url_path))
    except UptakeError as error:
        _cannot(error)


def _cannot(error: UptakeError) -> None:
    head("Uptake", Finding("The figures cannot be shown"))
    empty(empties.Empty("", str(error)))


def _draw(url_path: str, viewer: Viewer) -> None:
    place = PLACES[url_path]
    if not viewer.scope.may(place.right):
        raise NotYours
    if place.draw_always is not None:
        note_view(viewer, url_path, "", "")
        place.draw_always()
    elif place.draw is not None:
        _draw_edition(url_path, place.draw, viewer)


def _draw_edition(url_path: str, draw: Callable[[Desk], None], viewer: Viewer) -> None:
    """What there is to warn of, then the page; where there is no edition, what to load."""
    desk = find_desk(viewer.scope)
    about = _about(url_path)
    if url_path == "department" and not viewer.scope.sees(about):
        raise NotYours
    note_view(viewer, url_path, about, desk.edition.edition_id if desk else "")
    _warn(desk, viewer.scope)
    if desk is not None:
        draw(desk)
        return
    head("Uptake", Finding(empties.NOTHING.title))
    empty(empties.NOTHING)


def _about(url_path: str) -> str:
    """What a page is about, as an id that is ours: an address may hold anything."""
    asked = parameter(url_path)
    if url_path == "idea":
        return asked if IDEA_ID.fullmatch(asked) else ""
    desk = find_desk(EVERYTHING) if url_path == "department" else None
    return asked if desk and asked in desk.edition.departments else ""


def _warn(desk: Desk | None, scope: Scope) -> None:
    """Say that the last load failed or is held, or that data are old, before any number."""
    attempt = last_attempt()
    if attempt is not None and attempt.status in {"failed", "held"} and scope.may(Right.HEALTH):
        finding = words.attempt(attempt.status, attempt.sentence, desk is not None)
        banner(f"{finding.title}. {finding.note}")
    if desk is not None and desk.edition.is_provisional:
        banner(provisional(*desk.edition.doubt))
    stale = desk and words.stale_notice(desk.edition.as_of_date, desk.today)
    if stale:
        banner(stale)
