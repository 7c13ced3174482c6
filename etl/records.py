"""What the warehouse remembers of loads: snapshots, runs, rejects, notices, what was published."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, text

from etl.editions.schema import SCHEMA_VERSION
from etl.editions.shelf import Run
from etl.receiving import Incoming, Part, Received
from etl.settings import Settings
from etl.source import Notice
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse
from etl.warehouse.merging import put

_RUNS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Known:
    """A snapshot that is loaded, and what it held."""

    snapshot_id: str
    source: str
    good_count: int
    bad_count: int
    covers_to: date | None


def known_snapshots(warehouse: Warehouse) -> dict[str, Known]:
    """The snapshots that are loaded, by their ids."""
    with warehouse.transaction():
        found = bulk.tuples(
            warehouse,
            """
            select s.snapshot_id, s.source, cast(coalesce(sum(p.row_count), 0) as integer),
                cast(coalesce(sum(p.reject_count), 0) as integer), max(p.covers_to)
            from snapshot s left join snapshot_part p on p.snapshot_id = s.snapshot_id
            group by s.snapshot_id, s.source
            """,
        )
    return {row[0]: Known(*row) for row in found}


def notices_of(received: Received) -> tuple[Notice, ...]:
    """Everything a person should know about a file."""
    return (*received.notices, *(each for part in received.parts for each in part.notices))


def record_loaded(
    warehouse: Warehouse, run_id: str, incoming: Incoming, received: Received, started: float
) -> None:
    """Leave the record of a file that was merged."""
    snapshot_id = incoming.snapshot_id
    told = {
        "snapshot_id": snapshot_id,
        "file": incoming.name,
        "source": received.source,
        "exported_at": _stored(received.exported_at),
    }
    _write(warehouse, schema.snapshot, told)
    for part in received.parts:
        _write_part(warehouse, snapshot_id, part)
    _write_notices(warehouse, snapshot_id, received)
    _write_run(
        warehouse,
        run_id,
        incoming.name,
        started,
        snapshot_id=snapshot_id,
        source=received.source,
        status="loaded",
        read_count=sum(part.staged.read_count for part in received.parts),
        loaded_count=sum(part.merged.loaded for part in received.parts),
        unchanged_count=sum(part.merged.unchanged for part in received.parts),
        rejected_count=sum(part.staged.rejected_count for part in received.parts),
        watermark=max(
            (str(part.covers_to) for part in received.parts if part.covers_to), default=None
        ),
    )


def _write_part(warehouse: Warehouse, snapshot_id: str, part: Part) -> None:
    told = {
        "snapshot_id": snapshot_id,
        "source": part.source.name,
        "part": part.name,
        "covers_from": part.covers_from,
        "covers_to": part.covers_to,
        # As it came: where somebody was erased, one fewer would tell in which exports they were.
        "row_count": part.staged.read_count - part.staged.rejected_count + part.erased_count,
        "reject_count": part.staged.rejected_count,
    }
    _write(warehouse, schema.snapshot_part, told)
    rejects = [
        {
            "snapshot_id": snapshot_id,
            "part": part.name,
            "line": each.line,
            "column_name": each.column or "",
            "reason": each.reason,
        }
        for each in part.rejects
    ]
    _write(warehouse, schema.reject, *rejects)


def _write_notices(warehouse: Warehouse, snapshot_id: str, received: Received) -> None:
    found = [(received.source, notice) for notice in received.notices] + [
        (part.source.name, notice) for part in received.parts for notice in part.notices
    ]
    _write(
        warehouse,
        schema.notice,
        *(
            {
                "snapshot_id": snapshot_id,
                "source": source,
                "code": notice.code,
                "sentence": notice.sentence,
                "needs_person": notice.needs_person,
            }
            for source, notice in found
        ),
    )


def record_unchanged(
    warehouse: Warehouse, run_id: str, file: str, known: Known, started: float
) -> None:
    """Leave the record of a file whose content was seen before."""
    _write_run(
        warehouse,
        run_id,
        file,
        started,
        snapshot_id=known.snapshot_id,
        source=known.source,
        status="unchanged",
        read_count=known.good_count + known.bad_count,
        unchanged_count=known.good_count,
        rejected_count=known.bad_count,
        watermark=str(known.covers_to) if known.covers_to else None,
    )


def record_refused(warehouse: Warehouse, run_id: str, file: str, started: float) -> None:
    """Leave the record of a file that could not be read as a whole."""
    _write_run(warehouse, run_id, file, started, source="", status="refused")


def latest_runs(warehouse: Warehouse) -> tuple[Run, ...]:
    """What the latest loads did, file by file, the latest first."""
    with warehouse.transaction():
        found = bulk.rows(
            warehouse,
            f"""
            select run_id, file, source, status, started_at, seconds, read_count, loaded_count,
                unchanged_count, rejected_count, watermark
            from run order by started_at desc, file limit {_RUNS_SHOWN}
            """,
        )
    return tuple(
        Run(**{**row, "started_at": f"{row['started_at']:%Y-%m-%dT%H:%M:%SZ}"}) for row in found
    )


def _write_run(
    warehouse: Warehouse, run_id: str, file: str, started: float, **values: object
) -> None:
    taken = time.monotonic() - started
    row: dict[str, object] = {
        "run_id": run_id,
        "file": file,
        "started_at": _stored(datetime.now(UTC) - timedelta(seconds=taken)),
        "seconds": round(taken, 3),
        "read_count": 0,
        "loaded_count": 0,
        "unchanged_count": 0,
        "rejected_count": 0,
        **values,
    }
    put(warehouse, schema.run, row)


def _stored(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _write(warehouse: Warehouse, table: Table, *rows: Mapping[str, Any]) -> None:
    if rows:
        warehouse.connection.execute(insert(table), [dict(row) for row in rows])


# --- what was published --------------------------------------------------------------------


def inputs_digest(warehouse: Warehouse, settings: Settings) -> str:
    """Everything an edition is a function of: the snapshots, the settings, and our own schema."""
    told = (
        settings.organisation,
        settings.network,
        settings.target,
        settings.staff,
        settings.calendar,
        settings.matching,
        (settings.privacy.minimum_group, settings.privacy.minimum_cell),
    )
    facts = (SCHEMA_VERSION, sorted(known_snapshots(warehouse)), *told, settings.clicks)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def published(warehouse: Warehouse) -> tuple[str, str] | None:
    """The inputs and the id of the edition that was built last."""
    with warehouse.transaction():
        found = bulk.rows(warehouse, "select inputs, edition_id from publication")
    return (found[0]["inputs"], found[0]["edition_id"]) if found else None


def note_published(warehouse: Warehouse, inputs: str, edition_id: str) -> None:
    """Remember what the edition that is about to be published was built from."""
    bulk.execute(warehouse, "delete from publication")
    _write(warehouse, schema.publication, {"inputs": inputs, "edition_id": edition_id})


def forget_everything(warehouse: Warehouse) -> None:
    """Empty every table. The snapshots hold all that is needed to fill them again."""
    for table in schema.metadata.sorted_tables:
        warehouse.connection.execute(text(f'delete from "{table.name}"'))
