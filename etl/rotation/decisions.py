"""What people decided about accounts is written again with the hashes of a longer ring.

Its id stays: it is that of the file as it was first written.
"""

import csv
import os
from pathlib import Path

from etl.identity.decision_file import COLUMNS, moved_row
from etl.identity.ring import KeyRing
from etl.kept import KeptExports
from etl.settings import Settings
from etl.workspace import private_room


def move_decisions(settings: Settings, key: KeyRing) -> None:
    """Replace earlier hashes in the kept decisions, file by file, each in one step."""
    kept = KeptExports(settings)
    for snapshot in kept:
        if snapshot.source != "match_decision":
            continue
        with kept.opened(snapshot) as plain, private_room(settings.data) as room:
            target = room / snapshot.file
            if _rewrite(plain, target, key):
                kept.keep(
                    target,
                    snapshot_id=snapshot.snapshot_id,
                    source=snapshot.source,
                    exported_at=snapshot.exported_at,
                    move=False,
                )


def _rewrite(plain: Path, target: Path, key: KeyRing) -> bool:
    """Whether any hash in it was an earlier one."""
    with plain.open(encoding="utf-8-sig", newline="") as stream:
        before = list(csv.DictReader(stream))
    after = [moved_row(row, key) for row in before]
    if after == before:
        return False
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(after)
    times = plain.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    return True
