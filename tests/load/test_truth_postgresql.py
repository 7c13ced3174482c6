"""Simulated organisations loaded into PostgreSQL equal their truth (DuckDB: its own file)."""

from pathlib import Path

from tests.support.simulated import Simulated
from tests.support.truth import assert_true
from tests.support.truth import organisation as organisation


def test_postgresql_works_out_the_truth(
    organisation: Simulated, home: Path, postgresql_database: str
) -> None:
    assert_true(organisation, home, postgresql_database)
