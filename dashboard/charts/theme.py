"""The tokens of the look as the charts use them, and contrast by arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FONT: Final = "Source Sans, sans-serif"
CONFIG: Final[Mapping[str, object]] = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": False,
    "scrollZoom": False,
    "showAxisDragHandles": False,
    "responsive": True,
}
"""Plotly's configuration: no mode bar (seven tab stops), no zoom."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of one theme, as ``#RRGGBB``.

    ``quiet``: bars whose number stands beside them; ``middle``: grey that has to be seen.
    """

    name: str
    page: str
    card: str
    text: str
    muted: str
    line: str
    accent: str
    quiet: str
    middle: str
    signal: str


LIGHT = Theme(
    name="light",
    page="#FBFAF7",
    card="#FFFFFF",
    text="#111A19",
    muted="#5F6663",
    line="#E3DFD5",
    accent="#0B6E5F",
    quiet="#C9CCC6",
    middle="#8A908C",
    signal="#B4532A",
)
DARK = Theme(
    name="dark",
    page="#14181A",
    card="#1A2023",
    text="#ECEAE4",
    muted="#9FA8A6",
    line="#2E3639",
    accent="#3FB8A2",
    quiet="#4A5557",
    middle="#6B777A",
    signal="#E0955F",
)
THEMES: Final[Mapping[str, Theme]] = {"light": LIGHT, "dark": DARK}


def theme_named(name: str | None) -> Theme:
    """The theme of that name; the light one where it is not known."""
    return THEMES.get(name or "", LIGHT)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` after WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast of two colours after WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faded(colour: str, share: float) -> str:
    """A colour at a share of its strength, for bands."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"
