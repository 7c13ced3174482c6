"""Sign everybody out: whoever signed in before this moment is nobody from the next page on."""

import re
import secrets
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import SettingsError
from etl.settings import secrets_file

_FILE = "signed-out-at"
_SECRET = re.compile(r"^(\s*cookie_secret\s*=\s*).*$", re.MULTILINE)


def sign_out_everyone(home: Path, now: datetime) -> bool:
    """Refuse every sign-in before ``now``, and change the cookie secret in secrets.toml.

    False: the secret is not in the file but in the environment, where somebody must change it. A
    running dashboard takes the new secret when it starts again; the moment counts at once.
    """
    secrets_file(home).parent.mkdir(parents=True, exist_ok=True)
    (secrets_file(home).parent / _FILE).write_text(now.astimezone(UTC).isoformat() + "\n", "utf-8")
    try:
        before = secrets_file(home).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    after, number = _SECRET.subn(rf'\g<1>"{secrets.token_urlsafe(48)}"', before)
    secrets_file(home).write_text(after, encoding="utf-8")
    return number > 0


def signed_out_at(home: Path) -> datetime | None:
    """The moment before which no sign-in counts. Raises SettingsError where it cannot be told."""
    file = secrets_file(home).parent / _FILE
    try:
        moment = datetime.fromisoformat(file.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SettingsError(
            f".streamlit/{_FILE} cannot be read. Run: uptake access sign-out-everyone"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
