"""Records of ideas: written by the verb or by hand, loaded, kept and replayed."""

from datetime import date
from pathlib import Path

import pytest

from etl.ideas import idea_address, idea_id
from etl.recording import Record, RecordError, write_record
from etl.run import DONE, NEEDS_PERSON, load, rebuild
from etl.settings import Settings, load_settings
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from tests.support.simulated import environment
from uptake import main

ADDRESS = "https://example.org/idea?utm_source=x"
DAY = date(2026, 11, 20)


@pytest.fixture
def settings(home: Path) -> Settings:
    found = load_settings(home, environment())
    found.inbox.mkdir(parents=True)
    return found


def records(settings: Settings) -> list[dict[str, object]]:
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        rows = bulk.rows(warehouse, "select * from idea_record order by stage, department_label")
    return [dict(row) for row in rows]


def test_a_record_is_loaded_and_replayed(settings: Settings) -> None:
    write_record(settings.inbox, Record(ADDRESS, "adopted", DAY, "Housing"))
    outcome = Record(ADDRESS, "outcome", DAY, "", "https://example.org/case", -1.5, "@hours")
    write_record(settings.inbox, outcome)
    assert load(settings, None, lambda line: None).exit_code == DONE
    found = records(settings)
    address = idea_address(ADDRESS)
    assert address is not None
    assert [row["idea_id"] for row in found] == [idea_id(address)] * 2
    assert [(row["stage"], row["department_label"]) for row in found] == [
        ("adopted", "Housing"),
        ("outcome", ""),
    ]
    assert (found[1]["value"], found[1]["evidence"]) == (-1.5, "https://example.org/case")
    assert not list(settings.inbox.iterdir())
    assert rebuild(settings, lambda line: None).exit_code == DONE
    assert records(settings) == found


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"idea": "no address"}, "is not a web address"),
        ({"stage": "seen"}, "neither adopted nor outcome"),
        ({"evidence": "javascript:alert(1)"}, "begin it with https://"),
        ({"evidence": "https://name@example.org"}, "begin it with https://"),
        ({"unit": "hours"}, "a unit without a value"),
        ({"unit": "h" * 41, "value": 1.0}, "longer than 40"),
    ],
)
def test_what_is_no_record_is_refused_in_a_sentence(
    settings: Settings, changes: dict[str, object], told: str
) -> None:
    usual: dict[str, object] = {"idea": ADDRESS, "stage": "adopted", "recorded_on": DAY}
    with pytest.raises(RecordError, match=told):
        write_record(settings.inbox, Record(**{**usual, **changes}))  # type: ignore[arg-type]
    assert not list(settings.inbox.iterdir())


def test_bad_lines_are_rejected_by_name_and_the_rest_is_kept(settings: Settings) -> None:
    (settings.inbox / "records.csv").write_text(
        "Idea;Stage;Recorded on;Department;Evidence;Value;Unit\n"
        "https://example.org/a;Adopted;2026-11-20;Housing;;1,200;hours\n"
        "https://example.org/b;seen;2026-11-20;;;;\n"
        "https://example.org/c;adopted;soon;;;;\n"
        "https://example.org/d;adopted;2026-11-20;;ftp://example.org;;\n"
        "https://example.org/e;adopted;2026-11-20;;;much;\n"
    )
    lines: list[str] = []
    assert load(settings, None, lines.append).exit_code in {DONE, NEEDS_PERSON}
    told = "\n".join(lines)
    for place in ("line 3, column Stage", "line 4, column Recorded on", "line 5, column Evidence"):
        assert place in told
    assert "1 loaded + 0 unchanged + 4 rejected" in told
    assert "ftp://" not in told
    assert [row["value"] for row in records(settings)] == [1200.0]


def test_the_verb_writes_into_the_inbox(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ideas", "record", "--home", str(home), ADDRESS, "adopted", "--on", "2026-11-20"]
    assert main(words) == 0
    assert "is in the inbox. Load it: uptake load" in capsys.readouterr().out
    assert main([*words, "--evidence", "nothing"]) == 1
    assert "begin it with https://" in capsys.readouterr().err
