"""Choices that live in the address: a link to a page restores them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.metric.recasting import is_reorganised
from dashboard.periods import PERIODS, USUAL, Period
from dashboard.views.arrival import is_by_address
from dashboard.views.desk import Desk, parameter
from dashboard.words.dates import long_date
from dashboard.words.movement import Kind

WINDOWS = {"28 days": 28, "90 days": 90, "All time": 0}
USUAL_WINDOW = "28 days"
MEMBERS, RATE = "Members", "Adoption"
POINTS, USUAL_POINTS = (5, 10, 15, 20, 25, 30), 10
NONE_CHOSEN = "Choose a department"
AS_WAS, AS_NOW = "As it was", "As it is now"
ALL_TOPICS = "All topics"
COUNTS, PER_100 = "Counts", "Per 100 colleagues"


def choose_period() -> Period:
    """The period to compare with."""
    labels = {period.label: period for period in PERIODS}
    return labels[_choose("Period", tuple(labels), USUAL.label, "period")]


def in_view(desk: Desk) -> Desk:
    """The desk in the view of the past that is chosen, before the choice is drawn."""
    earlier = None if is_by_address() else st.session_state.get("view")
    chosen = earlier or parameter("view")
    return replace(desk, is_now=chosen == AS_NOW and is_reorganised(desk.edition))


def choose_view(desk: Desk) -> None:
    """Draw the choice between the two views, where they differ."""
    if is_reorganised(desk.edition):
        _choose("Departments", (AS_WAS, AS_NOW), AS_WAS, "view")


def choose_window() -> int:
    """The days over which ideas are counted; 0 is all time."""
    return WINDOWS[_choose("Time", tuple(WINDOWS), USUAL_WINDOW, "window")]


def choose_per_100() -> bool:
    """Whether to divide by the size of each department, which differ tenfold."""
    return _choose("Show", (COUNTS, PER_100), COUNTS, "show") == PER_100


def choose_days(days: Sequence[date], usual: date) -> tuple[date, date]:
    """The first and the last day of a change, the first before the last."""
    start = _choose_day("From", days[:-1], usual if usual in days[:-1] else days[0], "from")
    later = [day for day in days if day > start]
    return start, _choose_day("To", later, later[-1], "to")


def _choose_day(label: str, days: Sequence[date], usual: date, key: str) -> date:
    options = {long_date(day): day for day in reversed(days)}
    place = list(options).index(long_date(usual))
    chosen = st.selectbox(
        label, tuple(options), index=place, key=key, bind="query-params", width=190
    )
    return options.get(chosen or "", usual)


def choose_change() -> Kind:
    """What the change is told of."""
    return "rate" if _choose("Of", (MEMBERS, RATE), MEMBERS, "of") == RATE else "members"


def choose_search() -> str:
    """Words that the titles of ideas must have."""
    found = st.text_input(
        "Find an idea",
        key="find",
        type="search",
        placeholder="Find an idea by words of its title",
        bind="query-params",
        label_visibility="collapsed",
        on_change=_turn_to_first_page,
        max_chars=100,
    )
    return (found or "").strip()


def choose_topic(topics: Mapping[str, str]) -> str:
    """The id of a topic, or "" for all. ``topics``: id to name."""
    if not topics:
        return ""
    name = st.selectbox(
        "Topic",
        (ALL_TOPICS, *dict.fromkeys(topics.values())),
        key="topic",
        bind="query-params",
        label_visibility="collapsed",
        on_change=_turn_to_first_page,
        width=220,
    )
    return next((key for key, each in topics.items() if each == name), "")


def _turn_to_first_page() -> None:
    st.session_state["page"] = 1


def choose_page(pages: int) -> int:
    """The page of a long table, from 1."""
    if pages < 2:
        return 1
    return min(st.pagination(pages, key="page", bind="query-params", width=320), pages)


def choose_more(departments: Mapping[str, str]) -> tuple[str, int] | None:
    """A department by its name, and points that it might have more; None where none is chosen."""
    name = st.selectbox(
        "What if a department had more members",
        (NONE_CHOSEN, *departments),
        key="if",
        bind="query-params",
        width=320,
    )
    points = st.select_slider(
        "Points more", POINTS, USUAL_POINTS, key="more", bind="query-params", width=320
    )
    return (departments[name], int(points)) if name in departments else None


def _choose(label: str, options: tuple[str, ...], usual: str, key: str) -> str:
    chosen = st.segmented_control(
        label,
        options,
        default=usual,
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen if chosen in options else usual
