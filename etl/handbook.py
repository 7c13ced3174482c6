"""docs/sources.md, written from the declarations of the sources."""

from collections.abc import Iterator

from etl.catalogue import sources
from etl.source import Field, Source

_INTRODUCTION = """# Sources

Every file that Uptake reads, by the headings of its columns. The order of the columns does not
matter, columns that are not named here are ignored, and capitals, spaces and underscores in a
heading make no difference. `uptake check FILE` tells what a file is and what loading it would do.

A column marked **needed** must be there; *filled* means that every line must have a value. A column
marked with its kind of identifier becomes a keyed hash while it is read.

This page is generated from the declarations in `etl/sources/` (`python -m scripts.docs`).
"""


def sources_markdown() -> str:
    """The page, with one section per source."""
    sections = "\n".join("\n".join(_section(source)) for source in sources())
    return f"{_INTRODUCTION}\n{sections}"


def _section(source: Source) -> Iterator[str]:
    yield f"## {source.label}"
    yield ""
    if source.entry:
        yield f"`{source.entry}` of the ZIP, or that file alone."
        yield ""
    yield "| column | also called | what it must be |"
    yield "|---|---|---|"
    read: dict[str, Field] = {}
    for field in source.fields:
        read.setdefault(field.aliases[0], field)  # links and hashtags stand in one column
    for field in read.values():
        others = ", ".join(f"`{alias}`" for alias in field.aliases[1:])
        yield f"| `{field.aliases[0]}` | {others} | {_demands(field)} |"
    yield ""


def _demands(field: Field) -> str:
    demands = [field.kind.value]
    if field.required:
        demands.append("**needed**")
    if field.filled:
        demands.append("*filled*")
    if field.private:
        demands.append(f"hashed ({field.private})")
    return ", ".join(demands)
