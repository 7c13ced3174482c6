"""Bad input from end to end: one clear sentence, no traceback, nothing already loaded touched."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import uptake
from etl.editions.shelf import open_shelf
from etl.settings import load_settings
from tests.support.homes import fact_rows
from tests.support.simulated import KEY, environment

SECRET = "zara.quill@council.example"
PEOPLE = ["PersonId", "EffectiveDate", "Organization", "Email"]
TABLES = ("staff", "account", "message", "snapshot")


def table(*rows: list[str], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def people(*rows: list[str]) -> str:
    return table(PEOPLE, *rows)


def archive(path: Path, entries: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 11, 23, 5, 30, 0)), content)


GOOD = people(
    ["0001", "2026-11-01", "Housing", SECRET],
    ["0002", "2026-11-01", "Waste", "b@council.example"],
)
USERS = table(
    ["id", "name", "email", "department", "joined_at", "deleted_at", "suspended_at", "state"],
    ["1001", "Z Q", SECRET, "Housing", "2026-10-01T09:00:00Z", "", "", "active"],
)
MESSAGES_HEADER = ["id", "replied_to_id", "thread_id", "sender_id", "created_at", "body"]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)


@pytest.fixture
def loaded(home: Path, tmp_path: Path) -> Path:
    """A home with a good staff list and a good network export."""
    good = tmp_path / "good-2026-11-01.csv"
    good.write_text(GOOD, "utf-8")
    network = tmp_path / "good.zip"
    archive(network, {"Users.csv": USERS})
    assert uptake.main(["load", "--home", str(home), str(good), str(network)]) == 0
    return home


Refused = tuple[str, bytes | dict[str, str], tuple[str, ...]]

REFUSED: dict[str, Refused] = {
    "empty": ("staff.csv", b"", ("staff.csv", "empty")),
    "wrong file": ("lunch.csv", b"dish,price\nsoup,3\n", ("lunch.csv", "none of the exports")),
    "missing column": (
        "Messages.csv",
        b"id,replied_to_id,thread_id,created_at,body\n1,,1,2026-10-02T09:00:00Z,x\n",
        ("Messages.csv",),
    ),
    "unterminated quote": (
        "people-2026-11-02.csv",
        f'{people()}0003,2026-11-02,"Housing,{SECRET}\n0004,2026-11-02,Waste,x\n'.encode(),
        ("people-2026-11-02.csv", "line 2", "quotation mark"),
    ),
    "parent folder": ("export.zip", {"../Users.csv": USERS}, ("export.zip", "..")),
    "absolute name": ("export.zip", {"/etc/Users.csv": USERS}, ("export.zip",)),
    "no table in it": ("export.zip", {"holiday.txt": "sun"}, ("export.zip", "Users.csv")),
    "an Excel workbook": (
        "people.csv",
        b"PK\x03\x04" + b"\0" * 60,
        ("people.csv",),
    ),
    "unknown day and month": (
        "people-2026-11-03.csv",
        people(["0003", "03/04/2026", "Housing", SECRET]).encode(),
        ("people-2026-11-03.csv", "EffectiveDate", "3 April", "day_first"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("verb", ["check", "load"])
@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_refused(
    case: str, verb: str, loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content, expected = REFUSED[case]
    bad = tmp_path / "bad" / name
    bad.parent.mkdir()
    if isinstance(content, dict):
        archive(bad, content)
    else:
        bad.write_bytes(content)
    before = {each: fact_rows(loaded, each) for each in TABLES}
    edition = open_shelf(load_settings(loaded, environment())).current()
    capsys.readouterr()

    assert uptake.main([verb, "--home", str(loaded), str(bad)]) == 1

    said = capsys.readouterr()
    lines = [line for line in (said.out + said.err).splitlines() if name in line]
    assert len(lines) == 1, said
    for words in expected:
        assert words in lines[0]
    assert lines[0].endswith(".")
    assert SECRET not in said.out + said.err
    assert str(tmp_path) not in said.out + said.err
    assert "Traceback" not in said.out + said.err
    assert {each: fact_rows(loaded, each) for each in TABLES} == before
    assert open_shelf(load_settings(loaded, environment())).current() == edition


REJECTED: dict[str, tuple[str, bytes, int, str, str]] = {
    "one field too many": (
        "people-2026-11-02.csv",
        (people(["3", "2026-11-02", "Housing", SECRET]) + "4,2026-11-02,Waste,x,y\n").encode(),
        3, "", "too many",
    ),
    "scientific notation": (
        "Messages.csv",
        table(
            MESSAGES_HEADER,
            ["2.00034E+15", "", "2.00034E+15", "1001", "2026-10-02T09:00:00Z", SECRET],
            ["2000340000000001", "", "2000340000000001", "1001", "2026-10-02T09:00:00Z", "x"],
        ).encode(),
        2, "id", "scientific notation",
    ),
    "not a date": (
        "people-2026-11-02.csv",
        people(["0003", "yesterday", "Housing", SECRET], ["4", "2026-11-02", "Waste", ""]).encode(),
        2, "EffectiveDate", "date",
    ),
    "no person": (
        "people-2026-11-02.csv",
        people(["", "2026-11-02", "Housing", SECRET], ["4", "2026-11-02", "Waste", ""]).encode(),
        2, "PersonId", "empty",
    ),
    "NUL byte": (
        "people-2026-11-02.csv",
        people(["3", "2026-11-02", "Hou\0sing", SECRET], ["4", "2026-11-02", "Waste", ""]).encode(),
        2, "", "NUL",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REJECTED)
def test_a_line_that_is_rejected(
    case: str, loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, content, line, column, reason = REJECTED[case]
    bad = tmp_path / "bad" / name
    bad.parent.mkdir()
    bad.write_bytes(content)
    capsys.readouterr()
    assert uptake.main(["check", "--home", str(loaded), str(bad)]) == 2
    said = capsys.readouterr().out
    told = next(each for each in said.splitlines() if each.strip().startswith(f"line {line}"))
    assert column in told
    assert reason in told
    assert SECRET not in said
    assert uptake.main(["load", "--home", str(loaded), str(bad)]) == 2
    assert "1 line rejected" in capsys.readouterr().out.splitlines()[-1]


READ: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows-1252": lambda text: text.replace("Housing", "Théâtre").encode("cp1252"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "mixed line ends": lambda text: text.replace("\n", "\r\n", 2).encode(),
    "mojibake of the mark": lambda text: ("\ufeff".encode().decode("cp1252") + text).encode(),
}


@pytest.mark.parametrize("case", READ)
def test_a_file_that_is_read_all_the_same(
    case: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "people-2026-11-01.csv"
    path.write_bytes(READ[case](GOOD))
    assert uptake.main(["load", "--home", str(home), str(path)]) == 0
    assert "2 read = 2 loaded + 0 unchanged + 0 rejected" in capsys.readouterr().out


def test_a_department_named_na_is_a_department(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "people-2026-11-01.csv"
    rows = [[str(number), "2026-11-01", "NA", ""] for number in range(12)]
    path.write_text(people(*rows), "utf-8")
    assert uptake.main(["load", "--home", str(home), str(path)]) == 0
    labels = fact_rows(home, "department")
    assert [row[:2] for row in labels] == [("NA", "na")]


def test_concealed_names_are_explained(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "EngageActivityUserDetail7.csv"
    header = [
        "Report Refresh Date", "User Principal Name", "Display Name", "User State",
        "State Change Date", "Last Activity Date", "Posted Count", "Read Count", "Liked Count",
        "Assigned Products", "Report Period",
    ]  # fmt: skip
    name = "77E5979DD60BA6EAA53E814DBEEEFA5F"
    path.write_text(
        table(header, ["2026-11-09", name, name, "", "", "2026-11-08", "0", "3", "1", "", "7"]),
        "utf-8",
    )
    assert uptake.main(["load", "--home", str(home), str(path)]) == 0
    said = capsys.readouterr().out
    assert "hides names" in said
    assert "admin centre" in said
    assert name not in said
