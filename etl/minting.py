"""Links to post: one idea, one tagged address for each audience, and their registry rows."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from etl.errors import UptakeError
from etl.ideas import audience_tag, idea_address, idea_id, unwrapped
from etl.spreadsheets import plain_cell

MEDIUM = "internal-social"
"""The utm_medium of every link we mint."""

REGISTRY_COLUMNS = (
    "idea_title",
    "destination",
    "link",
    "audience_department",
    "posted_at",
    "posted_where",
    "posted_by",
    "found_in",
)
"""The header of the link registry, in its order."""

_OURS = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_content"})
_LONGEST_SLUG = 60
_USER_NAME = re.compile(r"https?://[^/?#]*@", re.IGNORECASE)


class MintError(UptakeError):
    """A link cannot be minted or registered; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class MintedLink:
    """One address to post to one department. ``title`` and ``destination`` are the idea's."""

    title: str
    destination: str
    link: str
    department: str
    found_in: str
    posted_by: str


def mint(
    title: str,
    destination: str,
    departments: Sequence[str],
    *,
    found_in: str,
    posted_by: str,
    source: str = "viva-engage",
    campaign: str | None = None,
) -> tuple[MintedLink, ...]:
    """One tagged link per department code (lower-cased), in the order given.

    ``campaign`` is a slug of the title unless given. Query and fragment of the destination stay;
    only a utm_source, utm_medium or utm_campaign that it already has gives way to ours. Each link
    stands for the destination's idea and carries its department: ``idea_address(link)`` and
    ``audience_tag(link)`` say so. Raises MintError if it cannot be so.
    """
    title = _one_line(title)
    if not title:
        raise MintError("The idea has no title: give it one that colleagues will recognise.")
    target = _checked(destination)
    name = campaign or _slug(title) or idea_id(idea_address(target) or "")
    tags = {"utm_source": source, "utm_medium": MEDIUM, "utm_campaign": name}
    return tuple(
        MintedLink(
            title=title,
            destination=target,
            link=_tagged(target, tags, department),
            department=department,
            found_in=_one_line(found_in),
            posted_by=_one_line(posted_by),
        )
        for department in _codes(departments)
    )


def registry_rows(links: Iterable[MintedLink]) -> list[dict[str, str]]:
    """The registry's row of each link; when and where it is posted is left to be filled in.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    return [
        {
            "idea_title": plain_cell(link.title),
            "destination": plain_cell(link.destination),
            "link": plain_cell(link.link),
            "audience_department": plain_cell(link.department),
            "posted_at": "",
            "posted_where": "",
            "posted_by": plain_cell(link.posted_by),
            "found_in": plain_cell(link.found_in),
        }
        for link in links
    ]


def append_registry(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Add ``rows`` at the end of the registry CSV (UTF-8), which is begun if there is none.

    Not a byte of what is there is rewritten; a missing final line end is added. Raises MintError
    if the file is no registry or its last line is broken, OSError if it cannot be written.
    """
    before = path.read_bytes() if path.exists() else b""
    line_end = "\r\n" if b"\r\n" in before else "\n"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, REGISTRY_COLUMNS, lineterminator=line_end)
    if before.strip(b"\xef\xbb\xbf\r\n"):
        _check_registry(path, before)
        if not before.endswith((b"\n", b"\r")):
            text.write(line_end)
    else:
        writer.writeheader()
    writer.writerows(rows)
    with path.open("ab") as file:
        file.write(text.getvalue().encode("utf-8", "replace"))


def _checked(destination: str) -> str:
    target = unwrapped(destination)
    if target is None or idea_address(target) is None:
        raise MintError(
            "The destination is not a web address: give it in full, beginning with https://."
        )
    if _USER_NAME.match(target):
        raise MintError("The destination carries a user name: give the address without it.")
    if any(_name(part) == "utm_content" for part in re.split("[?&#]", target)):
        raise MintError(
            "The destination already has a utm_content, which is where the department goes: "
            "give the address without it."
        )
    return target.replace(" ", "%20")


def _codes(departments: Sequence[str]) -> list[str]:
    codes = [_one_line(department).lower() for department in departments]
    if not codes:
        raise MintError("No department is named: give the code of at least one.")
    if not all(codes):
        raise MintError("A department code is empty: give each department its code.")
    if len(set(codes)) < len(codes):
        raise MintError("A department code is given twice: name each department once.")
    return codes


def _tagged(target: str, tags: Mapping[str, str], department: str) -> str:
    before, mark, fragment = target.partition("#")
    base, _, query = before.partition("?")
    kept = [part for part in query.split("&") if part and _name(part) not in _OURS]
    ours = {**tags, "utm_content": department}
    added = [f"{name}={quote(value, safe='', errors='replace')}" for name, value in ours.items()]
    link = f"{base}?{'&'.join(kept + added)}{mark}{fragment}"
    if idea_address(link) != idea_address(target):
        raise MintError("The destination is too long to carry a tag: give a shorter address.")
    if audience_tag(link) != department:
        raise MintError(
            "A department code cannot travel in an address: use letters, digits and hyphens."
        )
    return link


def _name(parameter: str) -> str:
    return unquote(parameter.partition("=")[0]).lower()


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _check_registry(path: Path, content: bytes) -> None:
    try:
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
        rows = csv.reader(lines, strict=True)
        header = next(rows, [])
        for _ in rows:
            pass
    except UnicodeDecodeError:
        raise MintError(
            f"{path.name} is not UTF-8: save it as “CSV UTF-8” in the spreadsheet program."
        ) from None
    except csv.Error:
        raise MintError(
            f"{path.name}, line {rows.line_num}: a quotation mark is opened and not closed "
            "properly; correct the line first."
        ) from None
    if tuple(cell.strip() for cell in header) != REGISTRY_COLUMNS:
        raise MintError(
            f"{path.name}, line 1: these are not the columns of the link registry; they must be "
            f"{', '.join(REGISTRY_COLUMNS)}, in this order and separated by commas."
        )
