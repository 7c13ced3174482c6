"""Named events, written by ``uptake annotate`` or by hand: what explains a week."""

from datetime import datetime

from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Source, by_header
from etl.warehouse.schema import event


def _noted(export: Export) -> datetime | None:
    """Of two notes on one event the later holds, also where both came in one second of loading."""
    (noted,) = export.one("select max(noted_at) from staged")
    return noted if isinstance(noted, datetime) else None


SOURCE = Source(
    name="event",
    label="Named events",
    fields=(
        Field("date", ("event_date",), Kind.DATE, required=True, filled=True),
        Field("name", ("event_name",), Kind.LABEL, required=True, filled=True),
        Field("is_rebase", ("new_baseline",), Kind.FLAG),
        Field("is_removed", ("removed",), Kind.FLAG),
        Field("noted_at", ("noted_at",), Kind.INSTANT),
    ),
    loads=(
        Load(
            event,
            """
            select record_no, date, name, coalesce(is_rebase, false) as is_rebase,
                coalesce(is_removed, false) as is_removed
            from staged
            """,
        ),
    ),
    dated=_noted,
    recognise=by_header("event_date", "event_name"),
)
