"""Arguments that cannot be meant, and places out of reach: one sentence, and no traceback."""

from pathlib import Path

import pytest

import uptake

DATE = "is not a date; write it as 2026-11-22"
BIG = "needs a whole number of 100 or more"


@pytest.mark.parametrize(
    ("arguments", "place", "told"),
    [
        (["metric", "members", "--at", "22/11/2026"], "--at", DATE),
        (["ledger", "--at", "2026-02-30"], "--at", DATE),
        (["annotate", "yesterday", "Launch"], "DATE", DATE),
        (["ideas", "record", "https://x.example", "adopted", "--on", "1.2.26"], "--on", DATE),
        (["simulate", "x", "--staff", "99"], "--staff", BIG),
        (["simulate", "x", "--staff", "many"], "--staff", BIG),
        (["simulate", "x", "--months", "1"], "--months", "needs a whole number of 2 or more"),
        (["serve", "--port", "65536"], "--port", "needs a whole number from 1 to 65535"),
        (["audit", "show", "--last", "-1"], "--last", "needs a whole number of 1 or more"),
    ],
)
def test_an_argument_that_cannot_be_meant_is_told_in_plain_words(
    arguments, place, told, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        uptake.main(arguments)
    assert capsys.readouterr().err.splitlines()[-1].endswith(f"argument {place}: {told}")


@pytest.mark.parametrize("arguments", [["status"], ["load"], ["keys", "status"]])
def test_a_home_that_is_no_folder_is_one_sentence(arguments, tmp_path: Path, capsys):
    home = tmp_path / "home"
    home.write_text("")
    assert uptake.main([*arguments, "--home", str(home)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{home}/")
    assert "Not a directory. See to the folder" in line


def test_where_a_simulation_cannot_be_written_is_one_sentence(tmp_path: Path, capsys):
    (tmp_path / "file").write_text("")
    assert uptake.main(["simulate", str(tmp_path / "file")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{tmp_path}/file cannot be read or written: ")


def test_minted_links_say_how_to_load_them(tmp_path: Path, capsys):
    registry = tmp_path / "links.csv"
    mint = ["links", "mint", "Bins", "https://x.example/bins", "housing"]
    assert uptake.main([*mint, "--registry", str(registry)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"1 link written to links.csv. Load it: uptake load {registry}"


def test_an_audit_log_without_lines_says_so(tmp_path: Path, capsys):
    assert uptake.main(["audit", "show", "--home", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "The audit log has no line yet.\n"
