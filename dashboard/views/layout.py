"""What all pages are made of: a head, cards, a chart with its table, a download."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.chart import CONFIG, Chart
from dashboard.components.table import TableCell, TableColumn, TableData, ledger_table
from dashboard.metric import Frame
from dashboard.outputs.csv import frame_csv, table_csv

STYLE = Path(__file__).parents[1] / "static" / "style.css"


def head(eyebrow: str, title: str, note: str = "") -> None:
    """The heading of the page: what it is about in grey, then what it found."""
    st.html(
        f'<p class="up-eyebrow">{escape(eyebrow)}</p>'
        f'<h1 class="up-title">{escape(title)}</h1>{_note(note)}'
    )


@contextmanager
def head_row(eyebrow: str, title: str, note: str = "") -> Iterator[None]:
    """The heading of the page with what is entered below it at its right."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="head"
    ):
        head(eyebrow, title, note)
        yield


@contextmanager
def card(key: str, title: str, note: str = "") -> Iterator[None]:
    """A card: a finding, one grey line on what is plotted and how to read it, the content."""
    with st.container(border=True, key=f"card_{key}"):
        st.html(f'<h2 class="up-title">{escape(title)}</h2>{_note(note)}')
        yield


def _note(note: str) -> str:
    return f'<p class="up-note">{escape(note)}</p>' if note else ""


def banner(sentence: str) -> None:
    """One line that a reader must see before the numbers."""
    st.html(f'<p class="up-banner" role="status">{escape(sentence)}</p>')
