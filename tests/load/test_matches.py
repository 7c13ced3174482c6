"""The review of matches: proposed out of snapshots, decided by a person, replayed ever after."""

import csv
import io
import shutil
from pathlib import Path

import pytest

import uptake
from etl.audit import AuditLog
from etl.review.names import Named
from etl.review.proposals import compared_name
from etl.settings import load_settings
from tests.support.published import published_tables
from tests.support.simulated import KEY, load_into

PEOPLE = """\
PersonId,Name,Email,Organization,EffectiveDate
1,Anna Müller,anna.mueller@council.example,Housing,2026-10-01
2,"Smith, John",john.smith@council.example,Parks,2026-10-01
3,John Smith,john.smith2@council.example,Housing,2026-10-01
4,Zoë Quill,zoe.quill@council.example,Parks,2026-10-01
5,Grace Penhaligon,grace.penhaligon@council.example,Parks,2026-10-01
"""
USERS = """\
id,name,email,department,joined_at,deleted_at,suspended_at,state,office_user_id
71,Anna Muller,anna.m@old.example,Housing,2026-09-20 09:00:00,,,active,
72,John Smith,js@old.example,Parks,2026-09-20 09:00:00,,,active,
73,Scanner,scan@council.example,,2026-09-20 09:00:00,,,active,
74,Zoe Quill,zoe.quill@council.example,Parks,2026-09-20 09:00:00,,,active,
"""
SECRETS = ("Muller", "Müller", "anna", "Smith", "Scanner", "Quill")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which five colleagues and four accounts were loaded."""
    folder = tmp_path_factory.mktemp("matches")
    home = folder / "home"
    home.mkdir()
    people, users = folder / "people-2026-10-01.csv", folder / "Users-2026-10-01.csv"
    people.write_text(PEOPLE, "utf-8")
    users.write_text(USERS, "utf-8")
    load_into(home, [people, users])
    return home


@pytest.fixture
def loaded(untouched: Path, tmp_path: Path) -> Path:
    """The same, to do with as a test likes."""
    return shutil.copytree(untouched, tmp_path / "home")


def ask(home: Path, *words: str) -> int:
    return uptake.main(["matches", *words, "--home", str(home)])


def states(home: Path) -> dict[str, int]:
    """What the whole organisation's accounts are counted as, on the last day."""
    rows = published_tables(home, None, {"ledger"})["ledger"]
    last = max(str(row["date"]) for row in rows)
    return {
        f"{row['state']}: {row['reason']}": int(str(row["count"]))
        for row in rows
        if (row["date"], row["side"], row["department_id"]) == (last, "accounts", "*")
    }


def sheet(home: Path, path: Path) -> list[dict[str, str]]:
    assert ask(home, "review", "--csv", str(path)) == 2
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


@pytest.fixture(scope="module")
def rows_to_fill_in(
    untouched: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, str]]:
    """The lines of the CSV of a review."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("UPTAKE_KEY", KEY)
        return sheet(untouched, tmp_path_factory.mktemp("sheet") / "matches.csv")


def fill_in(rows: list[dict[str, str]], path: Path, **decisions: str) -> Path:
    """``decisions``: account name, and the colleague's address if any, to what is decided."""
    for row in rows:
        key = f"{row['account_name']} {row['colleague_address'].partition('@')[0]}".strip()
        row["decision"] = decisions.get(key, "")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_proposals_are_shown_with_what_speaks_for_them(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = sheet(loaded, tmp_path / "matches.csv")
    assert (tmp_path / "matches.csv").stat().st_mode & 0o077 == 0
    found = {(row["account_name"], row["colleague_address"]): row["evidence"] for row in rows}
    assert found == {
        ("Anna Muller", "anna.mueller@council.example"): (
            "same name, borne by nobody else; same department"
        ),
        ("John Smith", "john.smith@council.example"): "same name, as others have; same department",
        ("John Smith", "john.smith2@council.example"): (
            "same name, as others have; another department"
        ),
        ("Scanner", ""): "nobody on the staff list is like it",
    }
    out = capsys.readouterr().out
    assert "3 open accounts in " in out
    assert not any(secret in out for secret in SECRETS)
    seen = [line.entry for line in AuditLog(load_settings(loaded).audit).lines()]
    assert [(entry.action, entry.what) for entry in seen] == [("identities", "matches review")]


def test_what_is_filled_in_holds_after_every_load_and_rebuild_and_can_be_undone(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unplaced = states(loaded)
    rows = sheet(loaded, tmp_path / "matches.csv")
    filled = fill_in(
        rows,
        tmp_path / "filled.csv",
        **{"Anna Muller anna.mueller": "Accept", "Scanner": "service"},
        **{"John Smith john.smith2": "reject", "John Smith john.smith": "accept"},
    )
    assert ask(loaded, "record", str(filled), "--by", "A. Clerk") == 0
    decided = states(loaded)
    # The other account is matched by its address; every count is in fives, one among them.
    assert decided == {"matched: email": 5, "matched: decision": 5, "service: decided_service": 5}
    edition = published_tables(loaded, None, {"adoption"})
    assert uptake.main(["rebuild", "--home", str(loaded)]) == 0
    assert published_tables(loaded, None, {"adoption"}) == edition
    assert states(loaded) == decided

    capsys.readouterr()
    assert ask(loaded, "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all(line.endswith("A. Clerk") for line in lines)
    assert ask(loaded, "undo", "no such account") == 1
    accounts = {line.split()[0] for line in lines}
    assert ask(loaded, "undo", *accounts, "--by", "B. Clerk") == 0
    assert states(loaded) == unplaced
    assert ask(loaded, "list") == 0
    assert "Nothing is decided" in capsys.readouterr().out


def test_at_the_terminal_each_account_is_asked_about(
    loaded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"Anna Muller": ["9", "1"], "John Smith": ["r"], "Scanner": ["q"]}

    def answer(_: str) -> str:
        shown = capsys.readouterr().out
        asked.append(shown)
        name = next((name for name in answers if name in shown), last[0])
        last[0] = name
        return answers[name].pop(0)

    asked: list[str] = []
    last = [""]
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert ask(loaded, "review", "--by", "A. Clerk") == 0
    assert len(asked) == 4
    assert "9 is no answer here" in asked[1]
    assert states(loaded)["matched: decision"] == 5
    # Whom somebody rejected is not proposed again.
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert ask(loaded, "review") == 2
    out = capsys.readouterr().out
    assert out.count("nobody on the staff list is like it") == 2
    assert "john.smith@" not in out


@pytest.mark.parametrize(
    ("decisions", "problem"),
    [
        ({"Scanner": "accept"}, "there is no colleague to accept on this line"),
        ({"Scanner": "robot"}, "is none of accept, reject, guest, service, left"),
        (
            {"John Smith john.smith": "accept", "John Smith john.smith2": "accept"},
            "is decided on in line",
        ),
    ],
)
def test_a_line_that_cannot_be_meant_so_is_refused_with_its_number(
    rows_to_fill_in: list[dict[str, str]],
    untouched: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    decisions: dict[str, str],
    problem: str,
) -> None:
    filled = fill_in(rows_to_fill_in, tmp_path / "filled.csv", **decisions)
    before = states(untouched)
    assert ask(untouched, "record", str(filled)) == 1
    told = capsys.readouterr().err
    assert "filled.csv, line " in told
    assert problem in told
    assert not any(secret in told for secret in SECRETS)
    assert states(untouched) == before


def test_the_warehouse_holds_no_name_after_a_review(loaded: Path, tmp_path: Path) -> None:
    sheet(loaded, tmp_path / "matches.csv")
    for path in (loaded / "data").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret.encode() in content for secret in SECRETS), path.name


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (Named("SMITH, John", ""), "john smith"),
        (Named("", "john.smith+news@council.example"), "john smith"),
        (Named("", "j.smith@council.example"), ""),
        (Named("Zoë", "zoe.quill@council.example"), ""),
        (Named("", ""), ""),
    ],
)
def test_names_are_compared_without_case_marks_and_order(named: Named, expected: str) -> None:
    assert compared_name(named) == expected
