"""[clicks]: where clicks come from and how their tables are mapped."""

from collections.abc import Mapping
from dataclasses import dataclass

from etl.settings.document import Table, table_in, text_in, texts_in, wrong, zone_in


@dataclass(frozen=True, slots=True)
class ClickTable:
    """How a CSV of clicks of an unknown tool is mapped. ``columns``: our column -> its header."""

    name: str
    columns: Mapping[str, str]
    unit: str
    filter: str


@dataclass(frozen=True, slots=True)
class Clicks:
    """Click sources. ``bases``: source -> address that its short codes are appended to."""

    time_zone: str
    prefer: tuple[str, ...]
    bases: Mapping[str, str]
    not_human: tuple[str, ...]
    tables: tuple[ClickTable, ...]


def read_clicks(table: Table) -> Clicks:
    sources = {name: value for name, value in table.items() if isinstance(value, dict)}
    tables = table_in(table, "csv")
    return Clicks(
        time_zone=zone_in(table),
        prefer=texts_in(table, "prefer", ("shlink", "bitly", "kutt", "yourls", "access_log")),
        bases={
            name: base for name, value in sources.items() if (base := text_in(value, "base", ""))
        },
        not_human=texts_in(table_in(table, "access_log"), "not_human", ()),
        tables=tuple(_click_table(name, table_in(tables, name)) for name in sorted(tables)),
    )


def _click_table(name: str, table: Table) -> ClickTable:
    columns = table_in(table, "columns")
    known = {"link", "clicked_at", "date", "clicks", "user_agent", "referrer"}
    if "link" not in columns or not known.issuperset(columns):
        raise wrong(f"[clicks.csv.{name}] columns", f"link and some of {', '.join(sorted(known))}")
    if ("clicked_at" in columns) == ("date" in columns and "clicks" in columns):
        raise wrong(f"[clicks.csv.{name}] columns", "either clicked_at, or date and clicks")
    unit, filter_ = text_in(table, "unit", "clicks"), text_in(table, "filter", "none")
    return ClickTable(name, {key: str(value) for key, value in columns.items()}, unit, filter_)
