"""Who wrote what and when, as counted: one row per message of a member."""

from etl.activity import AUTHORS
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_VOICES = f"""
    with author as ({AUTHORS})
    select m.message_id, m.thread_id, m.created_at, m.date, m.is_reply, o.person_no
    from message m
    join author o on o.account_key = m.account_key
        and o.valid_from <= m.date and m.date < o.valid_to
    where m.is_counted
"""


def make_voices(warehouse: Warehouse) -> None:
    """Make ``voice``: message_id, thread_id, created_at, date, is_reply, person_no."""
    bulk.make(warehouse, "voice", _VOICES)
