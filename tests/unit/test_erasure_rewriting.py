"""An export without a person: their lines blank, everybody else's byte for byte."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.erasure.finding import Change, Found
from etl.erasure.rewriting import rewrite, wording
from etl.errors import LoadError

THEIRS = "tariq.oakton@council.example"
CODECS = ("utf-8", "utf-8-sig", "utf-16-le", "cp1252")
CELLS = st.text(st.sampled_from('ab ,;"é\n€'), max_size=6)


def written(rows: list[list[str]], delimiter: str, ending: str) -> list[str]:
    """Each row as it stands in a file."""
    found = []
    for row in rows:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator=ending).writerow(row)
        found.append(text.getvalue())
    return found


def lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.booleans(), CELLS, CELLS), min_size=1, max_size=6),
    st.sampled_from(CODECS),
    st.sampled_from(",;"),
    st.sampled_from(("\n", "\r\n")),
)
def test_lines_of_others_stay_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    people: list[tuple[bool, str, str]],
    codec: str,
    delimiter: str,
    ending: str,
) -> None:
    folder = tmp_path_factory.mktemp("rewriting")
    head, *texts = written(
        [["name", "said"], *([f"n{one}", two] for _, one, two in people)], delimiter, ending
    )
    mark = "\ufeff" if codec == "utf-16-le" else ""
    changes, expected, number = [], mark + head, 2
    for (is_theirs, _, _), text in zip(people, texts, strict=True):
        stop = number + len(lines(text))
        if is_theirs:
            changes.append(Change(number, stop, None))
            text = "".join(line[len(line.rstrip("\r\n")) :] for line in lines(text))
        expected, number = expected + text, stop
    source, target = folder / "export.csv", folder / "new.csv"
    source.write_bytes((mark + head + "".join(texts)).encode(codec))
    done = rewrite(source, target, {"": Found("staff_people", tuple(changes))}, wording([]))
    assert target.read_bytes() == expected.encode(codec)
    assert done.rows == {"staff_people": len(changes)}


def rewritten(tmp_path: Path, content: bytes, found: Found, *words: str) -> bytes:
    source, target = tmp_path / "export.csv", tmp_path / "new.csv"
    source.write_bytes(content)
    rewrite(source, target, {"": found}, wording(words))
    assert target.stat().st_mtime_ns == source.stat().st_mtime_ns
    return target.read_bytes()


def test_an_address_is_taken_out_of_what_others_wrote_whole_and_in_any_case(
    tmp_path: Path,
) -> None:
    content = (
        f"id,body\r\n1,ask {THEIRS.upper()}.\r\n2,no{THEIRS} nor {THEIRS}.uk\r\n"
        "3,https://x.example/?m=tariq.oakton%40council.example&n=1\r\n"
    ).encode()
    assert rewritten(tmp_path, content, Found("yammer_messages"), THEIRS).decode() == (
        f"id,body\r\n1,ask .\r\n2,no{THEIRS} nor {THEIRS}.uk\r\n3,https://x.example/?m=&n=1\r\n"
    )


def test_bytes_that_are_no_text_stay(tmp_path: Path) -> None:
    content = b"id,body\n1,caf\xe9 \xff\n2,\xc3\xa9\xc3\xa9\xc3\xa9\n3,x\n"
    found = Found("other", (Change(4, 5, None),))
    assert rewritten(tmp_path, content, found, THEIRS) == content.replace(b"3,x\n", b"\n")


def test_of_somebody_else_only_the_cell_that_names_them_goes(tmp_path: Path) -> None:
    content = b'id;manager;note\n1;4711;"a;b\nc"\n2;4712;d\n'
    found = Found("staff_people", (Change(2, 4, ("1", "", "a;b\nc")),))
    assert rewritten(tmp_path, content, found) == b'id;manager;note\n1;;"a;b\nc"\n2;4712;d\n'


def test_a_line_that_could_not_be_read_goes_where_it_names_them(tmp_path: Path) -> None:
    content = f"id,mail\n1,a@b.example\n2,{THEIRS},one too many\n3,c,d,e\n".encode()
    found = Found("staff_people", rejects=frozenset({3, 4}))
    assert rewritten(tmp_path, content, found, THEIRS) == b"id,mail\n1,a@b.example\n\n3,c,d,e\n"


def test_text_that_ends_within_a_character_is_told(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="cannot be written again"):
        rewritten(tmp_path, "\ufeffid,mail\n".encode("utf-16-le") + b"x", Found("staff_people"))


def test_an_archive_keeps_its_other_files_and_their_times(tmp_path: Path) -> None:
    source, target = tmp_path / "export.zip", tmp_path / "new.zip"
    when = (2026, 11, 23, 8, 0, 2)
    files = {
        "Users.csv": f"id,email\n1,{THEIRS}\n2,b@council.example\n",
        "Admins.csv": f"id,email\n1,{THEIRS}\n",
        "request.txt": f"asked by {THEIRS}\nsince 2026-01-01\n",
        "files/photo.png": "picture",
    }
    with zipfile.ZipFile(source, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, when), text, zipfile.ZIP_DEFLATED)
    users = Found("yammer_users", (Change(2, 3, None),))
    done = rewrite(source, target, {"Users.csv": users}, wording([THEIRS]))
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert {each.date_time for each in archive.infolist()} == {when}
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert found == {
        "Users.csv": "id,email\n\n2,b@council.example\n",
        "Admins.csv": "id,email\n\n",
        "request.txt": "asked by \nsince 2026-01-01\n",
        "files/photo.png": "picture",
    }
    assert (done.rows, done.mentions, done.unsearched) == (
        {"yammer_users": 1, "other tables": 1},
        1,
        1,
    )
