"""The keys that exports are sealed with: UPTAKE_EXPORTS_KEY, else data/exports.key.

The newest seals; the ones before it only open what is not sealed anew yet.
"""

from collections.abc import Sequence
from pathlib import Path

from etl.errors import SettingsError
from etl.sealing.stream import SealingKey
from etl.secret_file import new_secret, read_secrets, write_secrets
from etl.settings import Settings

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
        return tuple(map(SealingKey, read_secrets(key_file(settings))))
    except ValueError as error:
        raise SettingsError(
            "data/exports.key is damaged. Put back the copy from your backup: nothing else opens "
            "the exports that are kept."
        ) from error


def key_file(settings: Settings) -> Path:
    """Where the keys lie unless the environment has them."""
    return settings.data / "exports.key"


def write_keys(settings: Settings, keys: Sequence[SealingKey]) -> None:
    """Put these in the place of what the file holds, in one step."""
    write_secrets(key_file(settings), [key.secret for key in keys])


def new_key() -> SealingKey:
    """A key nobody had before."""
    return SealingKey(new_secret())
