"""How visitors of the dashboard sign in: OpenID Connect, or a proxy here that knows them.

[auth] of .streamlit/secrets.toml is Streamlit's own; its secrets may come from the environment:
``UPTAKE_AUTH_COOKIE_SECRET``, ``UPTAKE_AUTH_CLIENT_SECRET`` for the one provider without a name,
``UPTAKE_AUTH_<NAME>_CLIENT_SECRET`` for those with one.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from etl.errors import SettingsError
from etl.settings.document import Table, text_in, whole_in

LONGEST_HOURS = 12
_SECRETS = ".streamlit/secrets.toml"
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Access:
    """[access]: hours a sign-in lasts; the header in which a trusted proxy names the visitor."""

    sign_in_hours: int
    proxy_header: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """How visitors sign in. ``providers``: names of OpenID providers, "" for the one without.

    ``auth``: what Streamlit is given. ``proxy_secret``: what the proxy shows to prove itself.
    """

    providers: tuple[str, ...] = ()
    auth: Mapping[str, object] = field(default_factory=dict, repr=False)
    proxy_header: str = ""
    proxy_secret: str = field(default="", repr=False)

    @property
    def is_encrypted(self) -> bool:
        """Whether visitors come by https, so that cookies need never travel without."""
        return str(self.auth.get("redirect_uri", "")).startswith("https://")


def read_access(table: Table) -> Access:
    return Access(
        whole_in(table, "sign_in_hours", LONGEST_HOURS, 1, LONGEST_HOURS),
        text_in(table, "proxy_header", ""),
    )


def secrets_file(home: Path) -> Path:
    """Where the secrets of a home are, sign-in among them."""
    return home / _SECRETS


def load_sign_in(
    home: Path, access: Access, environment: Mapping[str, str] | None = None
) -> SignIn | None:
    """How visitors of ``home`` sign in; None where they need not. Raises SettingsError."""
    env = os.environ if environment is None else environment
    auth = _auth(home)
    if access.proxy_header:
        if auth:
            raise SettingsError(
                f"Both [auth] in {_SECRETS} and [access] proxy_header are set. Keep one of them."
            )
        return SignIn(proxy_header=access.proxy_header, proxy_secret=_proxy_secret(env))
    return _open_id(auth, env) if auth else None


def _auth(home: Path) -> dict[str, object]:
    try:
        document = tomllib.loads(secrets_file(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(
            f"{_SECRETS} cannot be read. Let the dashboard's user read it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(f"{_SECRETS} is not valid TOML. Mend it first.") from None
    auth = document.get("auth", {})
    if not isinstance(auth, dict):
        raise _wrong("[auth]", "a table")
    return auth


def _proxy_secret(env: Mapping[str, str]) -> str:
    secret = env.get("UPTAKE_PROXY_SECRET", "")
    if len(secret) < _SHORTEST_SECRET:
        raise SettingsError(
            f"UPTAKE_PROXY_SECRET must have at least {_SHORTEST_SECRET} characters: without it "
            "any program on this machine could name a visitor. Set it here and in the proxy."
        )
    return secret


def _open_id(auth: dict[str, object], env: Mapping[str, str]) -> SignIn:
    named = {
        name: dict(value)
        for name, value in auth.items()
        if isinstance(value, dict) and name != "client_kwargs"
    }
    shared = {name: value for name, value in auth.items() if name not in named}
    _take(shared, "cookie_secret", env, "UPTAKE_AUTH_COOKIE_SECRET")
    if any(name in shared for name in _PROVIDER):
        _take(shared, "client_secret", env, "UPTAKE_AUTH_CLIENT_SECRET")
        _check_provider("[auth]", shared)
    for name, provider in named.items():
        if not name.isalnum():
            raise _wrong(f"[auth.{name}]", "named with letters and digits alone")
        _take(provider, "client_secret", env, f"UPTAKE_AUTH_{name.upper()}_CLIENT_SECRET")
        _check_provider(f"[auth.{name}]", provider)
    providers = (*([""] if "client_id" in shared else []), *named)
    if not providers:
        raise _wrong("[auth]", f"given a provider: {', '.join(_PROVIDER)}")
    if len(str(shared.get("cookie_secret", ""))) < _SHORTEST_SECRET:
        raise _wrong("[auth] cookie_secret", f"at least {_SHORTEST_SECRET} characters of chance")
    _check_address("[auth] redirect_uri", shared.get("redirect_uri"), "/oauth2callback")
    return SignIn(providers, {**shared, **named})


def _take(table: dict[str, object], name: str, env: Mapping[str, str], variable: str) -> None:
    if env.get(variable):
        table[name] = env[variable]


def _check_provider(place: str, provider: Mapping[str, object]) -> None:
    for name in _PROVIDER:
        if not isinstance(provider.get(name), str) or not provider[name]:
            raise _wrong(f"{place} {name}", "a text in quotes")
    _check_address(f"{place} server_metadata_url", provider["server_metadata_url"], "")


def _check_address(place: str, address: object, end: str) -> None:
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    if not is_safe or not parts.hostname or not parts.path.endswith(end):
        raise _wrong(place, f"an https address{f' that ends with {end}' if end else ''}")


def is_loopback(host: str | None) -> bool:
    """Whether a host or address is this machine alone."""
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _wrong(entry: str, wanted: str) -> SettingsError:
    return SettingsError(f"{_SECRETS}: {entry} must be {wanted}. Mend it and start again.")
