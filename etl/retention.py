"""How long exports are kept: they hold names and addresses, and the figures no longer need them.

Deleting is by configuration (``[privacy] keep_exports_days``); editions and the warehouse stay. A
rebuild starts from the exports, so one that would lose what deleted exports told is refused.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from etl import records
from etl.errors import Busy, LoadError
from etl.identity.keys import load_key
from etl.kept import KeptExports
from etl.plural import plural
from etl.rotation.warehouse import made_with
from etl.settings import Settings
from etl.warehouse.engine import Warehouse, open_warehouse
from etl.warehouse.schema import snapshot

DECIDED = frozenset(
    {
        "department_changes",
        "department_labels",
        "department_list",
        "event",
        "idea_records",
        "match_decision",
        "topics",
    }
)
"""Sources of what people decided or wrote of departments and ideas: no export brings it again."""


def delete_old_exports(
    warehouse: Warehouse, settings: Settings, say: Callable[[str], None], now: datetime
) -> None:
    """Delete the exports that are loaded and older than configured; all others stay."""
    days = settings.privacy.keep_exports_days
    if days is None:
        return
    known, last = records.known_snapshots(warehouse), now - timedelta(days=days)
    old = [
        each
        for each in KeptExports(settings)
        if each.snapshot_id in known and each.source not in DECIDED and each.exported_at < last
    ]
    for each in old:
        each.path.unlink()
    if old:
        deleted = f"{plural(len(old), 'export')} older than {plural(days, 'day')}"
        say(f"Deleted {deleted}; what was told stays.")


def seal_exports(settings: Settings, say: Callable[[str], None]) -> list[str]:
    """Seal the exports that are kept as they came, if configured; returns what needs a person."""
    count, problems = KeptExports(settings).seal_all()
    if count:
        say(f"Encrypted with the newest key: {plural(count, 'export')}.")
    for problem in problems:
        say(problem)
    return problems


def refuse_to_lose(settings: Settings, *, from_what_is_kept: bool) -> None:
    """LoadError where a rebuild would lose what exports told that are no longer kept.

    SettingsError where the keys are not those of the warehouse, so that decisions would be lost;
    ``from_what_is_kept``: nothing but that is looked at. A warehouse that is lost or damaged cannot
    be asked: then what is kept is all there is.
    """
    if settings.database_url is None and not (settings.data / "warehouse.duckdb").exists():
        return
    try:
        with open_warehouse(settings) as warehouse:
            made_with(warehouse, load_key(settings))
            gone = [] if from_what_is_kept else _gone(warehouse, settings)
    except Busy:
        raise
    except LoadError:
        return
    if gone:
        raise LoadError(
            f"A rebuild would lose what is no longer kept: {plural(len(gone), 'export')} of "
            f"{min(gone):%d %B %Y} to {max(gone):%d %B %Y}. Put back under data/snapshots what "
            "your backup has of it, or begin with what is kept: uptake rebuild --from-what-is-kept"
        )


def _gone(warehouse: Warehouse, settings: Settings) -> list[datetime]:
    """When the exports were made that the warehouse rests on and that are not kept."""
    kept = {each.snapshot_id for each in KeptExports(settings)}
    found = warehouse.connection.execute(select(snapshot.c.snapshot_id, snapshot.c.exported_at))
    return [
        exported_at.replace(tzinfo=UTC)
        for snapshot_id, exported_at in found
        if snapshot_id not in kept
    ]
