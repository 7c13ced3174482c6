"""One small organisation serves the tests of the load."""

import pytest

from tests.support.simulated import Simulated, make


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """The exports of 300 staff over three months."""
    return make(tmp_path_factory.mktemp("council"), staff=300, months=3, seed=7)
