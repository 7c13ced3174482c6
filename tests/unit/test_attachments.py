"""Links that a network export has in the attachments of messages, in all of their spellings."""

import duckdb
import pytest

from etl.attachments import FOUND, links

BAY = "https://x.example/a?b=1"


def attached(cell):
    found = "select unnest(range(len(written))) as place, unnest(written) as written from cells"
    with duckdb.connect() as con:
        con.execute(
            f"create table cells as select {FOUND.format(value='cell')} as written "
            "from (select $1 as cell)",
            [cell],
        )
        rows = con.execute(f"from ({links('written', found, 'place')}) order by place").fetchall()
    return [(address, title) for _, address, title in rows]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"What we learned"', "What we learned"),
        ('"  What we learned "', "What we learned"),
        ('"What we learned "', "What we learned"),
        ('"They said "yes" to it"', 'They said "yes" to it'),
        ('" "they" "', '"they"'),
        ('"Rain : sun : title"', "Rain : sun : title"),
        ('"Straße\nund Weg"', "Straße\nund Weg"),
        ('"x"', "x"),
        ('""', None),
        ('"  "', None),
    ],
)
def test_an_address_with_a_title(written, title):
    cell = f'opengraphobject:[351561244 : {BAY} : title={written} : description="It rained."]'
    assert attached(cell) == [(BAY, title)]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (f"opengraphobject:[351561244 : {BAY}]", [(BAY, None)]),
        (f'opengraphobject:[351561244 : {BAY} : title="No description"]', [(BAY, None)]),
        ("opengraphobject:351561244", []),
        ("uploadedfile:137000001", []),
        ("opengraphobject:[no number : https://x.example/a]", [(None, None)]),
        ("", []),
        (None, []),
    ],
)
def test_other_spellings(cell, found):
    assert attached(cell) == found


def test_several_in_one_cell_keep_their_order():
    one = f'opengraphobject:[1 : {BAY}/1 : title="One" : description="d"]'
    two = f"opengraphobject:[2 : {BAY}/2]"
    assert attached(f"uploadedfile:9,{one},{two}") == [(f"{BAY}/1", "One"), (f"{BAY}/2", None)]
