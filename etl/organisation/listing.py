"""As of when a list of people is, and which of two lists of one date is the later export."""

from collections.abc import Mapping
from datetime import date, datetime

from etl.source import Export


def latest_date(export: Export) -> date | None:
    """The latest ``effective_date`` in ``staged``."""
    (latest,) = export.one("select max(effective_date) from staged")
    return latest if isinstance(latest, date) else None


def list_exported(export: Export) -> datetime | None:
    """Of two lists of one date the later export holds: by a date in the name that is later than
    the list's own, else by when the file was saved.
    """
    latest = latest_date(export)
    return None if latest is None or export.exported_at.date() > latest else export.saved_at


def export_date(export: Export) -> Mapping[str, object]:
    """As of when people are listed who stand there without a date."""
    return {"export_date": latest_date(export) or export.exported_at.date()}
