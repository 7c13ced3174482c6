"""The demonstration: a made-up organisation is simulated, loaded and published. Once."""

import shutil
import tempfile
from pathlib import Path

from etl.editions.shelf import open_shelf
from etl.run import Say, load
from etl.settings import load_settings
from etl.simulate import config_text, simulate

STAFF, MONTHS, SEED = 5000, 14, 1
FOLDER = "demo"


def prepare_demo(home: Path, say: Say) -> Path:
    """Have a published edition of the made-up organisation in ``home``; returns ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    if open_shelf(load_settings(home)).current() is not None:
        say("The demonstration is loaded already.")
        return home
    with tempfile.TemporaryDirectory(dir=home) as folder:
        exports = Path(folder)
        simulate(exports, staff=STAFF, months=MONTHS, seed=SEED, progress=say)
        inbox = home / "data" / "inbox"
        inbox.mkdir(parents=True, exist_ok=True)
        for export in sorted(exports.iterdir()):
            if export.name not in {"truth.json", "config.toml"}:
                shutil.move(export, inbox / export.name)
    config = home / "config.toml"
    if not config.exists():
        config.write_text(config_text(), encoding="utf-8")
    outcome = load(load_settings(home), None, say)
    say(outcome.sentence)
    return home
