"""Files are replaced in one step: what is there is the old one or the new one, and whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft to write inside; it takes the place of ``path`` once the block ends well.

    By then the disk has it, with the rights of the old one. Where the block fails ``path`` stays
    as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    yield draft
    if path.exists():
        shutil.copymode(path, draft)
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def replace_text(path: Path, content: str) -> None:
    """Put a text in place of a file."""
    with replacing(path) as draft:
        draft.write_text(content, encoding="utf-8")


def sync(path: Path) -> None:
    """Wait until the disk has a file, or a folder's entries."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
