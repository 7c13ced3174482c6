"""Editions made by hand for the tests of the dashboard: a few rows in a SQLite file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, Table, create_engine, insert

from dashboard.edition import Edition, open_edition
from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.shelf import Attempt, Fill, Reach
from tests.support.masked import masked

Rows = Mapping[Table, Iterable[Mapping[str, object]]]


@dataclass
class HandShelf:
    """A shelf with one edition."""

    file: Path
    ids: list[str] = field(default_factory=lambda: ["e1"])

    def current(self) -> str | None:
        return self.ids[-1] if self.ids else None

    def editions(self) -> list[str]:
        return self.ids

    def engine(self, edition_id: str) -> Engine:
        return create_engine(f"sqlite:///{self.file}")

    def last_attempt(self) -> Attempt | None:
        return None

    def publish(self, edition_id: str, fill: Fill) -> None:
        raise NotImplementedError

    def note(self, attempt: Attempt) -> None:
        raise NotImplementedError

    def keep_reach(self, reach: Reach) -> None:
        raise NotImplementedError

    def reach(self) -> Reach:
        return {}


def shelf_of(folder: Path, rows: Rows) -> HandShelf:
    """A shelf whose one edition holds the rows."""
    folder.mkdir(exist_ok=True)
    shelf = HandShelf(folder / "e1.sqlite")
    engine = shelf.engine("e1")
    schema.metadata.create_all(engine)
    with engine.begin() as connection:
        for table, values in rows.items():
            listed = [dict(value) for value in values]
            if listed:
                connection.execute(insert(table), listed)
    engine.dispose()
    return shelf


def edition_of(folder: Path, rows: Rows, policy: Policy | None = None) -> Edition:
    """An edition that holds the rows: as they are, or as the policy lets them be published."""
    edition = open_edition(shelf_of(folder, masked(rows, policy) if policy else rows))
    if edition is None:
        raise AssertionError("the shelf has an edition")
    return edition


def info(**facts: str) -> list[dict[str, object]]:
    return [{"name": name, "value": value} for name, value in facts.items()]


def departments(**names: str) -> list[dict[str, object]]:
    """``sales="Sales"``: an id and a name."""
    return [{"department_id": key, "name": name} for key, name in names.items()]


def adoption(
    day: date, counts: Mapping[str, tuple[int, int | None, int | None]]
) -> list[dict[str, object]]:
    """``{"sales": (members, headcount, eligible)}`` on one day."""
    return [
        {
            "date": day,
            "department_id": key,
            "member_count": members,
            "headcount_count": headcount,
            "eligible_count": eligible,
        }
        for key, (members, headcount, eligible) in counts.items()
    ]


def activity(
    day: date, counts: Mapping[str, tuple[int, int]], window: int = 28
) -> list[dict[str, object]]:
    """``{"sales": (active, contributors)}`` over one window up to a day; other windows are 0."""
    rows = []
    for key, (active, contributors) in counts.items():
        row: dict[str, object] = {"date": day, "department_id": key}
        for days in schema.WINDOWS:
            row[f"active_{days}_count"] = active if days == window else 0
            row[f"contributor_{days}_count"] = contributors if days == window else 0
        rows.append(row)
    return rows


def basis(day: date, active: str, contributor: str, window: int = 28) -> dict[str, object]:
    return {
        "date": day,
        "window_days": window,
        "active_basis": active,
        "contributor_basis": contributor,
    }


def idea(idea_id: str, title: str, **more: object) -> dict[str, object]:
    return {
        "idea_id": idea_id,
        "title": title,
        "title_from": "registry",
        "address": f"https://example.org/{idea_id}",
        "found_in": None,
        "first_shared_date": None,
        "last_seen_date": None,
        "half_life_hours": None,
        "half_life_status": "no_data",
        **more,
    }


def took_up(
    idea_id: str, counts: Mapping[str, tuple[int, int, int]], window: int = 28
) -> list[dict[str, object]]:
    """``{"sales": (people, posts, replies)}`` of one idea over one window."""
    return [
        {
            "idea_id": idea_id,
            "window_days": window,
            "department_id": key,
            "people_count": people,
            "post_count": posts,
            "reply_count": replies,
        }
        for key, (people, posts, replies) in counts.items()
    ]


def series(series_id: str, rank: int, clicks: int, is_at_least: bool = False) -> dict[str, object]:
    return {
        "series_id": series_id,
        "source": series_id,
        "unit": "requests",
        "filter": "none",
        "grain": "event",
        "time_zone": "UTC",
        "rank": rank,
        "first_date": None,
        "last_date": None,
        "click_count": clicks,
        "bot_count": 0,
        "is_at_least": is_at_least,
    }


def clicked(
    idea_id: str, series_id: str, day: date, clicks: int, bots: int = 0
) -> dict[str, object]:
    return {
        "idea_id": idea_id,
        "series_id": series_id,
        "department_id": schema.WHOLE,
        "date": day,
        "click_count": clicks,
        "bot_count": bots,
    }


def told(
    idea_id: str, series_id: str, counts: Mapping[str, int], window: int = 28
) -> list[dict[str, object]]:
    """``{"sales": clicks}`` of one idea and series, by audience, over one window."""
    return [
        {
            "idea_id": idea_id,
            "series_id": series_id,
            "window_days": window,
            "department_id": key,
            "click_count": clicks,
        }
        for key, clicks in counts.items()
    ]
