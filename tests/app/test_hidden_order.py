"""What is hidden does not show in the order of rows, nor anywhere else on a page or in a file."""

from etl.disclosure.rules import Policy
from tests.app.editions import publish
from tests.app.town import FINANCE, HOUSING, Department, Town

WORLDS = {
    "20261123-few": (HOUSING, Department("Alpha", 8, 1), Department("Beta", 9, 8)),
    "20261123-many": (HOUSING, Department("Alpha", 8, 8), Department("Beta", 9, 1)),
    "20261123-else": (
        Department("Housing", 200, 70),
        Department("Alpha", 8, 1),
        Department("Beta", 9, 8),
    ),
}


def test_two_worlds_that_differ_in_hidden_departments_look_the_same(draw, home, files):
    seen = []
    for edition_id, departments in WORLDS.items():
        town = Town((FINANCE, *departments), ideas=())
        publish(home, town, edition_id=edition_id, policy=Policy())
        drawn = draw("departments")
        said = [drawn.html, str(drawn.parts()), *(make().decode() for make in files.values())]
        seen.append([text.replace(edition_id, "EDITION") for text in said])
    assert any("Alpha" in text for text in seen[0])
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]
