"""A page that tells of members, where no network export tells who has joined."""

from dashboard.views.desk import Desk
from dashboard.views.layout import empty, head
from dashboard.words import empty as empties
from dashboard.words.adoption import eyebrow
from dashboard.words.figure import Finding


def without_network(name: str, desk: Desk) -> None:
    """What to load, in place of the page."""
    head(eyebrow(name, desk.edition.as_of_date), Finding(empties.NO_NETWORK.title))
    empty(empties.NO_NETWORK)
