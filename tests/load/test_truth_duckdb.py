"""Simulated organisations loaded into DuckDB equal their truth (PostgreSQL: its own file)."""

from pathlib import Path

from tests.support.simulated import Simulated
from tests.support.truth import assert_true
from tests.support.truth import organisation as organisation


def test_duckdb_works_out_the_truth(organisation: Simulated, home: Path) -> None:
    organisation.load(home)
    assert_true(home, None, organisation.truth)
