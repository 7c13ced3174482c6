"""The names that config.toml may hold: one that nobody reads is a slip, and would go unnoticed."""

from collections.abc import Collection
from dataclasses import fields

from etl.errors import SettingsError
from etl.settings.calendar import Calendar
from etl.settings.document import Table, table_in
from etl.settings.matching import Matching
from etl.settings.organisation import Network, Organisation, Staff, Target
from etl.settings.serving import Privacy, Serve
from etl.settings.sign_in import Access

_SECTIONS = {
    "organisation": Organisation,
    "network": Network,
    "matching": Matching,
    "target": Target,
    "staff": Staff,
    "calendar": Calendar,
    "privacy": Privacy,
    "serve": Serve,
    "access": Access,
}
_CLICKS = ("time_zone", "prefer")
_CLICK_SOURCES = ("shlink", "bitly", "kutt", "yourls", "access_log")
_CLICK_SOURCE = ("base", "not_human")
_CLICK_TABLE = ("columns", "unit", "filter")


def refuse_unknown(document: Table) -> None:
    """Raise SettingsError at the first section or entry that has no meaning.

    What ``[fetch.*]`` may hold is known to the fetchers.
    """
    _refuse(document, (*_SECTIONS, "clicks", "fetch"), "[{}]")
    for section, shape in _SECTIONS.items():
        names = [each.name for each in fields(shape)]
        _refuse(table_in(document, section), names, f"[{section}] {{}}")
    _refuse_clicks(table_in(document, "clicks"))


def _refuse_clicks(clicks: Table) -> None:
    _refuse(clicks, (*_CLICKS, *_CLICK_SOURCES, "csv"), "[clicks] {}")
    for source in _CLICK_SOURCES:
        _refuse(table_in(clicks, source), _CLICK_SOURCE, f"[clicks.{source}] {{}}")
    tables = table_in(clicks, "csv")
    for name in tables:
        _refuse(table_in(tables, name), _CLICK_TABLE, f"[clicks.csv.{name}] {{}}")


def _refuse(table: Table, known: Collection[str], entry: str) -> None:
    for name in table:
        if name not in known:
            raise SettingsError(
                f"config.toml: {entry.format(name)} is none of {', '.join(known)}. "
                "Mend it and start again."
            )
