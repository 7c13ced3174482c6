"""What the click sources share: series, event keys, and the way from a click to the facts.

A source's ``prepare`` makes the views these loads read, out of ``staged``:

``clicks`` (clicks one by one): record_no, event_key, link, clicked_at, bot_reason, address, agent.
``totals`` (counts): record_no, link, start_at, end_at, click_count. ``targets`` (where links
lead): record_no, link, destination, audience, title.

A link is an address, or a path on the server that is configured for the source; without one the
path is its own key.
"""

from collections.abc import Mapping, Sequence

from etl import bots
from etl.ideas import link_key
from etl.reading.rows import rows_table
from etl.source import Export, Field, Load, Notice
from etl.warehouse.schema import click, click_series, click_total, link_target
from etl.zones import utc_from_local

TARGETS = Load(
    link_target,
    """
    select max(t.record_no) as record_no, coalesce(a.link_key, t.link) as link_key,
        d.idea_id, d.address, coalesce(t.audience, d.audience) as audience_label, t.title
    from targets t
    left join addresses a on a.raw = t.link
    join addresses d on d.raw = t.destination
    where d.idea_id is not null
    group by all
    """,
)

# What costs at millions of rows: blanks that nobody writes are not looked for, and time zones are
# a few comparisons. A condition does not hold for an empty cell either.
AS_WRITTEN = "{value}"
"""The field expression of a text that is only looked at, such as a user agent."""

_UNNAMED = "case when {value} is not null then hash({value}) end"
IS_FILLED = ("{value} is not null and {value} <> ' '", "is empty")
IS_NUMBER = (
    "coalesce(regexp_full_match({value}, '[0-9]+'), false)",
    "is not a whole number; export the file again and do not open it in Excel first",
)
IS_LOCAL_TIME = (
    "clicked_at is not null and {value}[20] in ('', '.')",
    "is not a time such as 2026-11-22 09:30:00",
)


def visitor(
    user_agent: tuple[str, ...],
    referrer: tuple[str, ...],
    address: tuple[str, ...] = (),
    not_human: Sequence[str] = (),
) -> tuple[Field, ...]:
    """What is kept of who made a click until it is judged. The arguments are headers with aliases.

    ``agent`` and ``address`` are numbers that can only be compared.
    """
    reason = bots.bot_reason("\0", not_human).replace("{", "{{").replace("}", "}}")
    fields = (
        Field("agent_reason", user_agent, expression=reason.replace("\0", "{value}")),
        Field("agent", user_agent, expression=_UNNAMED),
        Field("is_gateway", referrer, expression=bots.is_gateway("{value}")),
    )
    return (*fields, Field("address", address, expression=_UNNAMED)) if address else fields


JUDGED = "coalesce(agent_reason, case when is_gateway then 'prefetch' end)"
"""The bot_reason that the fields of a visitor give."""


def local_time(time_zone: str) -> str:
    """The field expression of a time by the clocks of a zone, as IS_LOCAL_TIME checks it."""
    return utc_from_local("try_cast({value} as timestamp)", time_zone)


_REPEATED = """
    create or replace temp table repeated as
    select record_no, '-' || number as number from (
        select record_no, row_number() over (partition by event_key order by record_no) as number
        from clicks
        where hash(event_key) in (
            select hash(event_key) from clicks group by 1 having count(*) > 1))
    where number > 1
"""


def literal(value: str) -> str:
    """A text of config.toml as a literal of a query."""
    return "'" + value.replace("'", "''") + "'"


def days_of(instant: str) -> str:
    """What ``covers`` of instants is: their first and last day, converted twice, not per row."""
    return f"unnest([local_date(min({instant})), local_date(max({instant}))])"


def fingerprint(*texts: str) -> str:
    """The expression of an event key: a keyed hash, since it may cover who made the click.

    Of equal ones the second and later get their number appended, so that two equal clicks in one
    second both count, and files that overlap still agree.
    """
    parts = " || chr(31) || ".join(f"coalesce({text}, '')" for text in texts)
    return f"left(md5(key_name('click') || {parts}), 20)"


def events(series_id: str, is_numbered: bool = True) -> Load:
    """Clicks one by one. ``is_numbered``: event keys are fingerprints, not the source's own."""
    number = "|| coalesce(repeated.number, '')" if is_numbered else ""
    join = "left join repeated on repeated.record_no = c.record_no" if is_numbered else ""
    return Load(
        click,
        f"""
        select c.record_no, {literal(series_id)} as series_id, c.event_key {number} as event_key,
            links.c1 as link_key, c.clicked_at,
            coalesce(c.bot_reason, case when burst.record_no is not null then 'burst' end)
                as bot_reason
        from clicks c
        join links on links.c0 = c.link
        left join burst on burst.record_no = c.record_no
        {join}
        """,
    )


def totals(series_id: str) -> Load:
    """Counts of clicks by period, as the source counted them: nothing is flagged."""
    return Load(
        click_total,
        f"""
        select max(record_no) as record_no, {literal(series_id)} as series_id,
            coalesce(a.link_key, t.link) as link_key, start_at, end_at,
            sum(click_count)::integer as click_count, 0 as bot_count
        from totals t left join addresses a on a.raw = t.link
        group by all
        """,
    )


def series(
    series_id: str,
    *,
    unit: str,
    vendor_filter: str,
    grain: str,
    time_zone: str = "'UTC'",
    at_least: str = "false",
) -> Load:
    """The one row of click_series, if there is any click.

    ``time_zone`` and ``at_least`` (whether clicks are known to lack) are expressions.
    """
    rows = "clicks" if grain == "event" else "totals"
    return Load(
        click_series,
        f"""
        select 0 as record_no, {literal(series_id)} as series_id,
            {literal(series_id.split(":")[0])} as source, {literal(unit)} as unit,
            {literal(vendor_filter)} as filter, {literal(grain)} as grain,
            {time_zone} as time_zone, {at_least} as is_at_least
        where exists (select 1 from {rows})
        """,
    )


def own_time_zone(export: Export) -> Mapping[str, object]:
    """The parameter ``$time_zone``: of clicks whose times name no zone."""
    return {"time_zone": export.settings.clicks.time_zone}


def prepare_events(export: Export, clicks: str, is_numbered: bool = True) -> tuple[Notice, ...]:
    """Make ``clicks`` from a query over ``staged``, number equal ones, and find bursts."""
    export.con.execute(f"create or replace temp view clicks as {clicks}")
    if is_numbered:
        export.con.execute(_REPEATED)
    return bots.find_bursts(export)


def map_links(export: Export, source: str = "") -> None:
    """Make ``links`` (c0 a link, c1 its key), worked out once for each link that was opened.

    ``source``: whose configured address goes before a path.
    """
    base = export.settings.clicks.bases.get(source, "").rstrip("/")
    found = export.con.execute("select distinct link from clicks").fetchall()
    keys = [(link, link_key(base + link) or link) for (link,) in found]
    rows_table(export.con, "links", ("link", "link_key"), keys)
