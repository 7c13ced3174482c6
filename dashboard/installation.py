"""The installation that this process serves: its settings and its shelf of editions.

One process serves one home. ``serve`` (and a test) says which with ``open_installation``; every
session then reads the same two immutable objects.
"""

from dataclasses import dataclass
from pathlib import Path

from etl.editions.shelf import Shelf, open_shelf
from etl.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings of one home and the shelf its editions stand on."""

    settings: Settings
    shelf: Shelf


_opened: list[Installation] = []


def open_installation(home: Path) -> Installation:
    """Read the settings of ``home`` and serve it from now on. Raises SettingsError."""
    settings = load_settings(home)
    _opened[:] = [Installation(settings, open_shelf(settings))]
    return _opened[0]


def installation() -> Installation:
    """The installation being served; that of the working folder where nobody said which."""
    return _opened[0] if _opened else open_installation(Path.cwd())
