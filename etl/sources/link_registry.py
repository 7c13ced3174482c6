"""The link registry: which link carried which idea to which audience. Kept by the comms team."""

from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import registry

_IS_ADDRESS = (
    "regexp_matches(trim({value}), '^(?i)(https?://)?[^/\\s:@]+\\.[^/\\s]+(/\\S*)?$')",
    "is not a web address",
)
_WITH_SCHEME = (
    "case when contains({value}, '://') then trim({value}) "
    "when trim({value}) <> '' then 'https://' || trim({value}) end"
)

SOURCE = Source(
    name="link_registry",
    label="Link registry",
    fields=(
        Field("title", ("idea_title", "Idea", "Title"), Kind.LABEL, required=True, filled=True),
        Field(
            "destination",
            ("destination", "Destination address", "URL"),
            required=True,
            filled=True,
            expression=_WITH_SCHEME,
            check=_IS_ADDRESS,
        ),
        Field(
            "link",
            ("link", "Short link", "Posted link"),
            required=True,
            filled=True,
            expression=_WITH_SCHEME,
            check=_IS_ADDRESS,
        ),
        Field("audience_label", ("audience_department", "Audience", "Department"), Kind.LABEL),
        Field("posted_at", ("posted_at", "Posted", "Date posted"), Kind.DATE),
        Field("posted_where", ("posted_where", "Community", "Where"), Kind.LABEL),
        Field("posted_by_key", ("posted_by", "By"), private="name"),
        Field("found_in", ("found_in", "Source", "Found"), Kind.LABEL),
    ),
    addresses=("select link from staged", "select destination from staged"),
    loads=(
        Load(
            registry,
            """
            select record_no, l.link_key, coalesce(posted_where, '') as posted_where, d.idea_id,
                d.address, title, coalesce(audience_label, l.audience) as audience_label, found_in,
                posted_by_key, posted_at::timestamp as posted_at
            from staged
            join addresses l on l.raw = staged.link
            join addresses d on d.raw = staged.destination
            where d.idea_id is not null
            """,
        ),
    ),
    covers="posted_at",
    recognise=by_header("idea_title", "destination", "link", "audience_department"),
)
