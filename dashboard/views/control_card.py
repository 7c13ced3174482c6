"""Weeks watched: weekly joins, with what chance does and what may explain the rest."""

from dashboard.charts.control import control_chart
from dashboard.metric.control_facts import control_weeks
from dashboard.outputs.csv import frame_csv
from dashboard.views.desk import Desk
from dashboard.views.layout import card, draw
from dashboard.words import control as words


def joins_card(desk: Desk) -> None:
    """People who joined each week, in a card; nothing where no week is known."""
    weeks = control_weeks(desk.edition, "joins")
    if not weeks or desk.ask(metric="members").cell.status == "suppressed":
        return
    with card("joins", words.joins(weeks)):
        plot = desk.plot(lambda theme: control_chart(weeks, "people joined", theme), "joins")
        draw(plot, "joins", lambda: frame_csv(desk.ask(metric="weekly_joins", by="week")))
