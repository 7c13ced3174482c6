"""The form for what became of an idea: for those who may, where the inbox may be written."""

import csv

import pytest

from dashboard import installation
from etl.recording import RECORD_COLUMNS
from tests.access.conftest import claims, give
from tests.access.matrix import QUERIES, ROLES, Way
from tests.access.test_matrix import last_line
from tests.app.town import HANDOVER

WAY = Way("idea", QUERIES["handover"])
SUBMIT = "FormSubmitter:record-Record"


@pytest.fixture
def inbox(town):
    folder = town / "data" / "inbox"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def form(drawn):
    return [button for button in drawn.app.button if button.key == SUBMIT]


@pytest.mark.parametrize("role", ROLES)
def test_only_a_comms_lead_has_the_form(visit, town, inbox, role):
    give(town, role)
    assert len(form(visit(WAY, claims("someone")))) == (role == "comms_lead")


def test_without_an_inbox_there_is_no_form(visit, town):
    give(town, "comms_lead")
    assert not installation.installation().settings.inbox.exists()
    assert not form(visit(WAY, claims("someone")))


def test_what_is_written_down_is_one_file_and_one_line_of_the_log(visit, town, inbox):
    give(town, "comms_lead")
    app = visit(WAY, claims("someone")).app
    app.text_input[0].set_value("https://example.org/case")
    app.number_input[0].set_value(-120.5)
    app.text_input[1].set_value("=hours a year")
    app.button(key=SUBMIT).click()
    drawn = visit(WAY, claims("someone"), app)
    (file,) = inbox.iterdir()
    header, row = csv.reader(file.read_text("utf-8").splitlines())
    assert tuple(header) == RECORD_COLUMNS
    told = dict(zip(header, row, strict=True))
    assert told.pop("recorded_on") == "2026-11-23"
    assert told == {
        "idea": HANDOVER.address,
        "stage": "adopted",
        "department": "",
        "evidence": "https://example.org/case",
        "value": "-120.5",
        "unit": "'=hours a year",
    }
    assert file.name in drawn.text
    line = last_line(town)
    assert (line["action"], line["what"], line["about"]) == (
        "record",
        file.name,
        HANDOVER.idea_id,
    )


def test_what_makes_no_sense_is_said_and_not_written(visit, town, inbox):
    give(town, "comms_lead")
    app = visit(WAY, claims("someone")).app
    app.text_input[0].set_value("a shelf in the basement")
    app.button(key=SUBMIT).click()
    drawn = visit(WAY, claims("someone"), app)
    assert "The evidence is not a web address: begin it with https://." in drawn.text
    assert not list(inbox.iterdir())
    assert last_line(town)["action"] == "view"
