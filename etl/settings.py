"""config.toml and the environment become one frozen ``Settings``. Nobody else reads either."""

import datetime as dt
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from etl.errors import SettingsError

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose network it is, and in which time zone its days begin."""

    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Network:
    """``home_domains``: accounts of other e-mail domains are guests; empty = not checked."""

    home_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """``rate`` of headcount joined by ``date``; the path starts at 0 on ``start_date``."""

    rate: float | None
    date: dt.date | None
    start_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Staff:
    """How staff lists are read: date order where unknowable, classes that are not headcount."""

    day_first: bool | None
    not_counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClickTable:
    """How a CSV of clicks of an unknown tool is mapped. ``columns``: our column -> its header."""

    name: str
    columns: Mapping[str, str]
    unit: str
    filter: str


@dataclass(frozen=True, slots=True)
class Clicks:
    """Click sources. ``bases``: source -> address that its short codes are appended to."""

    time_zone: str
    prefer: tuple[str, ...]
    bases: Mapping[str, str]
    not_human: tuple[str, ...]
    tables: tuple[ClickTable, ...]


@dataclass(frozen=True, slots=True)
class Privacy:
    """Smallest group with figures, and smallest count of people that is shown."""

    minimum_group: int
    minimum_cell: int


@dataclass(frozen=True, slots=True)
class Serve:
    """Where the dashboard listens."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything configured, checked. ``fetch``: source -> its options from [fetch.*]."""

    home: Path
    organisation: Organisation
    network: Network
    target: Target
    staff: Staff
    clicks: Clicks
    privacy: Privacy
    serve: Serve
    fetch: Mapping[str, Mapping[str, str]]
    database_url: str | None = field(repr=False)
    key: str | None = field(repr=False)
    tokens: Mapping[str, str] = field(repr=False)

    @property
    def data(self) -> Path:
        """The folder of everything that is loaded or published."""
        return self.home / "data"

    @property
    def inbox(self) -> Path:
        """Where exports are dropped."""
        return self.data / "inbox"

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.organisation.time_zone)


def load_settings(home: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of ``home``: its config.toml (may be missing) and UPTAKE_* of the environment.

    Raises SettingsError with the offending entry named.
    """
    env = os.environ if environment is None else environment
    document = _read(home / "config.toml")
    clicks = _table(document, "clicks")
    return Settings(
        home=home,
        organisation=_organisation(_table(document, "organisation")),
        network=Network(_texts(_table(document, "network"), "home_domains", ())),
        target=_target(_table(document, "target")),
        staff=_staff(_table(document, "staff")),
        clicks=_clicks(clicks),
        privacy=_privacy(_table(document, "privacy")),
        serve=_serve(_table(document, "serve")),
        fetch=_fetch(_table(document, "fetch")),
        database_url=_database_url(env.get("UPTAKE_DATABASE_URL")),
        key=env.get("UPTAKE_KEY") or None,
        tokens={name: value for name, value in env.items() if _is_token(name)},
    )


def _is_token(name: str) -> bool:
    return name.startswith("UPTAKE_") and name.endswith(("_KEY", "_TOKEN"))


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"config.toml cannot be read: {error}. Mend that line.") from error


def _wrong(entry: str, wanted: str) -> SettingsError:
    return SettingsError(f"config.toml: {entry} must be {wanted}. Mend it and start again.")


def _table(parent: Table, name: str) -> Table:
    value = parent.get(name, {})
    if not isinstance(value, dict):
        raise _wrong(f"[{name}]", "a table")
    return cast(Table, value)


def _text(table: Table, name: str, default: str) -> str:
    value = table.get(name, default)
    if not isinstance(value, str):
        raise _wrong(name, "text in quotes")
    return value


def _texts(table: Table, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = table.get(name, list(default))
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(name, "a list of texts")
    return tuple(value)


def _zone(table: Table, default: str = "Europe/London") -> str:
    name = _text(table, "time_zone", default)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _wrong("time_zone", 'the name of a time zone, such as "Europe/London"') from error
    return name


def _organisation(table: Table) -> Organisation:
    return Organisation(_text(table, "name", "Our organisation"), _zone(table))


def _day(table: Table, name: str) -> dt.date | None:
    value = table.get(name)
    if value is not None and type(value) is not dt.date:
        raise _wrong(f"[target] {name}", "a date such as 2026-12-31, without quotes")
    return value


def _target(table: Table) -> Target:
    rate = table.get("rate")
    if rate is not None and (
        isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1
    ):
        raise _wrong("[target] rate", "a share above 0 and up to 1, such as 0.5")
    target = Target(
        None if rate is None else float(rate), _day(table, "date"), _day(table, "start_date")
    )
    if target.start_date and target.date and target.start_date >= target.date:
        raise _wrong("[target] start_date", "before date")
    return target


def _staff(table: Table) -> Staff:
    day_first = table.get("day_first")
    if day_first is not None and not isinstance(day_first, bool):
        raise _wrong("[staff] day_first", "true or false")
    default = ("contractor", "agency", "elected member", "guest", "service", "shared mailbox")
    return Staff(day_first, _texts(table, "not_counted", default))


def _clicks(table: Table) -> Clicks:
    sources = {name: value for name, value in table.items() if isinstance(value, dict)}
    tables = _table(table, "csv")
    return Clicks(
        time_zone=_zone(table),
        prefer=_texts(table, "prefer", ("shlink", "bitly", "kutt", "yourls", "access_log")),
        bases={name: base for name, value in sources.items() if (base := _text(value, "base", ""))},
        not_human=_texts(_table(table, "access_log"), "not_human", ()),
        tables=tuple(_click_table(name, _table(tables, name)) for name in sorted(tables)),
    )


def _click_table(name: str, table: Table) -> ClickTable:
    columns = _table(table, "columns")
    known = {"link", "clicked_at", "date", "clicks", "user_agent", "referrer"}
    if "link" not in columns or not known.issuperset(columns):
        raise _wrong(f"[clicks.csv.{name}] columns", f"link and some of {', '.join(sorted(known))}")
    if ("clicked_at" in columns) == ("date" in columns and "clicks" in columns):
        raise _wrong(f"[clicks.csv.{name}] columns", "either clicked_at, or date and clicks")
    unit, filter_ = _text(table, "unit", "clicks"), _text(table, "filter", "none")
    return ClickTable(name, {key: str(value) for key, value in columns.items()}, unit, filter_)


def _whole(table: Table, name: str, default: int, low: int, high: int) -> int:
    value = table.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _wrong(name, f"a whole number from {low} to {high}")
    return value


def _privacy(table: Table) -> Privacy:
    return Privacy(
        _whole(table, "minimum_group", 10, 5, 1000), _whole(table, "minimum_cell", 5, 3, 1000)
    )


def _serve(table: Table) -> Serve:
    return Serve(_text(table, "address", "127.0.0.1"), _whole(table, "port", 8501, 1, 65535))


def _fetch(table: Table) -> Mapping[str, Mapping[str, str]]:
    return {
        name: {key: str(value) for key, value in _table(table, name).items()}
        for name in sorted(table)
    }


def _database_url(url: str | None) -> str | None:
    """The URL with the driver named: psycopg 3."""
    if not url:
        return None
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and separator:
        return f"postgresql+psycopg://{rest}"
    raise SettingsError("UPTAKE_DATABASE_URL must begin with postgresql://. Mend the environment.")
