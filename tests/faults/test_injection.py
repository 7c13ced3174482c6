"""Names that are SQL, format strings or paths stay names: in every table, and from every verb."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

import uptake
from etl.run import load
from etl.settings import load_settings
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from etl.warehouse.schema import metadata
from tests.conftest import KEY
from tests.support.scanning import cells_of

DEPARTMENTS = (
    "Robert'); DROP TABLE staff;--",
    'Housing" or "1"="1',
    "50%_off \\ %s %(name)s {0} {value} :unknown $keys ? @x",
    "../../etc/passwd",
)
HEADERS = (
    "PersonId",
    "Organization",
    "EffectiveDate",
    'x"; drop table account;--',
    "c0",
    "record_no",
    "code",
    "select",
    "{value}",
    "$keys",
    "line') or ('1'='1",
)
EACH = 20
VERBS = (
    ("metric", "members", "--by", "department"),
    ("metric", "headcount", "--by", "department", "--format", "csv"),
    ("metric", "headcount", "--by", "department", "--format", "json"),
    ("departments", "review"),
    ("matches", "review"),
    ("matches", "list"),
    ("ledger",),
    ("status",),
    ("keys", "status"),
    ("disclosure",),
)


def staff_list() -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    for number in range(EACH * len(DEPARTMENTS)):
        department = DEPARTMENTS[number % len(DEPARTMENTS)]
        odd = [f"'); drop table {word};--" for word in HEADERS[3:]]
        writer.writerow([f"person{number}@council.example", department, "2026-11-01", *odd])
    return text.getvalue()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that loaded a list of which every name is hostile."""
    home = tmp_path_factory.mktemp("injection") / "home"
    settings = load_settings(home, {"UPTAKE_KEY": KEY})
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "people'); drop table run;-- 2026-11-01.csv").write_text(staff_list())
    load(settings, None, lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPTAKE_KEY", KEY)
        yield home


def test_every_table_is_there_and_every_name_as_it_was_written(hostile: Path) -> None:
    settings = load_settings(hostile, {"UPTAKE_KEY": KEY})
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        tables = {
            row[0] for row in bulk.tuples(warehouse, "select table_name from duckdb_tables()")
        }
        labels = bulk.tuples(warehouse, "select department_label, count(*) from staff group by 1")
    assert {table.name for table in metadata.sorted_tables} <= tables
    assert dict(labels) == dict.fromkeys(DEPARTMENTS, EACH)
    [edition] = (settings.data / "editions").glob("*.sqlite")
    assert set(DEPARTMENTS) <= set(cells_of(edition))


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_no_verb_takes_a_name_for_more_than_a_name(
    hostile: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)  # where a verb writes a sheet to fill in
    assert uptake.main([*words, "--home", str(hostile)]) in {0, 2}
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert "drop table" not in told.out.lower().replace(DEPARTMENTS[0].lower(), "")


@pytest.mark.parametrize("text", [*DEPARTMENTS, "members; drop table run", "a' or 'a'='a"])
def test_what_somebody_asks_for_is_a_name_too(
    hostile: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """A metric, a grouping, an edition or an account that is not there is said in one sentence."""
    for words in (
        ("metric", text),
        ("metric", "members", "--by", text),
        ("metric", "members", "--edition", text),
        ("matches", "undo", text),
        ("export", text, "--to", str(hostile / "answer.json")),
    ):
        assert uptake.main([*words, "--home", str(hostile)]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        assert "Traceback" not in told.err
    settings = load_settings(hostile, {"UPTAKE_KEY": KEY})
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        assert len(bulk.tuples(warehouse, "select 1 from staff")) == EACH * len(DEPARTMENTS)
