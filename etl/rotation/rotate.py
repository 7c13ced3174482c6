"""Every key of an installation is replaced, or added to, in steps that the next run takes up."""

from collections.abc import Callable
from datetime import UTC, datetime

from etl.access.sign_out import sign_out_everyone
from etl.audit import AuditLog
from etl.errors import SettingsError
from etl.identity import keys
from etl.identity.keys import load_key
from etl.kept import KeptExports
from etl.locking import one_at_a_time
from etl.plural import plural
from etl.rotation.catching_up import catch_up
from etl.rotation.warehouse import made_with
from etl.secret_file import new_secret, write_secrets
from etl.settings import Settings, secrets_file
from etl.staging import prepare_bench
from etl.warehouse.compacting import compact
from etl.warehouse.engine import Warehouse, open_warehouse

Say = Callable[[str], None]

_WAIT_SECONDS = 60.0
_MAKE = "python3 -c 'import secrets; print(secrets.token_hex(32))'"


def rotate(settings: Settings, say: Say) -> None:
    """Rotate the keys behind hashes, of kept exports and of sign-in cookies; note it in the audit.

    Finishes a rotation that was interrupted, instead. Raises Busy while a load runs, SettingsError
    where the keys come from the environment and there is no newer one.
    """
    with one_at_a_time(settings.data / "load.lock", _WAIT_SECONDS):
        with open_warehouse(settings) as warehouse:
            _rotate_hashes(warehouse, settings, say)
        compact(settings)
        _rotate_exports(settings, say)
    AuditLog(settings.audit).note_command("keys", "rotate")
    _sign_out(settings, say)
    say("Back up the keys now, apart from the rest.")


def _rotate_hashes(warehouse: Warehouse, settings: Settings, say: Say) -> None:
    key = load_key(settings)
    prepare_bench(warehouse.bench, settings, key)
    if catch_up(warehouse, settings, key, say):
        say(f"The rotation to key {len(key)} is finished.")
        return
    if settings.keys:
        raise SettingsError(
            f"The keys come from the environment. Add UPTAKE_KEY_{len(key) + 1}, made with "
            f"{_MAKE}, beside those that are there, and run this again."
        )
    write_secrets(keys.key_file(settings), [*key.keys, new_secret()])
    longer = load_key(settings)
    prepare_bench(warehouse.bench, settings, longer)
    catch_up(warehouse, settings, longer, say)
    say(f"Every hash of a person is now made with {len(longer)} keys. Keep them all.")


def _rotate_exports(settings: Settings, say: Say) -> None:
    if not settings.privacy.encrypt_exports:
        return
    kept = KeptExports(settings)
    if settings.exports_keys:
        say(
            "The key of kept exports comes from the environment. To replace it, name it "
            f"UPTAKE_EXPORTS_KEY_BEFORE, put a new one, made with {_MAKE}, into "
            "UPTAKE_EXPORTS_KEY, and load."
        )
        return
    kept.add_key()
    count, problems = kept.seal_all()
    say(f"Encrypted with a new key: {plural(count, 'export')}.")
    for problem in problems:
        say(problem)


def _sign_out(settings: Settings, say: Say) -> None:
    if not secrets_file(settings.home).exists():
        return
    try:
        is_changed = sign_out_everyone(settings.home, datetime.now(UTC))
    except PermissionError:
        say("As the dashboard's user, run: uptake access sign-out-everyone")
        return
    say("Whoever signed in must sign in again; restart the dashboard for the new secret.")
    if not is_changed:
        say("Change UPTAKE_AUTH_COOKIE_SECRET too.")


def status(settings: Settings, say: Say) -> None:
    """Say which keys there are, and what rests on them. Tells nothing of a key itself."""
    with (
        one_at_a_time(settings.data / "load.lock", _WAIT_SECONDS),
        open_warehouse(settings) as warehouse,
    ):
        key = load_key(settings)
        since = made_with(warehouse, key)
    where = "the environment" if settings.keys else "data/key"
    say(f"Hashes of people: {plural(len(key), 'key')} in {where}; none may be lost.")
    if since < len(key):
        say(f"The warehouse was made with {since} of them. Finish it: uptake keys rotate")
    newest, earlier, plain = KeptExports(settings).counted()
    where = "the environment" if settings.exports_keys else "data/exports.key"
    say(
        f"Kept exports: {newest:,} encrypted with the newest key in {where}, {earlier:,} with "
        f"another, {plain:,} not encrypted."
    )
