"""Clicks from any other tool: a CSV whose columns are mapped under [clicks.csv.NAME]."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from etl import clicks
from etl.reading.convert import Kind
from etl.settings import ClickTable, Settings
from etl.source import Export, Field, Load, Notice, Source, by_header

_CLICKS = f"""
    select record_no, link, clicked_at, agent, null::ubigint as address,
        {clicks.JUDGED} as bot_reason,
        {clicks.fingerprint("link", "clicked_at::varchar", "user_agent", "referrer")} as event_key
    from staged
"""
_TOTALS = """
    create or replace temp view totals as
    select record_no, link, click_count,
        (day::timestamp at time zone {zone}) at time zone 'UTC' as start_at,
        ((day + interval 1 day)::timestamp at time zone {zone}) at time zone 'UTC' as end_at
    from staged
"""
_OPTIONAL = ("user_agent", "referrer")
_BY_CLICK = ClickTable("NAME", {"link": "Link", "clicked_at": "Time"}, "clicks", "none")


def _link(table: ClickTable) -> Field:
    return Field("link", (table.columns["link"],), required=True, filled=True)


def _click_fields(table: ClickTable, time_zone: str, not_human: Sequence[str]) -> tuple[Field, ...]:
    """A column that is not mapped is one the file does not have, whatever its headers."""
    columns = table.columns
    time = (columns["clicked_at"],)
    agent, referrer = ((columns.get(name, f"({name}: not mapped)"),) for name in _OPTIONAL)
    return (
        _link(table),
        Field("clicked_at", time, Kind.INSTANT, required=True, filled=True, zone=time_zone),
        Field("user_agent", agent),
        Field("referrer", referrer),
        *clicks.visitor(agent, referrer, not_human=not_human),
    )


def _total_fields(table: ClickTable) -> tuple[Field, ...]:
    columns = table.columns
    return (
        _link(table),
        Field("day", (columns["date"],), Kind.DATE, required=True, filled=True),
        Field("click_count", (columns["clicks"],), Kind.COUNT, required=True, filled=True),
    )


def _prepare_clicks(export: Export) -> tuple[Notice, ...]:
    notices = clicks.prepare_events(export, _CLICKS)
    clicks.map_links(export)
    return notices


def _prepare_totals(export: Export) -> tuple[Notice, ...]:
    zone = clicks.literal(export.settings.clicks.time_zone)
    export.con.execute(_TOTALS.format(zone=zone))
    return ()


def _loads(table: ClickTable, rows: Callable[[str], Load], grain: str) -> tuple[Load, ...]:
    series_id = f"csv:{table.name}"
    told = clicks.series(
        series_id,
        unit=table.unit,
        vendor_filter=table.filter,
        grain=grain,
        time_zone="$time_zone",
    )
    return rows(series_id), told


def _source(table: ClickTable, time_zone: str, not_human: Sequence[str] = ()) -> Source:
    is_by_click = "clicked_at" in table.columns
    fields = _click_fields(table, time_zone, not_human) if is_by_click else _total_fields(table)
    return Source(
        name="click_csv",
        label=f"Clicks of another tool (CSV mapped under [clicks.csv.{table.name}])",
        fields=fields,
        addresses=("select distinct link from staged",),
        prepare=_prepare_clicks if is_by_click else _prepare_totals,
        parameters=clicks.own_time_zone,
        loads=(
            _loads(table, clicks.events, "event")
            if is_by_click
            else _loads(table, clicks.totals, "day")
        ),
        covers=clicks.days_of("clicked_at") if is_by_click else "day",
        recognise=by_header(*table.columns.values()),
    )


def configured(settings: Settings) -> tuple[Source, ...]:
    """One source for each table of config.toml."""
    told = settings.clicks
    return tuple(_source(table, told.time_zone, told.not_human) for table in told.tables)


SOURCE = replace(_source(_BY_CLICK, "Europe/London"), recognise=lambda _: 0)
"""What the handbook shows. Until a table is mapped no file is one."""
