"""The audit log: who looked at what, in one file that only grows.

A line is a JSON object. It ends with the digest of itself, and begins with that of the line before:
a line that was changed, left out or put in breaks the chain from there on. One writer at a time: a
lock on the file, which the system lets go of when a process ends. A line is on the disk before
what it tells of is shown. People stand in it as a keyed hash of issuer and subject; the key
(``salt``) lies beside the log, so whoever may read both can look for a person they know.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from etl.errors import AuditError

Action = Literal["view", "file", "denied", "identities", "grant", "record", "keys", "erase"]
"""A page, a downloaded file, what was refused, identities seen while matching, a role given, what
became of an idea written down, keys replaced, a person erased.
"""

START = "0" * 64
"""What stands before the first line."""
_DIGITS = 32
_BLOCK = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing somebody did. Every field is an id, a word of ours or a digest; never a name.

    ``what``: the page, file or list. ``about``: department or idea id. ``digest``: SHA-256 of a
    file. ``scope``: department ids, '*' for every one.
    """

    who: str
    role: str
    scope: str
    action: Action
    what: str
    about: str = ""
    edition: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its number from 1, when it was written (ISO 8601, UTC), and what."""

    number: int
    at: str
    entry: Entry
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``count`` whole lines, the digest of the last, and what is wrong with the next one."""

    count: int
    head: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The log in ``folder``; made when the first line is written."""

    folder: Path

    @property
    def file(self) -> Path:
        """Where the lines are."""
        return self.folder / "log.jsonl"

    def who(self, issuer: str, subject: str) -> str:
        """How a person stands in the log: 32 hex digits. AuditError where it cannot be kept."""
        with _explained():
            salt = _salt(self.folder)
        text = json.dumps([issuer, subject]).encode()
        return hmac.new(salt, text, hashlib.sha256).hexdigest()[:_DIGITS]

    def note_command(self, action: Action, what: str, about: str = "") -> None:
        """Add a line on what the person at the command line does. Raises AuditError."""
        who = self.who("command line", str(os.getuid()))
        self.write(
            Entry(who=who, role="command line", scope="*", action=action, what=what, about=about)
        )

    def write(self, entry: Entry, at: datetime | None = None) -> str:
        """Add a line and wait until the disk has it; returns its digest. Raises AuditError."""
        moment = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
        with _explained(), _alone(self.folder, self.file) as handle:
            size = os.lseek(handle, 0, os.SEEK_END)
            before, is_torn = _last(handle, size)
            content = {"at": moment, "before": before, **asdict(entry)}
            digest = _digest(content)
            line = json.dumps({**content, "hash": digest}) + "\n"
            _append(handle, size, ("\n" if is_torn else "") + line)
        return digest

    def lines(self) -> Iterator[Line]:
        """Every line that can be read, the oldest first, whether or not the chain holds."""
        for number, text in self._texts():
            content = _content(text)
            if content is not None:
                at, digest = content.pop("at"), content.pop("hash")
                content.pop("before")
                yield Line(number, at, Entry(**content), digest)

    def verify(self) -> Verdict:
        """Follow the chain from the first line to the last, or to the first that is broken."""
        before, count = START, 0
        for number, text in self._texts():
            content = _content(text)
            if content is None:
                return Verdict(count, before, f"Line {number} is cut off, or no line of the log.")
            digest = content.pop("hash")
            if content["before"] != before:
                missing = f"Line {number} does not follow line {number - 1}: a line is missing."
                return Verdict(
                    count, before, missing if count else f"Line {number} is not the first."
                )
            if digest != _digest(content):
                return Verdict(count, before, f"Line {number} was changed after it was written.")
            before, count = digest, count + 1
        return Verdict(count, before)

    def _texts(self) -> Iterator[tuple[int, str]]:
        try:
            with self.file.open(encoding="utf-8", errors="replace", newline="\n") as stream:
                yield from enumerate(stream, start=1)
        except FileNotFoundError:
            return
        except OSError as error:
            raise AuditError(
                "The audit log cannot be read. Run this as a user of its group."
            ) from error


def _content(text: str) -> dict[str, Any] | None:
    """The fields of a whole line; None for anything else."""
    try:
        content = json.loads(text)
    except ValueError:
        return None
    names = {"at", "before", "hash", *Entry.__dataclass_fields__}
    is_whole = text.endswith("\n") and isinstance(content, dict) and content.keys() == names
    return content if is_whole else None


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@contextmanager
def _alone(folder: Path, file: Path) -> Iterator[int]:
    """The file, open at its end and locked until the block ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o770)
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o660)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _last(handle: int, size: int) -> tuple[str, bool]:
    """The digest to chain to, that of the last whole line, and whether a torn one follows it."""
    tail, start = b"", size
    while start > 0:
        length = min(_BLOCK, start)
        start -= length
        tail = os.pread(handle, length, start) + tail
        *whole, torn = tail.split(b"\n")
        for text in reversed(whole if start == 0 else whole[1:]):
            content = _content(text.decode("utf-8", "replace") + "\n")
            if content is not None:
                return str(content["hash"]), bool(torn)
    return START, bool(tail) and not tail.endswith(b"\n")


def _append(handle: int, size: int, text: str) -> None:
    """Write all or nothing: a disk that is full must not leave half a line."""
    data = text.encode()
    try:
        if os.write(handle, data) != len(data):
            raise OSError("The disk is full")
    except OSError:
        os.ftruncate(handle, size)
        raise
    os.fsync(handle)


def _salt(folder: Path) -> bytes:
    """The key of the log: made once, and there whole or not at all."""
    file = folder / "salt"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o770)
        draft = folder / f".salt.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as stream:
            stream.write(secrets.token_bytes(32))
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):  # somebody else was faster: theirs holds
            os.link(draft, file)
        draft.unlink()
    return file.read_bytes()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AuditError(
            "The audit log cannot be written, so nothing is shown. Let the dashboard's user write "
            "data/audit, and see that the disk has room."
        ) from error
