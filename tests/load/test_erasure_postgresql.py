"""An erasure on PostgreSQL is one on DuckDB."""

from pathlib import Path

import pytest

from etl.erasure.erase import erase
from etl.run import load
from etl.settings import load_settings
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from tests.conftest import KEY
from tests.load.test_erasure_person import FEBRUARY, HEAD, JANUARY


def test_a_person_is_erased_on_postgresql(
    home: Path, postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql_database.replace("+psycopg", "")
    settings = load_settings(home, {"UPTAKE_KEY": KEY, "UPTAKE_DATABASE_URL": url})
    settings.inbox.mkdir(parents=True)
    for day, text in (("2026-01-01", JANUARY), ("2026-02-01", FEBRUARY)):
        (settings.inbox / f"people-{day}.csv").write_text(HEAD + text)
    monkeypatch.setattr("etl.run.publish", lambda *_: None)
    load(settings, None, lambda _: None)
    said: list[str] = []
    erase(settings, ["1001"], said.append, is_dry_run=False)
    assert "Lines of exports, in 2 of them: 2" in said
    again = settings.inbox / "people-2026-03-01.csv"
    again.write_text(HEAD + FEBRUARY.replace("2026-02", "2026-03"))
    load(settings, None, said.append)
    assert "  1 row left out: erased" in said
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        query = "select count(distinct person_id_key) from staff"
        assert bulk.tuples(warehouse, query) == [(2,)]
