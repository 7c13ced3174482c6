"""The sizes of organisation that are measured."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = 14
LAST_DAY: Final = date(2026, 11, 22)
FIRST_DAY: Final = date(2025, 10, 1)
DAYS: Final = (LAST_DAY - FIRST_DAY).days + 1
EXPORTED: Final = LAST_DAY + timedelta(days=1)
DEPARTMENTS: Final = (
    "Adult Social Care",
    "Children & Families",
    "Communications",
    "Customer Services",
    "Digital",
    "Finance",
    "Highways",
    "Housing",
    "Legal & Governance",
    "People",
    "Planning",
    "Waste & Recycling",
)
"""The same at every size, so that only the amount of data grows."""

REGISTERED: Final = 1_200
"""Ideas that the comms team shared: three a day. Every fourth has a link for each department."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything. ``pages``: addresses that people share."""

    name: str
    staff: int
    messages: int
    clicks: int
    pages: int
    communities: int

    @property
    def members(self) -> int:
        """Accounts that joined."""
        return self.staff // 2

    @property
    def visitors(self) -> int:
        """Network addresses from which links are opened."""
        return self.staff


SIZES: Final = {
    size.name: size
    for size in (
        Size("S", 5_000, 50_000, 200_000, 2_000, 40),
        Size("M", 50_000, 1_000_000, 5_000_000, 12_000, 150),
        Size("L", 200_000, 5_000_000, 20_000_000, 30_000, 400),
    )
}
