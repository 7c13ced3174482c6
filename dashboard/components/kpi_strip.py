"""Headline numbers: one card with hairline columns, two by two on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.components.ledger import Part, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One headline number, ready to show.

    ``before`` and ``unit`` stand in grey around ``value`` ("at least" 1,024 "of 3,120").
    ``change`` is set in ink, ``remark`` follows it in grey, ``note`` is the line below.
    ``spark`` (None: no data) or ``rate`` with ``target`` (shares) draw the figure beside it.
    ``is_words``: the value is words ("No data", "fewer than 10"), and set smaller.
    """

    label: str
    value: str
    before: str = ""
    unit: str = ""
    change: str = ""
    remark: str = ""
    note: str = ""
    spark: tuple[float | None, ...] = ()
    rate: float | None = None
    target: float | None = None
    is_words: bool = False


def kpi_strip(items: Sequence[Kpi]) -> Part:
    """The headline numbers, in their order."""
    return part("kpi_strip", {"items": [kpi_data(item) for item in items]})


def kpi_data(item: Kpi) -> Mapping[str, object]:
    """``item`` as JSON, without what is empty."""
    known = {name: getattr(item, name) for name in item.__slots__}
    data = {name: value for name, value in known.items() if value is not False}
    data = {name: value for name, value in data.items() if value not in ("", (), None)}
    return data | ({"spark": list(item.spark)} if item.spark else {})
