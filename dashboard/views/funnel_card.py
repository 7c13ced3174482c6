"""Departments compared fairly: a funnel in place of a league table."""

from dashboard.charts.funnel import funnel_plot
from dashboard.metric import Frame
from dashboard.metric.facts import CONCEALED
from dashboard.metric.standing_facts import Measure, funnel_of
from dashboard.outputs.csv import frame_csv
from dashboard.views.desk import Desk
from dashboard.views.layout import card, draw, empty_for
from dashboard.words import empty as empties
from dashboard.words.standing import ACTIVITY, ADOPTION
from dashboard.words.standing import funnel as finding_of

METRICS = {"adoption": "adoption_rate", "active": "active_rate"}
COMPARED = {"adoption": ADOPTION, "active": ACTIVITY}


def funnel_card(desk: Desk, measure: Measure) -> None:
    """The funnel of one measure in a card; nothing where the edition has none."""
    funnel = funnel_of(desk.edition, measure)
    if funnel is None:
        return
    rates = desk.ask(metric=METRICS[measure], by="department", at=funnel.day)
    compared, standings = COMPARED[measure], funnel.standings
    finding = finding_of(compared, rates.cells, standings, funnel.is_wider, funnel.rate)
    with card(f"funnel_{measure}", finding):
        if not rates.shown:
            empty_for(rates.cell, missing(measure, rates))
            return
        plot = desk.plot(
            lambda theme: funnel_plot(rates, funnel, compared, theme, finding.named),
            "funnel",
            measure,
        )
        draw(plot, f"funnel_{measure}", lambda: frame_csv(rates))


def missing(measure: Measure, rates: Frame) -> empties.Empty:
    """What to load. Activity of departments needs a report that names people, and no headcount."""
    if measure == "adoption":
        return empties.NO_HEADCOUNT
    is_concealed = any(cell.note == CONCEALED for cell in rates.cells)
    return empties.CONCEALED if is_concealed else empties.NO_REPORT
