"""How departments stand to each other: limits of chance, shrunken shares, ranks if any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.words.standing import Place, Standing
from etl.editions.schema import department_standing, funnel, funnel_limit

Measure = Literal["adoption", "active"]


@dataclass(frozen=True, slots=True)
class Limit:
    """Shares that chance allows a group of ``total`` people: 99.8% and 95%."""

    total: int
    low_998: float
    low_95: float
    high_95: float
    high_998: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """The common share, the limits around it by size, and where each department stands.

    ``is_wider``: departments differ beyond chance, and the limits allow for it. ``is_ranked``:
    whether anything is known of ranks.
    """

    day: date
    rate: float
    is_wider: bool
    is_ranked: bool
    limits: Sequence[Limit]
    standings: Mapping[str, Standing]


def funnel_of(edition: Edition, measure: Measure) -> Funnel | None:
    """The funnel of a measure; None where nothing is known of it."""

    def read() -> Funnel | None:
        found = edition.select(select(funnel).where(funnel.c.measure == measure))
        if not found:
            return None
        row = found[0]
        is_wider = row["tau_squared"] > 0
        ranked = (row["date"], row["rate"], is_wider, row["is_ranked"])
        return Funnel(*ranked, _limits(edition, measure), _standings(edition, measure))

    return edition.remember(("funnel", measure), read)


def _limits(edition: Edition, measure: str) -> Sequence[Limit]:
    column = funnel_limit.c
    rows = edition.select(
        select(funnel_limit).where(column.measure == measure).order_by(column.total_count)
    )
    return [
        Limit(r["total_count"], r["low_998"], r["low_95"], r["high_95"], r["high_998"])
        for r in rows
    ]


def _standings(edition: Edition, measure: str) -> Mapping[str, Standing]:
    column = department_standing.c
    rows = edition.select(select(department_standing).where(column.measure == measure))
    return {
        row["department_id"]: Standing(
            place=Place(row["place"]),
            shrunk=row["shrunk_rate"],
            low=row["shrunk_low"],
            high=row["shrunk_high"],
            top=row["top_chance"],
            bottom=row["bottom_chance"],
            quarter=row["standing"],
        )
        for row in rows
    }
