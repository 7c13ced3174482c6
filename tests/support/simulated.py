"""Simulated organisations, made once per session and loaded where a test wants them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.run import Outcome, load
from etl.settings import load_settings
from etl.simulate import config_text, simulate

KEY = "a key for tests, long enough"
NOT_EXPORTS = {"truth.json"}


@dataclass(frozen=True, slots=True)
class Simulated:
    """The exports of a made-up organisation, and what is true of it."""

    folder: Path
    truth: dict[str, Any]
    configuration: str

    @property
    def exports(self) -> list[Path]:
        """Every export, by name."""
        return sorted(path for path in self.folder.iterdir() if path.name not in NOT_EXPORTS)

    def settle(self, home: Path) -> Path:
        """Give ``home`` the organisation's configuration."""
        home.mkdir(parents=True, exist_ok=True)
        (home / "config.toml").write_text(self.configuration, encoding="utf-8")
        return home

    def load(self, home: Path, database_url: str | None = None) -> Outcome:
        """Load every export into ``home``."""
        self.settle(home)
        return load_into(home, self.exports, database_url)


def load_into(home: Path, files: list[Path], database_url: str | None = None) -> Outcome:
    """Load files into a home that has its configuration."""
    return load(load_settings(home, environment(database_url)), files, lambda _: None)


def environment(database_url: str | None = None) -> dict[str, str]:
    """The environment of a load: a fixed key, so that two homes agree."""
    found = {"UPTAKE_KEY": KEY}
    return found if database_url is None else {**found, "UPTAKE_DATABASE_URL": database_url}


def make(folder: Path, *, staff: int, months: int, seed: int) -> Simulated:
    """Simulate an organisation into ``folder``."""
    simulate(folder, staff=staff, months=months, seed=seed)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    return Simulated(folder, truth, config_text(months=months))
