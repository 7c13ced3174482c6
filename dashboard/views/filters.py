"""Choices that live in the address: a link to a page restores them."""

import streamlit as st

from dashboard.periods import PERIODS, USUAL, Period

WINDOWS = {"28 days": 28, "90 days": 90, "All time": 0}
USUAL_WINDOW = "28 days"
COUNTS, PER_100 = "Counts", "Per 100 colleagues"


def choose_period() -> Period:
    """The period to compare with."""
    labels = {period.label: period for period in PERIODS}
    return labels[_choose("Period", tuple(labels), USUAL.label, "period")]


def choose_window() -> int:
    """The days over which ideas are counted; 0 is all time."""
    return WINDOWS[_choose("Time", tuple(WINDOWS), USUAL_WINDOW, "window")]


def choose_per_100() -> bool:
    """Whether to divide by the size of each department, which differ tenfold."""
    return _choose("Show", (COUNTS, PER_100), COUNTS, "show") == PER_100


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
