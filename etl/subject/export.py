"""The answer to a person who asks what is held on them: one file, and a line in the audit log."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.audit import AuditLog
from etl.editions.history_file import kept_from
from etl.errors import LoadError
from etl.kept import KeptExports
from etl.locking import one_at_a_time
from etl.plural import plural
from etl.rotation.warehouse import settled_key
from etl.settings import Settings
from etl.staging import prepare_bench
from etl.subject.facts import facts_of
from etl.subject.known import IN_EXPORTS_ALONE, NOBODY, keys_of
from etl.subject.lines import lines_of
from etl.warehouse.engine import Warehouse, open_warehouse

_WAIT_SECONDS = 60.0


def export(
    settings: Settings, identifiers: Sequence[str], target: Path, say: Callable[[str], None]
) -> None:
    """Write all that is held on a person to ``target``, readable by its owner alone.

    Raises Busy while a load runs, LoadError where nothing names the person or ``target`` is
    there already, FileError where a snapshot cannot be read. Nothing is written then.
    """
    if target.exists():
        raise LoadError(f"{target.name} is there already. Give another name after --to.")
    with (
        one_at_a_time(settings.data / "load.lock", _WAIT_SECONDS),
        open_warehouse(settings) as warehouse,
    ):
        key = settled_key(warehouse, settings)
        prepare_bench(warehouse.bench, settings, key)
        with closing(warehouse.bench.duplicate()) as reader:
            prepare_bench(reader, settings, key)
            found = _held(warehouse, reader, settings, identifiers)
    AuditLog(settings.audit).note_command("identities", "export")
    if not found["facts"]:
        say(IN_EXPORTS_ALONE)
    _write(target, found)
    say(
        f"{plural(sum(len(rows) for rows in found['facts'].values()), 'row')} of the warehouse and "
        f"{plural(len(found['lines']), 'line')} of exports are in {target.name}."
    )
    say("Read it before you hand it out: messages may name other people, and accounts are shared.")


def _held(
    warehouse: Warehouse,
    reader: duckdb.DuckDBPyConnection,
    settings: Settings,
    identifiers: Iterable[str],
) -> dict[str, Any]:
    asked = list(identifiers)
    keys = keys_of(warehouse, asked, have_people_left=kept_from(settings) is not None)
    facts, kept = facts_of(warehouse, keys), KeptExports(settings)
    lines = [line for each in kept for line in lines_of(reader, settings, each, keys, asked)]
    if not facts and not lines:
        raise LoadError(NOBODY)
    return {
        "asked_for": asked,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "stands_for_them": sorted(keys),
        "facts": facts,
        "lines": lines,
    }


def _write(target: Path, found: dict[str, Any]) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(found, stream, ensure_ascii=False, indent=1, default=str)
        stream.write("\n")
