"""The sentences on ideas compared and on the ways they go, in every state."""

from datetime import date

import pytest

from dashboard.metric import Cell
from dashboard.words import travel as words
from dashboard.words.travel import Stop, Way
from etl.editions.schema.travel import NARROW, USUAL, WIDE

DAY = date(2026, 11, 22)


def stop(name, day):
    return Stop(name.casefold(), name, DAY, day, 7)


@pytest.mark.parametrize(
    ("stops", "title"),
    [
        ([], "It has not taken hold in a department yet"),
        ([stop("Housing", 2)], "It took hold in Housing and has not left it"),
        ([stop("A", 2), stop("B", 3)], "It went from A to B in 1 day"),
        ([stop("A", 2), stop("B", 2)], "It went from A to B on the same day"),
        ([stop(n, 2 * i) for i, n in enumerate("ABCD")],
         "It went from A to B in 2 days, then to two more"),
    ],
)  # fmt: skip
def test_route(stops, title):
    assert words.route(stops, 5).title == title
    assert "5 of its people" in words.route(stops, 5).note


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ([], "No idea has gone from one department to another yet"),
        ([Way("A", "B", 1, 2)], "The way taken most is from A to B: 1 idea"),
        ([Way("A", "B", 4, 2), Way("B", "A", 3, 2)],
         "The way taken most is from A to B: 4 ideas"),
        ([Way("A", "B", 4, 2), Way("B", "A", 4, 2)], "Two ways are taken most"),
    ],
)  # fmt: skip
def test_ways(found, title):
    assert words.ways(found).title == title


def told(title, value, low, high):
    return Cell(DAY, title, title, value=value, low=low, high=high, status="ok")


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ([], "No idea is 28 days old yet"),
        ([Cell(DAY, "young", "Young")], "No idea is 28 days old yet"),
        ([told("A", 3, 2, 4)], "“A” is the only one to compare"),
        ([told("B", 2, 1, 3), told("A", 5, 4, 6)],
         "“A” drew the largest share of those who saw it"),
        ([told("A", 5, 2, 8), told("B", 4, 1, 6)],
         "No single idea stands out: the ranges of the best overlap"),
    ],
)  # fmt: skip
def test_compared(cells, title):
    assert words.compared(cells, 28).title == title


def test_late():
    assert words.late(["A"]).title == "“A” is a late bloomer"
    assert words.late(["A", "B"]).title == "Two ideas are late bloomers"


def test_there_is_a_sentence_for_each_mix():
    assert set(words.MIXES) == {NARROW, USUAL, WIDE}
    assert "from fewer departments than" in words.MIXES[NARROW]
    assert "from more departments than" in words.MIXES[WIDE]
