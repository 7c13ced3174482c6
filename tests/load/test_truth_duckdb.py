"""Simulated organisations loaded into DuckDB equal their truth (PostgreSQL: its own file)."""

from collections.abc import Callable
from pathlib import Path

from tests.support.owners import assert_matched_truly
from tests.support.simulated import Simulated
from tests.support.truth import assert_true
from tests.support.truth import organisation as organisation


def test_duckdb_works_out_the_truth(
    organisation: Simulated, home: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    assert_true(organisation, home, None)
    for rule, recall in assert_matched_truly(home, None, organisation.truth).items():
        record_testsuite_property(f"recall by {rule}", f"{recall:.1%}")
