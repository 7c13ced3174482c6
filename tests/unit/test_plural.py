"""A sentence counts one as one."""

import pytest

from etl.plural import plural


@pytest.mark.parametrize(
    ("count", "one", "many", "told"),
    [
        (0, "row", None, "0 rows"),
        (1, "row", None, "1 row"),
        (2_000, "row", None, "2,000 rows"),
        (1, "person", "people", "1 person"),
        (3, "person", "people", "3 people"),
    ],
)
def test_one_is_one_and_the_others_are_many(count, one, many, told):
    assert plural(count, one, many) == told
