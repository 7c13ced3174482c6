"""yourls_url: where each short code of the YOURLS server leads."""

from etl import clicks
from etl.reading.convert import Kind
from etl.settings import Settings
from etl.source import Export, Field, Notice, Source, by_header

_TARGETS = """
    create or replace temp view targets as
    select record_no, link, destination, null::varchar as audience, title from staged
"""


def _fields(base: str = "") -> tuple[Field, ...]:
    before = clicks.literal(base.rstrip("/") + "/").replace("{", "{{").replace("}", "}}")
    link = f"{before} || trim({{value}})"
    return (
        Field("link", ("keyword",), required=True, filled=True, expression=link),
        Field("destination", ("url",), required=True, filled=True),
        Field("title", ("title",), Kind.LABEL),
    )


def _fields_for(settings: Settings) -> tuple[Field, ...]:
    """Short codes belong to the address of the server."""
    return _fields(settings.clicks.bases.get("yourls", ""))


def _prepare(export: Export) -> tuple[Notice, ...]:
    export.con.execute(_TARGETS)
    return ()


SOURCE = Source(
    name="yourls_url",
    label="YOURLS links (table yourls_url as CSV)",
    fields=_fields(),
    fields_for=_fields_for,
    addresses=("select link from staged", "select destination from staged"),
    prepare=_prepare,
    loads=(clicks.TARGETS,),
    recognise=by_header("keyword", "url", "title", unless=("shorturl",)),
)
