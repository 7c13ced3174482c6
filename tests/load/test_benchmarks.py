"""The benchmarks measure what they say: each is run small, for its results and not its cost."""

import sqlite3
import sys
from contextlib import closing

import duckdb
import pytest

from bench import costs, exports, matching, publishing, sealing, sizes, staff, windows

TINY = sizes.Size("tiny", staff=300, messages=2_000, clicks=3_000, pages=50, communities=5)


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    monkeypatch.setitem(sizes.SIZES, TINY.name, TINY)
    monkeypatch.setattr(exports, "REGISTERED", 30)
    for module in (costs, publishing):
        monkeypatch.setattr(module, "WORK", tmp_path)
    return tmp_path / TINY.name


def cost_of(task, kind):
    costs.exports(TINY.name)
    costs._begin_anew(TINY.name, task, kind)
    return costs.TASKS[task](TINY.name, kind)


def rows_of(path, table):
    with duckdb.connect(str(path), read_only=True) as con:
        return len(con.execute(f"from {table}").fetchall())


@pytest.mark.parametrize(("kind", "fact"), [("messages", "message"), ("clicks", "click")])
def test_a_load_keeps_as_many_rows_as_what_it_is_compared_with(tiny, kind, fact):
    for task in ("bare", "least"):
        cost_of(task, kind)
        assert rows_of(tiny / "scratch" / f"{task}.duckdb", "kept") == getattr(TINY, kind)
    assert cost_of("ours", kind) > 0
    assert rows_of(tiny / kind / "data" / "warehouse.duckdb", fact) == getattr(TINY, kind)
    costs.TASKS["again"](TINY.name, kind)
    assert rows_of(tiny / kind / "data" / "warehouse.duckdb", "run") == 2


def test_pandas_keeps_as_many(tiny):
    cost_of("pandas", "messages")
    with closing(sqlite3.connect(tiny / "scratch" / "pandas.sqlite")) as con:
        assert con.execute("select count(*) from kept").fetchone() == (TINY.messages,)


def test_publishing_is_told_by_table(tiny):
    cost_of("ours", "messages")
    (tiny / "messages").rename(tiny / "everything")
    spent = publishing.measure_publishing(TINY.name)
    assert {"facts", "table adoption", "table idea"} <= spent.keys()
    assert 0 < publishing.judging(spent) < sum(spent.values())


def test_every_account_is_matched_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(matching, "WORK", tmp_path / "matching")
    monkeypatch.setattr(matching, "LISTS", 14)
    found = matching.ours(1_000)
    states = found.keys() - {"cpu", "peak_mb"}
    assert sum(found[state] for state in states) == 800
    assert matching.merged(1_000)["rows"] >= matching.LISTS * 800


def test_windows_are_those_of_the_kernel(monkeypatch):
    monkeypatch.setattr(windows, "PEOPLE", 600)
    assert windows.measure_windows() > 0


def test_sealing_is_compared_with_copying(monkeypatch):
    monkeypatch.setattr(sealing, "_BLOCKS", 400)
    assert sealing.measure_sealing().keys() == {"sealing", "opening"}


def test_lists_are_derived_one_and_all(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench.staff", "400", "3"])
    staff.main()
    assert "400 staff, 3 lists" in capsys.readouterr().out
