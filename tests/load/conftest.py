"""One small organisation serves the tests of the load."""

import pytest

from tests.support.simulated import Simulated, make


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """The exports of 150 staff over two months."""
    return make(tmp_path_factory.mktemp("council"), staff=150, months=2, seed=7)
