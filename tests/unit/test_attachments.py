"""Links that a network export has in the attachments of messages, in all of their spellings."""

import duckdb
import pytest

from etl.sources.yammer_messages import SOURCE

(EXPRESSION,) = (each.expression or "" for each in SOURCE.fields if each.column == "attachments")
BAY = "https://x.example/a?b=1"


def attached(cell):
    with duckdb.connect() as con:
        row = con.execute(
            f"select {EXPRESSION.format(value='cell')} from (select $1 as cell)", [cell]
        )
        found = row.fetchall()[0][0]
    return None if found is None else [(each["raw"], each["title"]) for each in found]


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
        ("opengraphobject:351561244", None),
        ("uploadedfile:137000001", None),
        ("opengraphobject:[no number : https://x.example/a]", [(None, None)]),
        ("", None),
        (None, None),
    ],
)
def test_other_spellings(cell, found):
    assert attached(cell) == found


def test_several_in_one_cell_keep_their_order():
    one = f'opengraphobject:[1 : {BAY}/1 : title="One" : description="d"]'
    two = f"opengraphobject:[2 : {BAY}/2]"
    assert attached(f"uploadedfile:9,{one},{two}") == [(f"{BAY}/1", "One"), (f"{BAY}/2", None)]
