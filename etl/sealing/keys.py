"""The keys that exports are sealed with: UPTAKE_EXPORTS_KEY, else data/exports.key.

The newest seals; the ones before it only open what is not sealed anew yet.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from etl.errors import SettingsError
from etl.sealing.stream import SealingKey
from etl.settings import Settings

_BYTES = 32
_LEAST = 32
"""Characters of a key from the environment: it is used as it is, not made slow to guess."""


def sealing_keys(settings: Settings) -> tuple[SealingKey, ...]:
    """The keys there are, the newest last; none where none was made yet. Raises SettingsError."""
    if settings.exports_keys:
        if min(map(len, settings.exports_keys)) < _LEAST:
            raise SettingsError(
                f"UPTAKE_EXPORTS_KEY is too short. Use at least {_LEAST} random characters."
            )
        return tuple(SealingKey(key.encode()) for key in settings.exports_keys)
    try:
        text = key_file(settings).read_text(encoding="ascii")
        found = [bytes.fromhex(line) for line in text.split()]
    except FileNotFoundError:
        return ()
    except ValueError as error:
        raise _damaged() from error
    if not found or any(len(key) != _BYTES for key in found):
        raise _damaged()
    return tuple(map(SealingKey, found))


def key_file(settings: Settings) -> Path:
    """Where the keys lie unless the environment has them."""
    return settings.data / "exports.key"


def new_key() -> SealingKey:
    """A key nobody had before."""
    return SealingKey(secrets.token_bytes(_BYTES))


def write_keys(settings: Settings, keys: Sequence[SealingKey]) -> None:
    """Put these in the place of what the file holds, in one step; readable by its owner alone."""
    path = key_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".exports.key.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.writelines(key.secret.hex() + "\n" for key in keys)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _damaged() -> SettingsError:
    return SettingsError(
        "data/exports.key is damaged. Put back the copy from your backup: nothing else opens the "
        "exports that are kept."
    )
