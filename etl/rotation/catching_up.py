"""All that holds hashes of people is brought to the newest keys.

The ring grows first, so a rotation that died is one that the warehouse's mark is behind: whoever
comes next, a load or ``uptake keys rotate``, does what is left. Each step can be done again.
"""

from collections.abc import Callable

from etl.erasure.tombstones import move_tombstones
from etl.identity.ring import KeyRing
from etl.rotation.decisions import move_decisions
from etl.rotation.handles import move_handles
from etl.rotation.warehouse import made_with, move_hashes, note_keys
from etl.settings import Settings
from etl.warehouse.engine import Warehouse

Say = Callable[[str], None]


def catch_up(warehouse: Warehouse, settings: Settings, key: KeyRing, say: Say) -> bool:
    """Bring everything to ``key``; whether anything was behind.

    The workbench has the macros of ``key``. Raises SettingsError where the warehouse was made with
    other keys.
    """
    since = made_with(warehouse, key)
    move_tombstones(settings, key)
    is_behind = since < len(key)
    if is_behind:
        move_decisions(settings, key)
        if left_out := move_handles(warehouse, settings, key, since):
            say(f"{left_out:,} managers in access.toml are on no list any more: grant them anew.")
    with warehouse.transaction():
        if is_behind:
            move_hashes(warehouse, key, since)
        note_keys(warehouse, key)
    return is_behind
