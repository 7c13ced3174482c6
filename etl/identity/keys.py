"""The only place that sees a person: identifiers become keyed hashes here and nowhere else.

HMAC-SHA256 (RFC 2104) over a namespace and the normalised identifier, cut to 128 bits. Without
the key nobody can find out by guessing which hash belongs to an address.
"""

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import duckdb
from duckdb.sqltypes import VARCHAR

from etl.errors import SettingsError
from etl.settings import Settings
from etl.source import Private

_KEY_BYTES = 32
_BLOCK = 64
_HEX_DIGITS = 32

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


def load_key(settings: Settings) -> bytes:
    """The key: UPTAKE_KEY, else data/key, made once and readable by its owner alone."""
    if settings.key:
        if len(settings.key) < 16:
            raise SettingsError("UPTAKE_KEY is too short. Use at least 16 characters.")
        return settings.key.encode()
    path = settings.data / "key"
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return _make_key(path)
    except ValueError as error:
        raise _damaged() from error
    if len(key) != _KEY_BYTES:  # cut off while it was written: an empty key would hide nobody
        raise _damaged()
    return key


def _damaged() -> SettingsError:
    return SettingsError(
        "data/key is damaged. Put back the copy from your backup: with a new key no earlier "
        "snapshot would match."
    )


def _make_key(path: Path) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(key.hex() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return key


def keyed(key: bytes, namespace: str, normalised: str) -> str:
    """The keyed hash of an identifier that is normalised already: 32 hex digits."""
    digest = hmac.new(key, f"{namespace}:{normalised}".encode(), hashlib.sha256)
    return digest.hexdigest()[:_HEX_DIGITS]


def domain_keys(key: bytes, domains: Iterable[str]) -> tuple[str, ...]:
    """The keyed hashes of configured domains, as ``address.domain_key`` has them."""
    return tuple(keyed(key, "domain", folded(domain).lstrip("@")) for domain in domains)


def folded(text: str) -> str:
    """Text as identifiers are compared: compatible forms (NFKC), case and blanks folded."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\s\u200b-\u200d\ufeff]+", " ", plain).strip()


def install(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Make ``key_<namespace>(value)`` available to the queries of one connection."""
    block = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
    block = block.ljust(_BLOCK, b"\0")
    outer = bytes(byte ^ 0x5C for byte in block).hex()
    inner = bytes(byte ^ 0x36 for byte in block).hex()
    hashed = f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode(text))))"
    if not con.execute("from duckdb_functions() where function_name = 'fold'").fetchone():
        con.create_function("fold", folded, [VARCHAR], VARCHAR)
    con.execute(f"create or replace temp macro keyed_text(text) as left({hashed}, {_HEX_DIGITS})")
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
