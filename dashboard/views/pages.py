"""Page config, navigation, and what stands on every page."""

from collections.abc import Callable
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

STATIC = Path(__file__).parents[1] / "static"


def show() -> None:
    """Run the page that the address asks for."""
    organisation = installation().settings.organisation.name
    st.set_page_config(
        page_title=f"Uptake · {organisation}", page_icon=str(STATIC / "mark.png"), layout="wide"
    )
    st.logo(str(STATIC / "mark.png"), size="medium")
    st.html(STYLE)
    st.navigation(_pages(), position="top").run()


def _pages() -> list[StreamlitPage]:
    return [
        st.Page(_page(adoption.show), title="Adoption", url_path="adoption", default=True),
        st.Page(_page(departments.show), title="Departments", url_path="departments"),
        st.Page(_page(ideas.show), title="Ideas", url_path="ideas"),
        st.Page(_page(health.show), title="Data health", url_path="data-health"),
        st.Page(_definitions, title="Definitions", url_path="definitions"),
        st.Page(
            _page(department.show), title="Department", url_path="department", visibility="hidden"
        ),
        st.Page(_page(idea.show), title="Idea", url_path="idea", visibility="hidden"),
    ]


def _page(draw: Callable[[Desk], None]) -> Callable[[], None]:
    """A page that needs an edition: what it says where there is none, and what it warns of."""

    def run() -> None:
        desk = find_desk()
        _warn(desk)
        if desk is None:
            head("Uptake", Finding(empties.NOTHING.title))
            empty(empties.NOTHING)
        else:
            draw(desk)

    return run


def _definitions() -> None:
    definitions.show()


def _warn(desk: Desk | None) -> None:
    """Say that the last load failed, or that the data are old, before any number."""
    attempt = last_attempt()
    if attempt is not None and attempt.status == "failed":
        finding = words.attempt(attempt.status, attempt.sentence)
        banner(f"{finding.title}. {finding.note}")
    stale = desk and words.stale_notice(desk.edition.as_of_date, desk.today)
    if stale:
        banner(stale)
