"""Cells of the CSV files that people open in a spreadsheet."""

import re

_FORMULA = re.compile("[\\s\"']*[=+\\-@\t\r\n\0＝＋－＠]")


def plain_cell(text: str) -> str:
    """A text as it may stand in a cell: one that might run as a formula begins with '."""
    return f"'{text}" if _FORMULA.match(text) else text
