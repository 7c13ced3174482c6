"""The only place that sees a person: identifiers become keyed hashes here and nowhere else.

HMAC-SHA256 (RFC 2104) over a namespace and the normalised identifier, cut to 128 bits (``ring``:
with several keys). Without the keys nobody can find out by guessing which hash belongs to an
address.
"""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import duckdb
from duckdb.sqltypes import VARCHAR

from etl.errors import SettingsError
from etl.identity.ring import KeyRing as KeyRing
from etl.secret_file import make_once, read_secrets
from etl.settings import Settings
from etl.source import Private

_LEAST = 16
"""Characters of a key from the environment."""

_BLANKS = r"[\s\x{00A0}\x{200B}-\x{200D}\x{FEFF}]+"
_TRIMMED = f"trim(regexp_replace(nfc_normalize(value), '{_BLANKS}', ' ', 'g'))"
# Python folds what is not plain ASCII: DuckDB knows neither NFKC nor case folding.
_FOLDED = f"case when strlen(value) = length(value) then lower({_TRIMMED}) else fold(value) end"
_ADDRESS = f"regexp_replace({_FOLDED}, '^(mailto:)?<?|>$', '', 'g')"
_DOMAIN = "split_part(address, '@', -1)"
_LOCAL = "left(address, greatest(length(address) - length(split_part(address, '@', -1)) - 1, 0))"
_NORMALISED: dict[str, str] = {
    "account": _TRIMMED,
    "directory": f"lower({_TRIMMED})",
    "employee": _TRIMMED,
    "email": _ADDRESS,
    "name": _FOLDED,
}


def load_key(settings: Settings) -> KeyRing:
    """The keys: UPTAKE_KEY and UPTAKE_KEY_2, _3 …, else data/key, made once. SettingsError."""
    if settings.keys:
        if min(map(len, settings.keys)) < _LEAST:
            raise SettingsError(f"UPTAKE_KEY is too short. Use at least {_LEAST} characters.")
        return KeyRing(tuple(key.encode() for key in settings.keys))
    path = key_file(settings)
    if not path.exists():
        make_once(path)
    try:
        return KeyRing(read_secrets(path))
    except ValueError as error:
        raise SettingsError(
            "data/key is damaged. Put back the copy from your backup: with a new key no earlier "
            "snapshot would match."
        ) from error


def key_file(settings: Settings) -> Path:
    """Where the keys lie unless the environment has them."""
    return settings.data / "key"


def keyed(key: KeyRing, namespace: str, normalised: str) -> str:
    """The keyed hash of an identifier that is normalised already: 32 hex digits."""
    return key.hashed(f"{namespace}:{normalised}")


def domain_keys(key: KeyRing, domains: Iterable[str]) -> tuple[str, ...]:
    """The keyed hashes of configured domains, as ``address.domain_key`` has them."""
    return tuple(keyed(key, "domain", folded(domain).lstrip("@")) for domain in domains)


def folded(text: str) -> str:
    """Text as identifiers are compared: compatible forms (NFKC), case and blanks folded."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\s\u200b-\u200d\ufeff]+", " ", plain).strip()


def install(con: duckdb.DuckDBPyConnection, key: KeyRing) -> None:
    """Make ``key_<namespace>(value)`` and ``moved_key`` available to one connection's queries."""
    if not con.execute("from duckdb_functions() where function_name = 'fold'").fetchone():
        con.create_function("fold", folded, [VARCHAR], VARCHAR)
    con.execute(f"create or replace temp macro keyed_text(text) as {key.query_hashed('text')}")
    con.execute(f"create or replace temp macro moved_key(value, since) as {_moved(key)}")
    install_addresses(con)
    for namespace, normalised in _NORMALISED.items():
        con.execute(
            f"create or replace temp macro key_{namespace}(value) as "
            f"keyed_text('{namespace}:' || {normalised})"
        )
    con.execute(
        "create or replace temp macro key_person(value) as "
        "case when contains(value, '@') then key_email(value) else key_employee(value) end"
    )


def _moved(key: KeyRing) -> str:
    """What has become of a hash made with the first ``since`` keys; '' stays ''."""
    cases = " ".join(
        f"when since = {since} then {key.query_moved('value', since)}"
        for since in range(1, len(key))
    )
    return f"case when value = '' then '' {cases} else value end"


def install_addresses(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``plain_address(value)``, which needs no key, available to one connection's queries."""
    con.execute(f"create or replace temp macro plain_address(value) as {_ADDRESS}")


def address_parts(table: str) -> str:
    """The query for the keyed parts of the addresses among ``table`` (raw, hashed).

    The part before the @, the same without what follows a +, and the domain: enough to tell
    addresses of equal domains alike under any configuration, without keeping an address.
    """
    return f"""
        select hashed as address_key, keyed_text('local:' || {_LOCAL}) as local_key,
            case when contains({_LOCAL}, '+')
                 then keyed_text('local:' || split_part({_LOCAL}, '+', 1)) end as plain_key,
            {_DOMAIN} as domain
        from (select hashed, plain_address(raw) as address from {table})
        where contains(address, '@')
    """


def key_expression(private: Private, column: str) -> str:
    """The query expression that turns a column of identifiers into keyed hashes."""
    return f"key_{private}({column})"
