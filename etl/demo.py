"""The demonstration: a made-up organisation is simulated, loaded and published. Once."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl.editions.shelf import open_shelf
from etl.errors import LoadError
from etl.run import Say, load
from etl.settings import Settings, load_settings
from etl.simulate import config_text, simulate

STAFF, MONTHS, SEED = 5000, 14, 1


def prepare_demo(home: Path, say: Say) -> None:
    """Have a published edition of the made-up organisation in ``home``.

    LoadError where ``home`` holds exports of a real one: the two must not be mixed.
    """
    home.mkdir(parents=True, exist_ok=True)
    config = home / "config.toml"
    if not config.exists():
        config.write_text(config_text(), encoding="utf-8")
    settings = load_settings(home)
    mark = settings.data / "demo"
    if not mark.exists():
        _refuse_mixing(settings)
        mark.parent.mkdir(exist_ok=True)
        mark.write_text("The exports here are made up. Delete data/ to begin with your own.\n")
    elif open_shelf(settings).current() is not None:
        say("The demonstration is loaded already.")
        return
    _write_exports(settings, say)
    say(load(settings, None, say).sentence)


def _refuse_mixing(settings: Settings) -> None:
    kept = [*settings.inbox.glob("*"), *(settings.data / "snapshots").glob("*/*")]
    if kept or open_shelf(settings).current() is not None:
        raise LoadError(
            "This home holds exports already, and the demonstration would mix with them. "
            "Give it a home of its own: uptake demo --home DIR"
        )


def _write_exports(settings: Settings, say: Say) -> None:
    """Simulate up to yesterday, so that nothing looks out of date, into the inbox."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    settings.inbox.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data) as folder:
        exports = Path(folder)
        simulate(exports, staff=STAFF, months=MONTHS, seed=SEED, as_of=yesterday, progress=say)
        (exports / "truth.json").unlink()
        for export in exports.iterdir():
            shutil.move(export, settings.inbox / export.name)
