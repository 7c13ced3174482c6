"""Where the missing staff are: by site, class and length of service. Never who."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.words import numbers
from dashboard.words.figure import Finding

DIMENSIONS = {"site": "Site", "service": "Length of service", "class": "Class"}
OTHER = ("Other", "Not known")
NOTE = "Staff who have not joined; counts to the nearest five, small groups together as Other"


@dataclass(frozen=True, slots=True)
class Group:
    """Staff of one value of a dimension, and those of them who joined; rounded to fives."""

    dimension: str
    value: str
    headcount: int
    members: int

    @property
    def missing(self) -> int:
        """Those who have not joined."""
        return max(0, self.headcount - self.members)


def finding(groups: Sequence[Group]) -> Finding:
    """ "No site has more missing staff than Depot Lane: about 240 of 310 have not joined"."""
    named = [group for group in groups if group.value not in OTHER and group.missing]
    if not named:
        return Finding("Where the missing staff are is not known", "No staff list tells it")
    sites = [group for group in named if group.dimension == "site"]
    most = max(sites or named, key=lambda group: (group.missing, group.value))
    kind = "site" if sites else "group"
    counts = f"about {numbers.of(most.missing, most.headcount)} have not joined"
    return Finding(f"No {kind} has more missing staff than {most.value}: {counts}", NOTE)
