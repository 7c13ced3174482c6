"""Rows of an edition are held packed, and are the same when they are read."""

from datetime import date

from etl.editions.packed import AT_ONCE, Packed, in_blocks

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
