"""One small organisation serves the tests of the load, loaded once for those that begin there."""

import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.run import Outcome, load
from etl.settings import load_settings
from tests.support.simulated import Simulated, environment, make

_DATED = re.compile(r"[-_.]?\d{4}-\d\d")


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """The exports of 150 staff over two months."""
    return make(tmp_path_factory.mktemp("council"), staff=150, months=2, seed=7)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A home into which files were loaded, how that ended and what it said. Tests get copies."""

    home: Path
    outcome: Outcome
    said: tuple[str, ...]

    def copy(self, home: Path) -> Path:
        """Make ``home`` such a home."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return home


def _loaded(council: Simulated, home: Path, files: Sequence[Path]) -> Loaded:
    said: list[str] = []
    outcome = load(load_settings(council.settle(home), environment()), files, said.append)
    return Loaded(home, outcome, tuple(said))


@pytest.fixture(scope="session")
def whole(council: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Every export, in one load."""
    return _loaded(council, tmp_path_factory.mktemp("whole"), council.exports)


@pytest.fixture(scope="session")
def some(council: Simulated) -> list[Path]:
    """The newest two exports of each kind: a third of all files, and of what loading them costs."""
    kinds: defaultdict[str, list[Path]] = defaultdict(list)
    for path in council.exports:
        kinds[_DATED.split(path.name)[0]].append(path)
    return sorted(path for paths in kinds.values() for path in paths[-2:])


@pytest.fixture(scope="session")
def some_loaded(
    council: Simulated, some: Sequence[Path], tmp_path_factory: pytest.TempPathFactory
) -> Loaded:
    """Those, in one load."""
    return _loaded(council, tmp_path_factory.mktemp("some"), some)


@pytest.fixture(scope="session")
def begun(council: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The first network export alone."""
    network = [path for path in council.exports if path.suffix == ".zip"][:1]
    return _loaded(council, tmp_path_factory.mktemp("begun"), network)
