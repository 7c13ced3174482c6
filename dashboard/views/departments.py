"""Departments side by side."""

from dashboard.views.department_table import department_card
from dashboard.views.desk import Desk
from dashboard.views.filters import choose_period, choose_view, in_view
from dashboard.views.funnel_card import funnel_card
from dashboard.views.layout import empty, head, head_row
from dashboard.views.without import without_network
from dashboard.words import access
from dashboard.words import departments as words
from dashboard.words import empty as empties
from dashboard.words.adoption import eyebrow
from dashboard.words.figure import Finding
from dashboard.words.privacy import is_hidden


def show(desk: Desk) -> None:
    """Draw the page."""
    desk = in_view(desk)
    target = desk.edition.target
    gaps = desk.ask(metric="gap_to_target", by="department").cells
    rates = desk.ask(metric="adoption_rate", by="department").cells
    title = words.headline(gaps, rates, target)
    if not desk.scope.is_everything:
        title = Finding(access.your_departments(len(desk.departments)))
    if not desk.edition.departments:
        head(eyebrow("Departments", desk.edition.as_of_date), title)
        empty(empties.NO_DEPARTMENTS)
        return
    if desk.edition.first_date is None:
        without_network("Departments", desk)
        return
    text, tools = head_row()
    with text:
        head(eyebrow("Departments", desk.as_of), title)
    with tools:
        choose_view(desk)
        period = choose_period()
    funnel_card(desk, "adoption")
    hidden = sum(is_hidden(rate.note) for rate in rates)
    department_card(desk, period, words.table(target, hidden))
    funnel_card(desk, "active")
