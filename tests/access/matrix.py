"""Who sees what: the one table that every test of access is held against.

``yes``: the page. ``own``: the page, with Housing alone of all departments (the manager heads it).
``no``: "This is not yours to see". ``none``: "There is no such department". Whoever has no role, or
whose sign-in does not count, is turned away from every page (``OUT``).
"""

from typing import NamedTuple

from tests.app.town import HANDOVER

TABLE = """
page         about     comms_lead  manager  steward  operator  auditor
adoption     -         yes         no       no       no        no
departments  -         yes         own      no       no        no
department   housing   yes         own      no       no        no
department   finance   yes         no       no       no        no
department   nowhere   none        no       no       no        no
participation -        yes         no       no       no        no
ideas        -         yes         own      no       no        no
idea         handover  yes         own      no       no        no
idea         +finance  yes         own      no       no        no
data-health  -         yes         no       yes      yes       no
who-is-counted -       yes         no       yes      no        no
definitions  -         yes         yes      yes      yes       no
audit-log    -         no          no       no       no        yes
"""

HOME = {
    "comms_lead": "adoption",
    "manager": "departments",
    "steward": "who-is-counted",
    "operator": "data-health",
    "auditor": "audit-log",
}
"""The page of the bare address."""

NOT_YOURS = "This is not yours to see"
NO_SUCH = "There is no such department in this edition"


class Way(NamedTuple):
    """An address: a page and the query that stands behind it."""

    page: str
    query: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        return self.page + ("?" + "&".join("=".join(pair) for pair in self.query)) * any(self.query)


QUERIES: dict[str, tuple[tuple[str, str], ...]] = {
    "-": (),
    "handover": (("idea", HANDOVER.idea_id),),
    "+finance": (("idea", HANDOVER.idea_id), ("department", "finance")),
}


def _rows() -> dict[Way, dict[str, str]]:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    return {
        Way(page, QUERIES.get(about, (("department", about),))): dict(
            zip(head[2:], verdicts, strict=True)
        )
        for page, about, *verdicts in lines
    }


MATRIX = _rows()
ROLES = tuple(HOME)
