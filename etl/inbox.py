"""The inbox: where exports are dropped."""

from pathlib import Path

from etl.settings import Settings


def waiting(settings: Settings) -> list[Path]:
    """The files that wait to be loaded, by name; hidden ones are passed over."""
    settings.inbox.mkdir(parents=True, exist_ok=True)
    return sorted(
        path
        for path in settings.inbox.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )
