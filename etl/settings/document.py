"""One entry of config.toml at a time, read and checked; SettingsError names the one that is off."""

import datetime as dt
from collections.abc import Mapping
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etl.errors import SettingsError

Table = Mapping[str, object]


def wrong(entry: str, wanted: str) -> SettingsError:
    return SettingsError(f"config.toml: {entry} must be {wanted}. Mend it and start again.")


def table_in(parent: Table, name: str) -> Table:
    value = parent.get(name, {})
    if not isinstance(value, dict):
        raise wrong(f"[{name}]", "a table")
    return cast(Table, value)


def text_in(table: Table, name: str, default: str) -> str:
    value = table.get(name, default)
    if not isinstance(value, str):
        raise wrong(name, "text in quotes")
    return value


def texts_in(table: Table, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = table.get(name, list(default))
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong(name, "a list of texts")
    return tuple(value)


def flag_in(table: Table, name: str, default: bool) -> bool:
    value = table.get(name, default)
    if not isinstance(value, bool):
        raise wrong(name, "true or false, without quotes")
    return value


def whole_in(table: Table, name: str, default: int, low: int, high: int) -> int:
    value = table.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise wrong(name, f"a whole number from {low} to {high}")
    return value


def day_in(table: Table, name: str) -> dt.date | None:
    value = table.get(name)
    if value is not None and type(value) is not dt.date:
        raise wrong(name, "a date such as 2026-12-31, without quotes")
    return value


def zone_in(table: Table, default: str = "Europe/London") -> str:
    name = text_in(table, "time_zone", default)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise wrong("time_zone", 'the name of a time zone, such as "Europe/London"') from error
    return name
