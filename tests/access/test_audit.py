"""The audit log: what stands in it, and that nobody changes it unseen."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

import uptake
from etl.audit import START, AuditLog, Entry
from etl.errors import AuditError

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
WRITER = """
import sys
from pathlib import Path
from etl.audit import AuditLog, Entry
log = AuditLog(Path(sys.argv[1]))
for number in range(50):
    log.write(Entry(who=sys.argv[2], role="manager", scope="*", action="view", what=str(number)))
"""


@pytest.fixture
def log(tmp_path):
    return AuditLog(tmp_path / "audit")


def entry(what="departments", **more):
    return Entry(
        **{"who": "w", "role": "manager", "scope": "*", "action": "view", **more}, what=what
    )


def filled(log, number=5):
    for each in range(number):
        log.write(entry(str(each)), NOON)
    return log.file.read_text().splitlines(keepends=True)


def test_lines_come_back_as_they_were_written(log):
    head = log.write(entry("file", action="file", digest="d" * 64), NOON)
    [line] = log.lines()
    assert (line.number, line.hash, line.at) == (1, head, "2026-11-26T12:00:00.000+00:00")
    assert line.entry == entry("file", action="file", digest="d" * 64)
    assert log.verify().head == head


def test_an_empty_log_is_whole(log):
    assert (log.verify().count, log.verify().head, log.verify().problem) == (0, START, "")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda lines: [*lines[:2], lines[2].replace('"2"', '"x"'), *lines[3:]],
            "Line 3 was changed",
        ),
        (lambda lines: [*lines[:2], *lines[3:]], "Line 3 does not follow line 2"),
        (lambda lines: lines[1:], "Line 1 is not the first"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "Line 1 is not the first"),
        (lambda lines: [lines[0], *lines], "Line 2 does not follow line 1"),
        (lambda lines: [*lines[:4], lines[4][:40]], "Line 5 is cut off"),
        (lambda lines: [*lines[:3], "\n", *lines[3:]], "Line 4 is cut off"),
        (lambda lines: [*lines[:1], "[1]\n", *lines[1:]], "Line 2 is cut off"),
    ],
)
def test_the_first_broken_line_is_named(log, change, problem):
    log.file.write_text("".join(change(filled(log))))
    assert log.verify().problem.startswith(problem)


def test_a_line_that_was_changed_with_its_digest_breaks_the_next(log):
    lines = filled(log)
    other = AuditLog(log.folder.parent / "other")
    filled(other, 2)
    other.write(entry("forged"), NOON)
    lines[2] = other.file.read_text().splitlines(keepends=True)[2]
    log.file.write_text("".join(lines))
    assert log.verify().problem == "Line 4 does not follow line 3: a line is missing."


def test_a_torn_line_stays_and_the_chain_goes_on_from_the_last_whole_one(log):
    lines = filled(log, 3)
    log.file.write_text("".join(lines[:2]) + lines[2][:30])
    log.write(entry("after"), NOON)
    assert [line.entry.what for line in log.lines()] == ["0", "1", "after"]
    assert log.verify().problem.startswith("Line 3 is cut off")
    log.file.write_text("".join(lines[:2]) + log.file.read_text().splitlines(keepends=True)[3])
    assert log.verify().problem == ""


def test_long_lines_are_found_from_behind(log):
    log.write(entry("long", scope="a" * 30_000), NOON)
    log.write(entry("next"), NOON)
    assert log.verify().count == 2


def test_many_writers_make_one_chain(log):
    def write(number):
        return subprocess.run([sys.executable, "-c", WRITER, log.folder, str(number)], check=True)

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, range(4)))
        list(pool.map(lambda number: log.write(entry(str(number))), range(50)))
    assert (log.verify().count, log.verify().problem) == (250, "")


def test_a_full_disk_leaves_the_log_as_it_was(log, monkeypatch):
    filled(log, 2)
    before = log.file.read_bytes()
    monkeypatch.setattr("os.write", lambda handle, data: real(handle, data[: len(data) // 2]))
    with pytest.raises(AuditError, match="cannot be written, so nothing is shown"):
        log.write(entry("third"))
    assert log.file.read_bytes() == before


real = __import__("os").write


def test_a_line_is_on_the_disk_when_it_was_written(log, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", lambda handle: synced.append(log.file.stat().st_size))
    log.write(entry())
    assert synced == [log.file.stat().st_size]


def test_a_person_stands_in_the_log_as_a_hash_that_needs_the_salt(log, tmp_path):
    who = log.who("https://id.example", "jane.doe@council.example")
    assert who == log.who("https://id.example", "jane.doe@council.example")
    assert len({who, log.who("https://other.example", "jane.doe@council.example")}) == 2
    # The two parts cannot be read as two others.
    assert log.who("a", "b c") != log.who("a b", "c")
    assert who != AuditLog(tmp_path / "other").who("https://id.example", "jane.doe@council.example")
    log.write(entry(who=who))
    assert b"jane" not in log.file.read_bytes()


def test_verify_and_show(log, home, capsys):
    log = AuditLog(home / "data" / "audit")
    who = log.who("https://id.example", "s-1")
    head = log.write(entry("idea", who=who, about="a" * 16, edition="e1"), NOON)
    log.write(entry("departments"), NOON)
    assert uptake.main(["audit", "verify", "--home", str(home), "--head", head]) == 0
    assert "2 lines, all whole" in capsys.readouterr().out
    person = ["--issuer", "https://id.example", "--subject", "s-1"]
    assert uptake.main(["audit", "show", "--home", str(home), *person]) == 0
    assert capsys.readouterr().out == (
        f"2026-11-26T12:00:00.000+00:00  {who}  manager (*)  view  idea  {'a' * 16}  e1\n"
    )
    lines = log.file.read_text().splitlines(keepends=True)
    log.file.write_text(lines[0].replace("manager", "comms_lead") + lines[1])
    assert uptake.main(["audit", "verify", "--home", str(home)]) == 2
    assert (
        "Line 1 was changed after it was written. Whole before it: 0 lines."
        in capsys.readouterr().out
    )
    log.file.write_text("")
    assert uptake.main(["audit", "verify", "--home", str(home), "--head", head]) == 2
    assert uptake.main(["audit", "show", "--home", str(home), "--issuer", "x"]) == 1


def test_the_command_line_is_logged_too(home):
    log = AuditLog(home / "data" / "audit")
    log.note_command("identities", "matches review", "queue")
    [line] = log.lines()
    assert (line.entry.role, line.entry.action, line.entry.what) == (
        "command line",
        "identities",
        "matches review",
    )
    assert set(json.loads(log.file.read_text())) == {
        *("at", "before", "hash", "who", "role", "scope", "action", "what", "about", "edition"),
        "digest",
    }
