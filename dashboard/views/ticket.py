"""For whom a page was drawn, so that a file made later from it is made for nobody else.

Also who wrote something down on it.
"""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.installation import Installation
from dashboard.visitors import Viewer
from etl.errors import NotYours


@dataclass(frozen=True, slots=True)
class Ticket:
    """A page that is being drawn: of which edition, about what, for whom."""

    place: Installation
    viewer: Viewer
    about: str = ""
    edition_id: str = ""


_ticket: ContextVar[Ticket] = ContextVar("ticket")


def issue(ticket: Ticket) -> None:
    """From here on this run draws for the holder of ``ticket``."""
    _ticket.set(ticket)


def note_record(file_name: str) -> None:
    """Log that the one who looks at the page wrote down what became of its idea."""
    ticket = _ticket.get(None)
    if ticket is not None:
        door = ticket.place.door
        door.note(ticket.viewer, "record", file_name, ticket.about, ticket.edition_id)


def for_viewer(file_name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """``make``, for the one who looks at the page now: checked again, and logged, when it runs.

    It runs in another thread and perhaps much later, when a role may be another.
    """
    ticket = _ticket.get(None)
    if ticket is None or ticket.viewer.identity is None:
        return make

    def made() -> bytes:
        door = ticket.place.door
        viewer = door.admit(ticket.viewer.identity, datetime.now(UTC))
        if not isinstance(viewer, Viewer) or viewer.scope != ticket.viewer.scope:
            door.note(viewer, "denied", file_name, ticket.about, ticket.edition_id)
            raise NotYours
        content = make()
        digest = hashlib.sha256(content).hexdigest()
        door.note(viewer, "file", file_name, ticket.about, ticket.edition_id, digest)
        door.remember_file(digest, viewer.who)
        return content

    return made
