"""The review as a CSV to fill in: one line per account and colleague who may be meant."""

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from etl.errors import FileError, LoadError, MissingColumn
from etl.identity.decisions import ACCEPT, CLASSES, REJECT
from etl.identity.keys import KeyRing
from etl.reading.csvfile import TextTable, open_csv
from etl.reading.samples import header_key
from etl.review.decisions import Decision
from etl.review.proposals import Candidate, Proposal
from etl.spreadsheets import plain_cell

WORDS = (ACCEPT, REJECT, *CLASSES)
"""What may be filled in. Left empty, an account stays open."""
_KEYS = "key_count"
_COLUMNS = (
    *("decision", "account_name", "account_address", "account_department", "why_open"),
    *("colleague_name", "colleague_address", "colleague_department", "score", "evidence"),
    *("account_key", "person_key", "key_count"),
)
_READ = ("decision", "account_key", "person_key", _KEYS)


def write_sheet(path: Path, proposals: Sequence[Proposal], key_count: int) -> None:
    """Write the lines, for the eyes of whoever asked alone. LoadError where ``path`` is taken.

    ``key_count``: how many keys the hashes are made with.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise LoadError(
            f"{path.name} is there already. Record it if it is filled in, or name another file."
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for proposal in proposals:
            for candidate in proposal.candidates or (None,):
                cells = (*_cells(proposal, candidate), str(key_count))
                writer.writerow([plain_cell(cell) for cell in cells])


def _cells(proposal: Proposal, candidate: Candidate | None) -> Iterator[str]:
    account = proposal.account
    yield from ("", account.named.name, account.named.address, account.department, account.reason)
    if candidate is None:
        yield from ("", "", "", "", "nobody on the staff list is like it", account.account_key, "")
        return
    colleague = candidate.colleague
    yield from (colleague.named.name, colleague.named.address, colleague.department)
    yield from (f"{candidate.score:g}", "; ".join(candidate.evidence))
    yield from (account.account_key, colleague.person_id_key)


def read_sheet(path: Path, key: KeyRing, workspace: Path) -> list[Decision]:
    """What was filled in, with the hashes that the keys make now.

    ``workspace``: a room for plain text. Raises FileError at the first line that cannot be meant
    so.
    """
    name = path.name
    if not path.is_file():
        raise FileError(file=name, problem="is not there", remedy="Check the name and the folder")
    with closing(duckdb.connect(":memory:")) as con:
        table = open_csv(con, path, name=name, view="sheet", workspace=workspace)
        places = [_place(table, column, name) for column in _READ]
        cells = ", ".join(
            "'1'" if place is None else f"coalesce(trim(c{place}), '')" for place in places
        )
        rows = con.execute(f"select record_no, {cells} from sheet order by record_no").fetchall()
        lines = table.lines_of([row[0] for row in rows])
    if table.rejects:
        first = table.rejects[0]
        raise _wrong(name, first.line, None, first.reason)
    return list(_decisions(name, [(lines[number], *_now(key, *cells)) for number, *cells in rows]))


def _now(key: KeyRing, told: str, account: str, person: str, count: str) -> tuple[str, str, str]:
    """A line, with the hashes that the keys make now; a sheet from before keys were rotated too."""
    since = int(count) if count.isdecimal() and count.isascii() else 1
    return told, key.moved(account, since), key.moved(person, since)


def _place(table: TextTable, column: str, name: str) -> int | None:
    """Where a column stands; None for the count of keys where it is not there."""
    headers = [header_key(cell) for cell in table.header]
    if column == _KEYS and column not in headers:
        return None
    if header_key(column) not in headers:
        raise MissingColumn(
            file=name,
            line=1,
            column=column,
            problem="the column is missing",
            remedy="Write the file anew: uptake matches review --csv FILE",
        )
    return headers.index(header_key(column))


def _decisions(name: str, rows: Sequence[tuple[int, str, str, str]]) -> Iterator[Decision]:
    settled: dict[str, int] = {}
    for line, told, account, person in rows:
        word = told.casefold()
        if not word:
            continue
        if word not in WORDS:
            raise _wrong(name, line, "decision", f"is none of {', '.join(WORDS)}")
        if word in (ACCEPT, REJECT) and not person:
            raise _wrong(name, line, "decision", f"there is no colleague to {word} on this line")
        if word != REJECT and account in settled:
            problem = f"the account is decided on in line {settled[account]} already"
            raise _wrong(name, line, "decision", problem)
        if word != REJECT:
            settled[account] = line
        yield Decision(account, person if word in (ACCEPT, REJECT) else "", word)


def _wrong(name: str, line: int, column: str | None, problem: str) -> FileError:
    return FileError(
        file=name,
        line=line,
        column=column,
        problem=problem,
        remedy="Nothing was recorded. Correct the line and record the file again",
    )
