"""A file of secrets: 32 random bytes a line, as hex, the newest last; its owner's alone."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_BYTES = 32


def new_secret() -> bytes:
    """A secret nobody had before."""
    return secrets.token_bytes(_BYTES)


def read_secrets(path: Path) -> tuple[bytes, ...]:
    """The secrets of a file; none where there is no file. ValueError where it is damaged."""
    try:
        lines = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return ()
    found = tuple(map(bytes.fromhex, lines))
    # Cut off while it was written, or emptied: an empty key would hide nobody.
    if not found or any(len(secret) != _BYTES for secret in found):
        raise ValueError("not a file of secrets")
    return found


def make_once(path: Path) -> None:
    """Make a file with one new secret, unless somebody was faster: then theirs stays."""
    with _draft(path, [new_secret()]) as draft, suppress(FileExistsError):
        os.link(draft, path)


def write_secrets(path: Path, found: Sequence[bytes]) -> None:
    """Put these in the place of what a file holds, in one step."""
    with _draft(path, found) as draft:
        draft.replace(path)


@contextmanager
def _draft(path: Path, found: Sequence[bytes]) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.writelines(secret.hex() + "\n" for secret in found)
            stream.flush()
            os.fsync(stream.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
