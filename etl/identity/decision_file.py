"""The files in which decisions about accounts are kept: hashes, and who decided what, and when."""

from collections.abc import Mapping

from etl.identity.ring import KeyRing

COLUMNS = ("account_key", "person_key", "decision", "decided_by", "decided_at", "key_count")
"""``key_count``: how many keys the hashes were made with; 1 where it is not there."""


def moved_row(row: Mapping[str, str | None], key: KeyRing) -> dict[str, str]:
    """A line of such a file, with the hashes that the keys make now."""
    found = {name: row.get(name) or "" for name in COLUMNS}
    since = int(found["key_count"] or 1)
    hashes = {name: key.moved(found[name], since) for name in ("account_key", "person_key")}
    return {**found, **hashes, "key_count": str(max(since, len(key)))}
