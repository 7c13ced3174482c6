"""How metrics read what was worked out of ideas: at equal age, and when people came."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import RowMapping, Select, select

from dashboard.edition import Edition
from dashboard.metric.idea_facts import ideas_asked
from dashboard.metric.model import Fact, Query
from etl.editions.schema import AT_LEAST, EXACT, FEW, WHOLE, idea_pace, idea_traction

TOO_YOUNG = "Not yet so old"
HALF_NOTES = {"too_few": "Fewer than ten people so far"}


def traction_facts(edition: Edition, query: Query, age_days: int) -> list[Fact]:
    """Of each idea as old as that: members who took part by then, with the rate published."""
    titles = _compared(edition, query)
    statement = select(idea_traction).where(idea_traction.c.age_days == age_days)
    rows = _by_idea(edition, f"traction {age_days}", statement)
    return [_traction(query, key, title, rows.get(key)) for key, title in titles.items()]


def _traction(query: Query, idea_id: str, title: str, row: RowMapping | None) -> Fact:
    if row is None:
        return Fact(query.at, idea_id, WHOLE, None, label=title, note=TOO_YOUNG)
    if row["people_count"] is None:
        return Fact(query.at, idea_id, WHOLE, None, label=title, withheld=FEW)
    return Fact(
        query.at,
        idea_id,
        WHOLE,
        row["people_count"],
        row["audience_count"],
        label=title,
        estimate=(row["shrunk_rate"], row["low_rate"], row["high_rate"]),
    )


def half_facts(edition: Edition, query: Query) -> list[Fact]:
    """Of each idea: days until half of its people had come; at least so many while it is young."""
    titles = _compared(edition, query)
    rows = _by_idea(edition, "pace", select(idea_pace))
    return [_half(query, idea_id, title, rows.get(idea_id)) for idea_id, title in titles.items()]


def _half(query: Query, idea_id: str, title: str, row: RowMapping | None) -> Fact:
    if row is None:
        return Fact(query.at, idea_id, WHOLE, None, label=title, note=HALF_NOTES["too_few"])
    status = row["half_status"]
    basis = AT_LEAST if status == "at_least" else EXACT
    note = HALF_NOTES.get(status, "")
    return Fact(query.at, idea_id, WHOLE, row["half_days"], basis=basis, label=title, note=note)


def _compared(edition: Edition, query: Query) -> Mapping[str, str]:
    """All ideas of the window: the limit is for those that turn out the largest."""
    return ideas_asked(edition, replace(query, limit=None))


def _by_idea(
    edition: Edition, name: str, statement: Select[*tuple[object, ...]]
) -> Mapping[str, RowMapping]:
    def read() -> Mapping[str, RowMapping]:
        return {row["idea_id"]: row for row in edition.select(statement)}

    return edition.remember(("by idea", name), read)
