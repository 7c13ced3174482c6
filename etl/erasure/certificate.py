"""What is said of an erasure: to whoever asked for it, and in a file to keep. It names nobody."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from etl.erasure.exports import Cleaned
from etl.erasure.tombstones import Tombstone
from etl.files import replacing
from etl.settings import Settings

_NOT_ERASED = (
    "Not erased, and why",
    "  Editions: they hold counts, in which nobody can be told apart. Those of days up to now stay",
    "    as they were published: one that differed would tell of whoever was erased.",
    "  What was said of ideas where everybody could read it: counted, without key, message, time.",
    "  That one of those erased from a department last did something on a day, without a name or",
    "    a key: for 180 days they are counted on, so that no later edition tells either.",
    "  Audit log: it proves who looked at what, so no line may go. It has no name and no address.",
    "  Backups, files that were downloaded, and the systems that the exports come from.",
    "  access.toml, where the person may sign in to the dashboard.",
)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was, or would be, erased. ``facts``: table of the warehouse to rows.

    ``waiting``: files in the inbox.
    """

    facts: Mapping[str, int]
    exports: Cleaned
    waiting: int

    def lines(self) -> list[str]:
        """What was looked through, and how many rows of which kind were found."""
        done = self.exports
        return [
            "Looked through",
            "  the warehouse: every table with a person in it",
            f"  exports that are kept: {done.looked:,}",
            *_counted("Rows of the warehouse", self.facts),
            *_counted(f"Lines of exports, in {done.exports:,} of them", done.rows),
            f"Places in lines about others that named the person: {done.mentions:,}",
            *_counted_if("Not searched, as they are no text (files in archives)", done.unsearched),
            *_counted_if(
                "Files in the inbox, where the person is left out as they are loaded", self.waiting
            ),
        ]


def _counted(title: str, counts: Mapping[str, int]) -> list[str]:
    total = sum(counts.values())
    return [f"{title}: {total:,}", *(f"  {name}: {counts[name]:,}" for name in sorted(counts))]


def _counted_if(title: str, count: int) -> list[str]:
    return [f"{title}: {count:,}"] if count else []


def certify(
    settings: Settings, tombstone: Tombstone, erasure: Erasure, at: datetime, *, is_resumed: bool
) -> tuple[list[str], Path]:
    """Write the certificate; returns its lines, and where it lies."""
    when = at.isoformat(timespec="seconds")
    title = [
        "Certificate of erasure",
        f"Tombstone: {tombstone.tombstone_id}",
        f"Begun: {tombstone.begun_at}",
        f"Done: {when}",
    ]
    if is_resumed:
        title.append("Taken up again: the numbers are of what was still there then.")
    lines = _with_digest([*title, *erasure.lines(), *_NOT_ERASED])
    path = settings.data / "erasures" / f"{at:%Y%m%dT%H%M%S.%fZ}-{tombstone.tombstone_id}.txt"
    with replacing(path) as draft:
        draft.touch(0o600)
        draft.write_text("\n".join(lines) + "\n", "utf-8")
    return lines, path


def _with_digest(lines: Sequence[str]) -> list[str]:
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return [*lines, f"SHA-256 of the lines above: {digest}"]
