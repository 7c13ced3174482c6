"""The handles of managers, in access.toml and beside the editions, become those of a longer ring.

A handle that is one of the longer ring already is left alone, so this can be done again.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from etl.access.grants import FILE, read_grants
from etl.access.reach import handle
from etl.editions.shelf import open_shelf
from etl.files import replace_text
from etl.identity.ring import KeyRing
from etl.settings import Settings
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_LISTED = """
    select person_id_key from staff union select directory_key from staff
    union select employee_key from staff union select email_key from staff
"""
_PERSON = re.compile(r'^(\s*person\s*=\s*")([0-9a-f]{32})(")', re.MULTILINE)


def move_handles(warehouse: Warehouse, settings: Settings, key: KeyRing, since: int) -> int:
    """Replace handles made with the first ``since`` keys, while the warehouse has their hashes.

    Returns how many managers were left out, as they are on no list that is loaded.
    """
    with warehouse.transaction():
        hashes = [found for (found,) in bulk.tuples(warehouse, _LISTED) if found]
    moved = {
        handle(key.first(since), hashed): handle(key, key.moved(hashed, since)) for hashed in hashes
    }
    shelf = open_shelf(settings)
    if reach := shelf.reach():
        shelf.keep_reach({moved.get(each, each): reach[each] for each in reach})
    if (settings.home / FILE).exists():
        _rewrite(settings.home / FILE, moved)
    return len(list(_left_out(settings.home, moved.values())))


def _rewrite(path: Path, moved: Mapping[str, str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = _PERSON.sub(
        lambda found: f"{found[1]}{moved.get(found[2], found[2])}{found[3]}", before
    )
    if after != before:
        replace_text(path, after)


def _left_out(home: Path, known: Collection[str]) -> Iterator[str]:
    for grant in read_grants(home).people.values():
        if grant.person and grant.person not in known:
            yield grant.person
