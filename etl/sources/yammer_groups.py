"""Groups.csv of the Yammer / Viva Engage network export."""

from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import community

SOURCE = Source(
    name="yammer_groups",
    label="Network export: communities",
    entry="Groups.csv",
    fields=(
        Field("place_id", ("id",), Kind.ID, required=True, filled=True),
        Field("name", ("name",), Kind.LABEL, required=True),
        Field("is_private", ("private",), Kind.FLAG),
    ),
    loads=(
        Load(
            community,
            """
            select record_no,
                case when lower(name) = 'all company' then 'all_company'
                     else place_id end as place_id,
                name, coalesce(is_private, false) as is_private
            from staged
            """,
        ),
    ),
    recognise=by_header("id", "name", "private", "external", unless=("state", "email")),
)
