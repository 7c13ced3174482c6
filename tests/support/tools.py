"""Which of the tools that some tests need this machine has, and what happens where one lacks."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL_FOLDERS = Path("/usr/lib/postgresql")  # where Debian and Ubuntu keep what PATH does not


def find_chromium() -> Path | None:
    """The Chromium that tests drive, or None."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((Path(path) for path in found if path), None)


def find_postgresql() -> Path | None:
    """The folder of the newest PostgreSQL server binaries, or None."""
    folders = [path.parent for path in POSTGRESQL_FOLDERS.glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: _version(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split(".") if part.isdigit())


TOOLS: dict[str, Callable[[], Path | None]] = {  # Debian package -> how it is found
    "chromium": find_chromium,
    "postgresql": find_postgresql,
}


def is_ci() -> bool:
    """Whether nothing may be skipped."""
    return os.environ.get("CI", "").lower() in ("true", "1")


def lack(package: str) -> NoReturn:
    """End a test that needs what is missing: skipped, or failed where nothing may be skipped."""
    reason = f"{package} is not installed here: apt-get install {package}, or run make test as root"
    if is_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
