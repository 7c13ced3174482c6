"""Departments: many labels, one id, and the spelling that is shown."""

import pytest

from etl.organisation import department_id, derive_departments
from tests.support.facts import Facts, embedded, scratch, stored


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Housing", "housing"),
        ("Adult Social Care", "adult-social-care"),
        ("  Adult  Social\tCare ", "adult-social-care"),
        ("Waste & Recycling", "waste-and-recycling"),
        ("Waste&Recycling", "waste-and-recycling"),
        ("Children’s Services", "children-s-services"),
        ("Children's Services", "children-s-services"),
        ("ICT / Digital (Corporate)", "ict-digital-corporate"),
        ("snake_case", "snake-case"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ｆｉｎａｎｃｅ", "finance"),  # full width, as pasted from some systems
        ("Économie", "économie"),
        ("E\u0301conomie", "économie"),
        ("NA", "na"),
        ("42", "42"),
        ("", "?"),
        (" - ", "?"),
        (None, "?"),
    ],
)
def test_a_label_becomes_an_id_without_case_marks_and_spacing(label, expected):
    assert department_id(label) == expected


def test_an_id_is_the_id_of_itself():
    assert department_id(department_id("Waste & Recycling")) == "waste-and-recycling"


def test_the_name_shown_is_the_spelling_staff_lists_use_most(tmp_path):
    facts = Facts()
    for key, label in enumerate(["ADULT CARE", "Adult Care", "Adult Care"]):
        facts.staff("2026-09-01", f"{key:x}", label)
    for key in range(4):
        facts.account(f"a{key}", department_label="adult care")
    facts.account("a5", department_label="Parks")
    with embedded(tmp_path) as (warehouse, _), scratch(warehouse):
        facts.pour(warehouse)
        derive_departments(warehouse)
        rows = stored(
            warehouse,
            "select d.label, d.department_id, n.name from department d "
            "join department_name n on n.department_id = d.department_id",
        )
    assert sorted(rows) == [
        ("ADULT CARE", "adult-care", "Adult Care"),
        ("Adult Care", "adult-care", "Adult Care"),
        ("Parks", "parks", "Parks"),
        ("adult care", "adult-care", "Adult Care"),
    ]
