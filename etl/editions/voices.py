"""Who wrote what and when, as counted: one row per message of a member."""

from etl.activity import AUTHORS
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

SPOKEN = f"""
    select m.thread_id, m.created_at, m.date, m.is_reply, o.person_no
    from message m
    join ({AUTHORS}) o on o.account_key = m.account_key
        and o.valid_from <= m.date and m.date < o.valid_to
    where m.is_counted
"""
"""Thread, time, day, whether it replies, and the person."""


def make_voices(warehouse: Warehouse) -> None:
    """Make ``voice``: date, is_reply, person_no. Threads take ten times the room."""
    bulk.make(warehouse, "voice", f"select date, is_reply, person_no from ({SPOKEN}) spoken")
