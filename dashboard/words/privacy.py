"""What stands where a count is not shown. Zero and no data read otherwise."""

from etl.editions.schema import FEW, HIDDEN, MOST, UNDER

_HIDDEN = "Hidden to protect privacy"
RESTS = "rests"
"""The status of a figure made of a count that is not shown: how few that is says nothing of it."""


def withheld(status: str, minimum_group: int, minimum_cell: int) -> str:
    """The note of a count whose status is hidden, few, under or most; empty for any other."""
    notes: dict[str, str] = {
        HIDDEN: f"{_HIDDEN} (fewer than {minimum_group})",
        FEW: f"Fewer than {minimum_cell}",
        UNDER: f"Fewer than {minimum_group}",
        MOST: f"All but fewer than {minimum_cell}",
        RESTS: "Rests on a count that is not shown",
    }
    return notes.get(status, "")


def is_hidden(note: str) -> bool:
    """Whether the note stands for a group too small to show, rather than for few or most of it."""
    return note.startswith(_HIDDEN)
