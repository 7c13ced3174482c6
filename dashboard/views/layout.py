"""What all pages are made of: a head, cards, a chart with its table, downloads, empty states."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.theme import CONFIG
from dashboard.components.ledger import Part, mount
from dashboard.components.table import TableCell, TableColumn, TableData, table_part
from dashboard.outputs.csv import as_bytes
from dashboard.views.plots import Plot
from dashboard.views.ticket import for_viewer
from dashboard.words.empty import Empty
from dashboard.words.figure import Figure, Finding

STYLE = Path(__file__).parents[1] / "static" / "style.css"
Make = Callable[[], str]
"""Makes the content of a file; called only when somebody wants it."""


def head(eyebrow: str, finding: Finding, web_address: str = "", counted: str = "") -> None:
    """The heading of the page: what it is about in grey, what was found, where it leads.

    ``counted``: the page where the accounts behind a rate are accounted for.
    """
    st.html(
        f'<p class="up-eyebrow">{escape(eyebrow)}</p>'
        f'<h1 class="up-title">{escape(finding.title)}</h1>{_note(finding.note)}'
        f"{_web_link(web_address)}{_counted_link(counted)}"
    )


def _counted_link(href: str) -> str:
    link = f'<p class="up-note up-counted"><a href="{escape(href)}">Who is counted</a></p>'
    return link if href else ""


def _web_link(web_address: str) -> str:
    """A link only where a browser may be sent: an address may be anything somebody posted."""
    text = escape(web_address)
    if urlsplit(web_address).scheme in {"http", "https"}:
        text = f'<a href="{text}" rel="noopener noreferrer">{text}</a>'
    return f'<p class="up-address">{text}</p>' if text else ""


def head_row() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the heading goes, and at its right (on a phone below) where choices go.

    The choices are often made before it is known what was found.
    """
    row = st.container(key="head", horizontal=True, vertical_alignment="bottom")
    text = row.container(key="headtext")
    tools = row.container(
        key="headtools", horizontal=True, width="content", vertical_alignment="bottom", gap="xsmall"
    )
    return text, tools


@contextmanager
def card(key: str, finding: Finding, is_stretched: bool = False) -> Iterator[None]:
    """A card: a finding, one grey line on what is plotted and how to read it, the content.

    ``is_stretched``: as high as its neighbour.
    """
    height: Literal["stretch", "content"] = "stretch" if is_stretched else "content"
    with st.container(border=True, key=f"card_{key}", height=height):
        st.html(_heading(finding, key))
        yield


@contextmanager
def choosing_card(key: str) -> Iterator[tuple[Callable[[Finding], None], DeltaGenerator]]:
    """A card with choices of its own: what writes its heading, and where the choices go.

    The heading stands above the choices, and what was found rests on them.
    """
    with st.container(border=True, key=f"card_{key}"):
        heading = st.container(key=f"heading_{key}")
        choices = st.container(key=f"choices_{key}", horizontal=True, vertical_alignment="bottom")

        def title(finding: Finding) -> None:
            heading.html(_heading(finding, key))

        yield title, choices


def _heading(finding: Finding, key: str) -> str:
    """The heading of a card, which a sentence of the briefing may lead to."""
    title = f'<h2 class="up-title" id="{escape(key)}">{escape(finding.title)}</h2>'
    return f"{title}{_note(finding.note)}"


def _note(note: str) -> str:
    return f'<p class="up-note">{escape(note)}</p>' if note else ""


def banner(sentence: str) -> None:
    """One line that a reader must see before the numbers."""
    st.html(f'<p class="up-banner">{escape(sentence)}</p>')


def say(sentence: str) -> None:
    """One sentence of running text in a card."""
    st.html(f'<p class="up-say">{escape(sentence)}</p>')


def empty(state: Empty) -> None:
    """What stands where there is nothing to show: what is missing and what to do."""
    command = f"<p><code>{escape(state.command)}</code></p>" if state.command else ""
    st.html(f'<div class="up-empty"><p>{escape(state.sentence)}</p>{command}</div>')


def empty_for(figure: Figure, missing: Empty) -> None:
    """Why a figure is not there: it is hidden, or ``missing`` says what to load."""
    empty(Empty("", f"{figure.note}.") if figure.status == "suppressed" else missing)


def draw(plot: Plot, key: str, make_csv: Make, height: int | None = None) -> None:
    """A chart, and below it the same numbers as a table and as a file.

    ``height``: in pixels, where it should be as high as its neighbour and not as high as usual.
    """
    chart = plot.chart
    st.plotly_chart(
        plot.figure,
        theme=None,
        config=dict(CONFIG),
        alt=chart.alternative,
        height=max(chart.height, height or 0),
        key=f"chart_{key}",
    )
    with footer(key):
        mount(plot.twin, key=f"twin_{key}")
        download(key, make_csv)


@contextmanager
def footer(key: str) -> Iterator[None]:
    """The last line of a card, filled from the right."""
    with st.container(
        key=f"foot_{key}",
        horizontal=True,
        horizontal_alignment="right",
        vertical_alignment="top",
    ):
        yield


def download_below(key: str, make_csv: Make) -> None:
    """The download as the last line of a card, at its right: a row around it would be one part
    more to send for each card.
    """
    download(key, make_csv)


def download(key: str, make_csv: Make) -> None:
    """A button that makes a CSV file when it is pressed, without running the page again."""
    file_name = f"uptake-{key.replace('_', '-')}.csv"
    st.download_button(
        "Download CSV",
        data=for_viewer(file_name, lambda: as_bytes(make_csv())),
        file_name=file_name,
        mime="text/csv",
        key=f"csv_{key}",
        on_click="ignore",
        type="tertiary",
    )


def small_table(
    caption: str, columns: Sequence[TableColumn], rows: Sequence[Sequence[TableCell]]
) -> Part:
    """A table of reference: what the edition holds, as it is."""
    return table_part(TableData(caption=caption, columns=columns, rows=rows, is_small=True))


@dataclass(frozen=True, slots=True)
class Listed:
    """A card that is a table, or several, and a file: all it says, made once and drawn often."""

    finding: Finding
    tables: Mapping[str, Part] = field(default_factory=dict)
    """Tables that are drawn, each under its key."""
    make_csv: Make | None = None


def list_card(key: str, listed: Listed, file: str = "", is_stretched: bool = False) -> None:
    """Draw it. ``file``: the key of its download, where that is another."""
    with card(key, listed.finding, is_stretched):
        for name, table in listed.tables.items():
            mount(table, key=f"table_{name}")
        if listed.make_csv is not None:
            download_below(file or key, listed.make_csv)
