"""Which facts about people expire, table by table, and which stay."""

from collections.abc import Mapping
from datetime import date

from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

# Of an idea, or a topic, all that was ever said of it counts: it could be read by everybody.
_MESSAGES = """
    message.date < :since
    and not exists (select 1 from message_link l where l.message_id = message.message_id)
    and not exists (select 1 from message_hashtag h where h.message_id = message.message_id)
    and not exists (
        select 1 from message_link l join message s on s.message_id = l.message_id
        where s.thread_id = message.thread_id)
"""
EXPIRING: Mapping[str, str] = {
    "message": _MESSAGES,
    "engagement_person": "refresh_date < :since",
    "eligible_person": (
        "list_date < (select max(e.list_date) from eligible_person e where e.list_date <= :since)"
    ),
    "active_day": "date < :since",
}
"""Tables of which rows are deleted, and which. Of lists, those that another replaced by then."""
EMPTIED: Mapping[str, tuple[str, str]] = {
    "registry": (
        "posted_by_key",
        "posted_by_key is not null and coalesce(posted_at, exported_at) < :since",
    ),
}
"""Tables in which a column that names a person is emptied, and in which rows."""
STAYING: Mapping[str, str] = {
    **dict.fromkeys(
        ("account", "address", "holder", "identifier", "match_decision", "presence"),
        "Who is or was a member since when: members of every day, and the ledger, rest on it.",
    ),
    **dict.fromkeys(
        ("staff", "employment"),
        "Who worked where: headcount of every day, and who an old account belongs to, rest on it.",
    ),
    **dict.fromkeys(
        ("message_link", "message_hashtag"),
        "What was said of ideas and topics where all may read it.",
    ),
}
"""Tables of which nothing expires, and why."""

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
