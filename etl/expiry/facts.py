"""Which facts of what people did expire, table by table. Who left: ``leavers``."""

from collections.abc import Mapping
from datetime import date

from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_OF_A_MESSAGE = "message_id in (select message_id from message where date < :since)"
EXPIRING: Mapping[str, str] = {
    "message_link": _OF_A_MESSAGE,
    "message_hashtag": _OF_A_MESSAGE,
    "message": "date < :since",
    "engagement_person": "refresh_date < :since",
    "eligible_person": (
        "list_date < (select max(e.list_date) from eligible_person e where e.list_date <= :since)"
    ),
    "active_day": "date < :since",
}
"""Tables of which rows are deleted, and which, in this order: what hangs on messages goes first.

Of lists, those that another replaced by then.
"""
EMPTIED: Mapping[str, tuple[str, str]] = {
    "registry": (
        "posted_by_key",
        "posted_by_key is not null and coalesce(posted_at, exported_at) < :since",
    ),
}
"""Tables in which a column that names a person is emptied, and in which rows."""
_DERIVED = "active_day"


def drop_expired(warehouse: Warehouse, since: date) -> int:
    """Delete what is older than ``since``; returns how many facts. In a transaction."""
    day = {"since": since}
    counts = {table: _count(warehouse, table, rows, since) for table, rows in EXPIRING.items()}
    for table, rows in EXPIRING.items():
        if counts[table]:
            bulk.execute(warehouse, f"delete from {table} where {rows}", day)
    for table, (column, rows) in EMPTIED.items():
        counts[table] = _count(warehouse, table, rows, since)
        bulk.execute(warehouse, f"update {table} set {column} = null where {rows}", day)
    return sum(counts.values()) - counts[_DERIVED]


def has_expired(warehouse: Warehouse, since: date) -> bool:
    """Whether there is anything older than ``since`` to delete. In a transaction."""
    emptied = [(table, rows) for table, (_, rows) in EMPTIED.items()]
    return any(_count(warehouse, *each, since) for each in (*EXPIRING.items(), *emptied))


def _count(warehouse: Warehouse, table: str, rows: str, since: date) -> int:
    query = f"select count(*) from {table} where {rows}"
    return int(bulk.tuples(warehouse, query, {"since": since})[0][0])
