"""What each number means, generated from the catalogue of metrics."""

from html import escape

import streamlit as st

from dashboard.components.table import TableCell, TableColumn
from dashboard.metric import Metric, catalogue
from dashboard.outputs.csv import table_csv
from dashboard.views.layout import card, download, head, small_table
from dashboard.words.figure import Finding
from dashboard.words.numbers import plural

DISCLOSURE = Finding(
    "No data, zero and hidden are three things",
    "A dash: not reported. 0: reported, and none. Hidden: known, and too small to show.",
)


def show() -> None:
    """Draw the page."""
    metrics = catalogue()
    head("Definitions", Finding("What each number means, and what it does not"))
    with card("metrics", Finding(f"{plural(len(metrics), 'number')}, each with what it is out of")):
        for metric in metrics.values():
            st.html(_article(metric))
        download("definitions", _csv)
    with card("states", DISCLOSURE):
        columns = [TableColumn(label="Shown"), TableColumn(label="Means", kind="wrap")]
        rows = [[TableCell(text=shown), TableCell(text=means)] for shown, means in STATES]
        small_table("What stands where a number could", columns, rows, key="states")


STATES = (
    ("0", "It was reported, and there was none."),
    ("–", "Nobody reported it, or there is nothing to compare with."),
    ("<5", "There is a small count of people, too few to show without showing who."),
    ("Hidden", "Shown, it would let a small count or a small department be worked out."),
    ("≥ 12", "At least so many: the exports prove these and cannot rule out more."),
)


def _article(metric: Metric) -> str:
    of = f"{metric.numerator.label} out of {metric.denominator.label}"
    what = of if metric.denominator else metric.numerator.label
    caveats = "".join(f"<li>{escape(str(caveat))}</li>" for caveat in metric.caveats)
    return (
        f'<section class="up-metric" id="{escape(metric.name)}"><h3>{escape(metric.label)}</h3>'
        f"<p>{escape(metric.description)}</p>"
        f'<p class="up-note">{escape(what)} · <code>{escape(metric.name)}</code></p>'
        f"{f'<ul>{caveats}</ul>' if caveats else ''}</section>"
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
