"""What a page says of a department whose parts changed: every state."""

from datetime import date

import pytest

from dashboard.words.reshaping import came_under, parts_changed

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
THEN = "Its earlier figures are of the people it had then."
ALWAYS = "Here its past is told as if that had always been so."


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([], ""),
        ([(MAY, [], ["Highways"])], f"Since 1 May 2026 without Highways. {THEN}"),
        ([(MAY, ["Parks", "Sport"], [])], f"Since 1 May 2026 with Parks and Sport. {THEN}"),
        (
            [(MAY, ["Parks"], ["Highways"])],
            f"Since 1 May 2026 with Parks, but without Highways. {THEN}",
        ),
        (
            [(JULY, ["A"], []), (JUNE, [], ["B"]), (MAY, ["C"], [])],
            f"Since 1 July 2026 with A. Since 1 June 2026 without B. {THEN}",
        ),
    ],
)
def test_what_came_and_left_is_named_with_its_day(changes, text):
    assert parts_changed(changes, is_now=False) == text


def test_as_it_is_now_the_past_is_told_in_the_same_people():
    assert parts_changed([(MAY, [], ["Highways"])], is_now=True).endswith(ALWAYS)


@pytest.mark.parametrize(
    ("parent", "before", "text"),
    [
        ("People", "Place", "Since 1 May 2026 part of People; before that of Place."),
        ("People", "", "Since 1 May 2026 part of People."),
        ("", "Place", "Since 1 May 2026 no longer part of Place."),
    ],
)
def test_what_a_department_came_under(parent, before, text):
    assert came_under(MAY, parent, before) == text
