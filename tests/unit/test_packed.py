"""Rows of an edition are held packed, and are the same when they are read."""

import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.editions.packed import AT_ONCE, Packed, Row, in_blocks
from etl.editions.rows import in_order
from etl.editions.schema import topic_department

ROWS = [(f"idea{number:06}", date(2026, 11, 1), number, None, 0.5) for number in range(AT_ONCE + 3)]


def test_what_was_packed_comes_back_in_its_order():
    packed = Packed(iter(ROWS))
    assert list(packed) == ROWS
    assert list(packed) == ROWS, "more than once"
    assert len(packed) == len(ROWS)
    assert (packed[0], packed[-1], packed[AT_ONCE : AT_ONCE + 2]) == (
        ROWS[0],
        ROWS[-1],
        ROWS[AT_ONCE : AT_ONCE + 2],
    )


def test_packed_rows_are_equal_to_a_list_of_the_same():
    assert Packed(ROWS) == ROWS
    assert Packed(ROWS) != ROWS[:-1]
    assert Packed() == []
    assert not Packed()


def test_blocks_hold_all_rows():
    assert [len(block) for block in in_blocks(iter(ROWS))] == [AT_ONCE, 3]
    assert [row for block in in_blocks(ROWS) for row in block] == ROWS
    assert list(in_blocks([])) == []


def disordered(stretches: int, rows: int) -> Iterator[Row]:
    """Rows of the days of topics, stretch after stretch, each in order by itself."""
    for stretch in range(stretches):
        for number in range(rows):
            yield (f"topic{number:06}", stretch, "whole", number, number, number)


@pytest.mark.parametrize("stretches", [0, 1, 3])
def test_rows_in_order_are_those_that_came_in_the_order_of_their_key(monkeypatch, stretches):
    monkeypatch.setattr("etl.editions.packed.AT_ONCE", 7)
    rows = list(disordered(stretches, 20))
    assert list(in_order(topic_department, iter(rows))) == sorted(rows)
    assert list(in_order(topic_department, reversed(rows))) == sorted(rows)


@given(keys=st.permutations(range(30)))
def test_however_they_came(keys):
    rows = [("topic", 0, f"{key:02}", key, key, key) for key in keys]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.editions.packed.AT_ONCE", 4)
        assert list(in_order(topic_department, iter(rows))) == sorted(rows)


def test_stretches_in_order_are_not_all_unpacked_at_once(monkeypatch):
    monkeypatch.setattr("etl.editions.packed.AT_ONCE", 1_000)
    rows = 5_000
    tracemalloc.start()
    held = list(disordered(3, rows))
    _, unpacked = tracemalloc.get_traced_memory()
    del held
    tracemalloc.reset_peak()
    assert len(in_order(topic_department, disordered(3, rows))) == 3 * rows
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 0.6 * unpacked
