"""What each number means, generated from the catalogue of metrics."""

from functools import cache
from html import escape

import streamlit as st

from dashboard.components.ledger import Part, mount
from dashboard.components.table import TableCell, words_column
from dashboard.metric import Metric, catalogue
from dashboard.outputs.catalogue import facts, formula
from dashboard.outputs.csv import table_csv
from dashboard.views.layout import card, download_below, head, small_table
from dashboard.words.figure import Finding
from dashboard.words.numbers import plural

DISCLOSURE = Finding(
    "No data, zero and hidden are three things",
    "A dash: not reported. 0: reported, and none. Hidden: known, and too small to show.",
)


FOR_PROGRAMS = "Asked by"


def show() -> None:
    """Draw the page."""
    metrics = catalogue()
    head("Definitions", Finding("What each number means, and what it does not"))
    with card("metrics", Finding(f"{plural(len(metrics), 'number')}, each with what it is out of")):
        st.html(_articles())
        download_below("definitions", _csv)
    with card("states", DISCLOSURE):
        mount(_states(), key="states")


STATES = (
    ("0", "It was reported, and there was none."),
    ("–", "Nobody reported it, or there is nothing to compare with."),
    ("<5", "There is a small count of people, too few to show without showing who."),
    ("Hidden", "Shown, it would let a small count or a small department be worked out."),
    ("≥ 12", "At least so many: the exports prove these and cannot rule out more."),
)


@cache
def _states() -> Part:
    columns = [words_column("Shown"), words_column("Means", wraps=True)]
    rows = [[TableCell(text=shown), TableCell(text=means)] for shown, means in STATES]
    return small_table("What stands where a number could", columns, rows)


@cache
def _articles() -> str:
    articles = "".join(_article(metric) for metric in catalogue().values())
    return f'<div class="up-metrics">{articles}</div>'


def _article(metric: Metric) -> str:
    known = [fact for fact in facts(metric) if not fact.startswith(FOR_PROGRAMS)]
    known += [caveat.value for caveat in metric.caveats]
    listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in known)
    return (
        f'<section class="up-metric" id="{escape(metric.name)}">'
        f'<h3 class="up-title">{escape(metric.label)}</h3><p>{escape(metric.description)}</p>'
        f'<p class="up-note">{escape(formula(metric))} · <code>{escape(metric.name)}</code></p>'
        f"<ul>{listed}</ul></section>"
    )


def _csv() -> str:
    columns = ("name", "label", "description", "unit", "numerator", "denominator", "caveats")
    rows = [
        [
            metric.name,
            metric.label,
            metric.description,
            str(metric.unit),
            metric.numerator.label,
            metric.denominator.label if metric.denominator else "",
            " ".join(str(caveat) for caveat in metric.caveats),
        ]
        for metric in catalogue().values()
    ]
    return table_csv(columns, rows)
