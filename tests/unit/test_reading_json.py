"""JSON is opened with suspicion: what two readers would understand differently is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import FileError, NotReadable
from etl.reading import jsonfile
from etl.reading.jsonfile import read_json


def read(folder: Path, data: bytes) -> object:
    path = folder / "clicks.json"
    path.write_bytes(data)
    return read_json(path, "clicks.json")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_documents_are_read(tmp_path, encoding):
    text = '{"visits": [{"id": 2000337749565441, "name": "José", "share": 0.5, "at": null}]}'
    assert read(tmp_path, text.encode(encoding)) == {
        "visits": [{"id": 2000337749565441, "name": "José", "share": 0.5, "at": None}]
    }


@pytest.mark.parametrize(
    ("data", "place", "told"),
    [
        (b'{"a": [1,\n 2', "line 2, column 3", "the JSON breaks off here"),
        (b'{"a": "open', "line 1, column 7", "the JSON breaks off here"),
        (b'{"a": 1,\n\n  x}', "line 3, column 3", "the JSON is malformed here"),
        (b'{"a": 1}\n{"a": 2}', "line 2, column 1", "the JSON is malformed here"),
    ],
)
def test_where_it_breaks_off(tmp_path, data, place, told):
    with pytest.raises(NotReadable, match=f"^clicks.json, {place}: {told}"):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"a": 1, "a": 2}', "has a name twice in one object"),
        (b'[{"x": {"a": 1, "b": 3, "a": 2}}]', "has a name twice in one object"),
        (b'{"a": NaN}', "has NaN or Infinity in it"),
        (b"[-Infinity]", "has NaN or Infinity in it"),
        (b"[1e400]", "has a number in it that is beyond all bounds"),
        (b"[" + b"9" * 5000 + b"]", "has a number in it that is beyond all bounds"),
        (b"[" * 100_000 + b"]" * 100_000, "is nested too deeply"),
        (b'{"a":' * 100_000, "is nested too deeply"),
        (b"", "is empty"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"<html>sign in", "is a web page"),
    ],
)
def test_what_is_refused(tmp_path, data, told):
    with pytest.raises(NotReadable, match=f"^clicks.json {told}") as caught:
        read(tmp_path, data)
    assert str(caught.value).endswith(".")


def test_a_document_that_would_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonfile, "_MOST_BYTES", 3)
    with pytest.raises(NotReadable, match="is larger than"):
        read(tmp_path, b"[1, 2]")


def test_no_value_is_told(tmp_path):
    for data in (b'{"SECRET": SECRET}', b'{"SECRET": 1, "SECRET": 2}', b'["SECRET'):
        with pytest.raises(NotReadable) as caught:
            read(tmp_path, data)
        assert "SECRET" not in str(caught.value)


DOCUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(document=DOCUMENTS, ascii_only=st.booleans())
def test_what_was_written_comes_back(tmp_path_factory, document, ascii_only):
    text = json.dumps([document], ensure_ascii=ascii_only)
    if "\0" not in text:
        assert read(tmp_path_factory.getbasetemp(), text.encode()) == [document]


@given(data=st.binary(max_size=40) | st.text(st.sampled_from('{}[]",:1e\\u')).map(str.encode))
def test_any_bytes_are_a_document_or_a_file_error(tmp_path_factory, data):
    try:
        read(tmp_path_factory.getbasetemp(), data)
    except FileError as error:
        told = str(error)
    else:
        told = "clicks.json"
    assert told.startswith("clicks.json")
