"""config.toml and the environment become one frozen ``Settings``. Nobody else reads either.

One file a family of sections: its dataclasses, and how they are read.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

from etl.errors import SettingsError
from etl.settings.calendar import Calendar as Calendar
from etl.settings.calendar import Event as Event
from etl.settings.calendar import read_calendar
from etl.settings.clicks import Clicks as Clicks
from etl.settings.clicks import ClickTable as ClickTable
from etl.settings.clicks import read_clicks
from etl.settings.document import Table, table_in, texts_in
from etl.settings.matching import Matching as Matching
from etl.settings.matching import read_matching
from etl.settings.names import refuse_unknown
from etl.settings.organisation import Network as Network
from etl.settings.organisation import Organisation as Organisation
from etl.settings.organisation import Staff as Staff
from etl.settings.organisation import Target as Target
from etl.settings.organisation import read_organisation, read_staff, read_target
from etl.settings.serving import ALLOW_PRIVATE as ALLOW_PRIVATE
from etl.settings.serving import Privacy as Privacy
from etl.settings.serving import Serve as Serve
from etl.settings.serving import read_fetch, read_privacy, read_serve
from etl.settings.sign_in import Access as Access
from etl.settings.sign_in import SignIn as SignIn
from etl.settings.sign_in import is_loopback as is_loopback
from etl.settings.sign_in import load_sign_in as load_sign_in
from etl.settings.sign_in import read_access
from etl.settings.sign_in import secrets_file as secrets_file

_EXPORTS_KEYS = ("UPTAKE_EXPORTS_KEY_BEFORE", "UPTAKE_EXPORTS_KEY")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything configured, checked. ``fetch``: source -> its options from [fetch.*]."""

    home: Path
    organisation: Organisation
    network: Network
    target: Target
    staff: Staff
    calendar: Calendar
    matching: Matching
    clicks: Clicks
    privacy: Privacy
    serve: Serve
    access: Access
    fetch: Mapping[str, Mapping[str, str]]
    database_url: str | None = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    exports_keys: tuple[str, ...] = field(repr=False)
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
    def audit(self) -> Path:
        """The folder of the audit log: the one place that the dashboard writes to."""
        return self.data / "audit"

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
    if "auth" in document:
        raise SettingsError(
            "config.toml: [auth] holds secrets. Move it to .streamlit/secrets.toml and start again."
        )
    refuse_unknown(document)
    clicks = table_in(document, "clicks")
    return Settings(
        home=home,
        organisation=read_organisation(table_in(document, "organisation")),
        network=Network(texts_in(table_in(document, "network"), "home_domains", ())),
        target=read_target(table_in(document, "target")),
        staff=read_staff(table_in(document, "staff")),
        calendar=read_calendar(table_in(document, "calendar")),
        matching=read_matching(table_in(document, "matching")),
        clicks=read_clicks(clicks),
        privacy=read_privacy(table_in(document, "privacy")),
        serve=read_serve(table_in(document, "serve")),
        access=read_access(table_in(document, "access")),
        fetch=read_fetch(table_in(document, "fetch")),
        database_url=read_database_url(env.get("UPTAKE_DATABASE_URL")),
        keys=_keys(env),
        exports_keys=tuple(filter(None, map(env.get, _EXPORTS_KEYS))),
        tokens={name: value for name, value in env.items() if _is_token(name)},
    )


def _keys(env: Mapping[str, str]) -> tuple[str, ...]:
    """UPTAKE_KEY, UPTAKE_KEY_2, UPTAKE_KEY_3 …, as far as they go."""
    names = ("UPTAKE_KEY" if number == 1 else f"UPTAKE_KEY_{number}" for number in count(1))
    return tuple(takewhile(bool, (env.get(name, "") for name in names)))


def _is_token(name: str) -> bool:
    return name.startswith("UPTAKE_") and name.endswith(("_KEY", "_TOKEN"))


def _read(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise SettingsError("config.toml is not UTF-8. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"config.toml cannot be read: {error}. Mend that line.") from error


def read_database_url(url: str | None) -> str | None:
    """The URL with the driver named: psycopg 3."""
    if not url:
        return None
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and separator:
        return f"postgresql+psycopg://{rest}"
    raise SettingsError("UPTAKE_DATABASE_URL must begin with postgresql://. Mend the environment.")
