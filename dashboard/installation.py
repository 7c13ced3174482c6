"""The installation that this process serves: its settings and its shelf of editions.

One process serves one home. ``serve`` (and a test) says which with ``open_installation``; every
session then reads the same immutable object.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from etl.editions.shelf import Shelf, open_shelf
from etl.errors import SettingsError
from etl.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings of one home, the shelf its editions stand on, and whether visitors must sign in."""

    settings: Settings
    shelf: Shelf
    has_sign_in: bool


_opened: list[Installation] = []


def open_installation(home: Path) -> Installation:
    """Read the settings of ``home`` and serve it from now on. Raises SettingsError."""
    settings = load_settings(home)
    _opened[:] = [Installation(settings, open_shelf(settings), has_sign_in(home))]
    return _opened[0]


def installation() -> Installation:
    """The installation being served; that of the working folder where nobody said which."""
    return _opened[0] if _opened else open_installation(Path.cwd())


def secrets_file(home: Path) -> Path:
    """Where Streamlit finds the secrets of a home, sign-in among them."""
    return home / ".streamlit" / "secrets.toml"


def has_sign_in(home: Path) -> bool:
    """Whether the secrets configure sign-in. Raises SettingsError if they are not TOML."""
    try:
        text = secrets_file(home).read_text(encoding="utf-8")
        return bool(tomllib.loads(text).get("auth"))
    except FileNotFoundError:
        return False
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(".streamlit/secrets.toml is not valid TOML. Mend it first.") from None
