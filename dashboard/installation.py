"""The installation that this process serves: its settings, its shelf of editions, its door.

One process serves one home. ``serve`` (and a test) says which with ``open_installation``; every
session then reads the same immutable object.
"""

from dataclasses import dataclass
from pathlib import Path

from dashboard.visitors import Door
from etl.editions.shelf import Shelf, open_shelf
from etl.settings import Settings, load_settings, load_sign_in


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings of one home, the shelf its editions stand on, and who is let in."""

    settings: Settings
    shelf: Shelf
    door: Door

    @property
    def has_sign_in(self) -> bool:
        """Whether visitors must sign in."""
        return self.door.sign_in is not None


_opened: list[Installation] = []


def open_installation(home: Path) -> Installation:
    """Read the settings of ``home`` and serve it from now on. Raises SettingsError."""
    settings = load_settings(home)
    shelf = open_shelf(settings)
    door = Door(settings, shelf, load_sign_in(home, settings.access))
    _opened[:] = [Installation(settings, shelf, door)]
    return _opened[0]


def installation() -> Installation:
    """The installation being served; that of the working folder where nobody said which."""
    return _opened[0] if _opened else open_installation(Path.cwd())
