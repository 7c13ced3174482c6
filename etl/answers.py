"""Answers of APIs as tables: a fetched file with all its pages, or one answer saved by hand."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from etl.errors import NotReadable
from etl.reading.csvfile import TextTable
from etl.reading.jsonfile import read_json
from etl.reading.rows import Row, rows_table
from etl.reading.samples import Sample
from etl.source import Export, Opening, Recognise

_TAG = re.compile(r"\bdept:\s*([^|,;\[\]()]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the path and query that asked for it (empty if unknown), and its object."""

    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]

    def rows(self, *place: str) -> list[Mapping[str, Any]]:
        """The objects in the list at a place; none where there is no such list."""
        value: Any = self.body
        for name in place:
            value = value.get(name) if isinstance(value, dict) else None
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

    def has(self, *place: str) -> bool:
        """Whether there is anything at a place."""
        value: Any = self.body
        for name in place:
            value = value.get(name) if isinstance(value, dict) else None
        return value is not None


@dataclass(frozen=True, slots=True)
class Answers:
    """All that a file holds. ``fetched_at`` as it was written, None of a single answer."""

    file: str
    fetched_at: str | None
    pages: tuple[Answer, ...]

    def unreadable(self, problem: str, remedy: str) -> NotReadable:
        """The error that the file as a whole cannot be used."""
        return NotReadable(file=self.file, problem=problem, remedy=remedy)


def opener(
    header: Sequence[str], rows: Callable[[Answers], Iterator[Row]]
) -> Callable[[Opening], TextTable]:
    """How a source opens its answers: ``rows`` gives the cells under ``header``."""

    def open_answers(opening: Opening) -> TextTable:
        answers = _answers(read_json(opening.path, name=opening.name), opening.name)
        return rows_table(opening.con, opening.view, header, list(rows(answers)))

    return open_answers


def _answers(document: object, file: str) -> Answers:
    if not isinstance(document, dict):
        raise NotReadable(
            file=file, problem="is not an answer of an API", remedy="Save the whole answer"
        )
    pages = document.get("pages")
    if not isinstance(pages, list) or "source" not in document:
        return Answers(file, None, (Answer("", {}, document),))
    told = tuple(_page(page) for page in pages if isinstance(page, dict))
    return Answers(file, text(document.get("fetched_at")), told)


def _page(page: Mapping[str, Any]) -> Answer:
    body = page.get("response", page)
    try:
        asked = urlsplit(str(page.get("request", "")))
    except ValueError:
        asked = urlsplit("")
    return Answer(asked.path, dict(parse_qsl(asked.query)), body if isinstance(body, dict) else {})


def segment(path: str, before: str, after: str) -> str | None:
    """What stands between two parts of a path, without its percent-encoding."""
    found = re.search(f"{re.escape(before)}(.+?){re.escape(after)}$", path)
    return unquote(found[1]) if found else None


def text(value: object) -> str | None:
    """A cell: text as it is, numbers and flags written out, None of anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) else None


def audience(values: object) -> str | None:
    """The department in ``dept:`` tags, or in a description. All of them, if there are several."""
    texts = values if isinstance(values, list) else [values]
    found = [match.strip() for value in texts for match in _TAG.findall(text(value) or "")]
    return ", ".join(dict.fromkeys(found)) or None


def fetched(export: Export) -> datetime | None:
    """When a file was fetched, where it says so."""
    row = export.one("select max(fetched_at) from staged")
    return row[0].replace(tzinfo=UTC) if row and isinstance(row[0], datetime) else None


def by_answer(source: str, begins: tuple[str, ...], *marks: tuple[str, ...]) -> Recognise:
    """Recognise a fetched file by its source, and a single answer by names in its beginning.

    ``begins``: names that an answer may have first. ``marks``: each a set of names that it has.
    """

    def recognise(sample: Sample) -> int:
        first = re.match(r'\s*\{\s*"(\w+)"\s*:\s*(?:"(\w+)")?', sample.head)
        if sample.kind != "json" or first is None:
            return 0
        if first[1] == "source":
            return 99 if first[2] == source else 0
        names = set(re.findall(r'"(\w+)"\s*:', sample.head))
        fitting = [50 + len(mark) for mark in marks if names.issuperset(mark)]
        return max(fitting, default=0) if first[1] in begins else 0

    return recognise
