"""Links among the attachments of messages: how a network export writes them.

Workbench SQL. An attachment that is a link begins with ``opengraphobject:[``; a number and the
address follow, and in the newest spelling a title and a description::

    opengraphobject:[351561244 : https://x.example/a : title="What we learned" : description="…"]

An address without a number before it is none. Titles may hold commas, colons and quotation marks.
"""

_BEGINS = "opengraphobject:["

FOUND = (
    f"case when contains({{value}}, '{_BEGINS}') then string_split({{value}}, '{_BEGINS}')[2:] end"
)
"""What follows the beginning of each link in a cell. Expression of a field, over {value}."""

# Nearly all are of the newest spelling, with no quotation mark in the title: one look tells both.
_USUAL = (
    r"regexp_extract({written}, '^\d+ : (\S+) : title=\"([^\"]*)\" : description=', "
    "['address', 'title'])"
)
_ADDRESS = (
    r"case when contains({written}, ' : title=') then coalesce("
    r"nullif(regexp_extract({written}, '^\d+ : (\S+) : title=', 1), ''), {bare}) else {bare} end"
)
_BARE = r"nullif(regexp_extract({written}, '^\d+ : ([^\s\]]+)\]', 1), '')"
_TITLE = (
    "case when contains({written}, '\" : description=') then nullif(trim("
    "split_part(split_part({written}, ' : title=\"', 2), '\" : description=', 1)), '') end"
)


def links(written: str, rows: str, *kept: str) -> str:
    """The query that reads the column ``written`` of ``rows``: columns ``kept``, address, title."""
    bare = _BARE.format(written=written)
    address = _ADDRESS.format(written=written, bare=bare)
    columns = ", ".join(kept)
    return f"""
        select {columns},
            case when is_usual then usual.address else {address} end as address,
            case when is_usual then usual.title else {_TITLE.format(written=written)} end as title
        from (
            select *, usual.address <> '' and usual.title >= '!'
                and not ends_with(usual.title, ' ') as is_usual
            from (select *, {_USUAL.format(written=written)} as usual from ({rows})))
    """
