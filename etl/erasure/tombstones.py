"""Who was erased, by keyed hashes alone: ``data/erased.json``. A rebuild does not touch it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from etl.errors import LoadError, SettingsError
from etl.files import replacing
from etl.identity.ring import KeyRing
from etl.settings import Settings

Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One person who was erased. ``begun_at``: ISO 8601, UTC. ``is_done``: with a certificate."""

    tombstone_id: str
    begun_at: str
    keys: Keys
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Erased:
    """All tombstones.

    ``key_count``: with how many keys the hashes are made, ``mark``: and with which.
    ``taken_out``: snapshot and part to the rows that were in the export and are not any more.
    """

    key_count: int
    mark: str
    tombstones: tuple[Tombstone, ...] = ()
    taken_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def keys(self) -> Keys:
        """Every keyed hash that must not be loaded again."""
        return Keys().union(*(each.keys for each in self.tombstones))

    def of(self, keys: Keys) -> Tombstone | None:
        """The tombstone that has one of these hashes."""
        return next((each for each in self.tombstones if each.keys & keys), None)

    def moved(self, key: KeyRing) -> "Erased":
        """The same with the hashes that the keys make now."""
        found = tuple(
            replace(each, keys=Keys(key.moved(h, self.key_count) for h in each.keys))
            for each in self.tombstones
        )
        return replace(self, key_count=len(key), mark=key.mark, tombstones=found)

    def with_tombstone(self, tombstone: Tombstone) -> "Erased":
        """The same with a tombstone added, or in place of the one with its id."""
        others = [t for t in self.tombstones if t.tombstone_id != tombstone.tombstone_id]
        return replace(self, tombstones=(*others, tombstone))

    def with_taken_out(self, snapshot_id: str, rows: Mapping[str, int]) -> "Erased":
        """The same with more rows counted as taken out of an export."""
        before = self.taken_out.get(snapshot_id, {})
        sums = {name: before.get(name, 0) + rows.get(name, 0) for name in {*before, *rows}}
        return replace(self, taken_out={**self.taken_out, snapshot_id: sums})


def read_erased(settings: Settings, key: KeyRing) -> Erased:
    """All tombstones, with the hashes that the keys make now.

    LoadError where the file is damaged, SettingsError where it was made with other keys: nothing
    is loaded without it.
    """
    found = _read(settings, key)
    return found.moved(key) if found else Erased(len(key), key.mark)


def move_tombstones(settings: Settings, key: KeyRing) -> None:
    """Write the hashes that the keys make now in place of those of a shorter ring."""
    found = _read(settings, key)
    if found and found.key_count < len(key):
        write_erased(settings, found.moved(key))


def _read(settings: Settings, key: KeyRing) -> Erased | None:
    try:
        content = json.loads(_path(settings).read_text("utf-8"))
        tombstones = tuple(_tombstone(each) for each in content["tombstones"])
        found = Erased(content["key_count"], content["mark"], tombstones, content["taken_out"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(
            "data/erased.json is damaged, so people who were erased could come back. "
            "Put back the copy from your backup."
        ) from error
    if found.mark != key.first(found.key_count).mark:
        raise SettingsError(
            "data/erased.json was made with another key, so people who were erased could come "
            "back. Put back data/key, or UPTAKE_KEY and those after it, from your backup."
        )
    return found


def write_erased(settings: Settings, erased: Erased) -> None:
    """Keep all tombstones, readable by their owner alone, in one step."""
    content = {
        "key_count": erased.key_count,
        "mark": erased.mark,
        "tombstones": [
            {
                "id": each.tombstone_id,
                "begun_at": each.begun_at,
                "keys": sorted(each.keys),
                "is_done": each.is_done,
            }
            for each in erased.tombstones
        ],
        "taken_out": erased.taken_out,
    }
    with replacing(_path(settings)) as draft:
        draft.touch(0o600)
        draft.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _path(settings: Settings) -> Path:
    return settings.data / "erased.json"


def _tombstone(content: Mapping[str, Any]) -> Tombstone:
    keys = Keys(content["keys"])
    return Tombstone(content["id"], content["begun_at"], keys, content["is_done"])
