"""[calendar]: days off and named events, so that a quiet week is not taken for a fall."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from etl.settings.document import Table, text_in, wrong

BANK_HOLIDAYS = ("england-and-wales", "none")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that explains a week. ``is_rebase``: from then on another level is usual."""

    date: dt.date
    name: str
    is_rebase: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """``bank_holidays``: whose rule holds. ``days_off``, ``workdays``: exceptions to it."""

    bank_holidays: str
    days_off: tuple[dt.date, ...]
    workdays: tuple[dt.date, ...]
    events: tuple[Event, ...]


def read_calendar(table: Table) -> Calendar:
    rule = text_in(table, "bank_holidays", BANK_HOLIDAYS[0])
    if rule not in BANK_HOLIDAYS:
        raise wrong("[calendar] bank_holidays", f'"{BANK_HOLIDAYS[0]}" or "{BANK_HOLIDAYS[1]}"')
    events = table.get("events", [])
    if not isinstance(events, list):
        raise wrong("[calendar] events", 'a list of { date = 2026-11-05, name = "Launch" }')
    found = tuple(_event(each) for each in events)
    return Calendar(rule, _days(table, "days_off"), _days(table, "workdays"), found)


def _days(table: Table, name: str) -> tuple[dt.date, ...]:
    value = table.get(name, [])
    if not isinstance(value, list) or not all(type(day) is dt.date for day in value):
        raise wrong(f"[calendar] {name}", "a list of dates such as 2026-12-24, without quotes")
    return tuple(value)


def _event(entry: object) -> Event:
    if not isinstance(entry, Mapping):
        raise wrong("[calendar] events", 'entries like { date = 2026-11-05, name = "Launch" }')
    day, name, is_rebase = entry.get("date"), entry.get("name"), entry.get("new_baseline", False)
    if type(day) is not dt.date or not isinstance(name, str) or not name.strip():
        raise wrong("[calendar] events", 'entries like { date = 2026-11-05, name = "Launch" }')
    if not isinstance(is_rebase, bool):
        raise wrong("[calendar] events: new_baseline", "true or false")
    return Event(day, name.strip(), is_rebase)
