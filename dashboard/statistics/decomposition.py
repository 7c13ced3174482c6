"""Why a rate moved: its change split into parts that sum to it, exactly.

Of one group with m members of h colleagues, before (1) and after (2):

    m2/h2 - m1/h1 = (m2 - m1) (1/h1 + 1/h2) / 2  +  (m1 + m2) (1/h2 - 1/h1) / 2

what the members did, and what headcount did: each at the mean of the other (the Shapley value of
the two, so neither comes first). The members' part is shared out over the flows in proportion.

Of a whole made of groups with shares w of its headcount and rates r:

    R2 - R1 = sum (r2 - r1) (w1 + w2) / 2  +  sum (w2 - w1) (r1 + r2) / 2

what happened within the groups, each split as above, and the mix: people are in other groups now.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

HEADCOUNT, MIX = "headcount", "mix"


@dataclass(frozen=True, slots=True)
class Group:
    """Members and headcount of one group before and after, and the signed flows of members.

    The flows must sum to the change of members.
    """

    members: tuple[int, int]
    headcount: tuple[int, int]
    flows: Mapping[str, int]

    def __post_init__(self) -> None:
        """ValueError where the flows are not the change."""
        before, after = self.members
        if sum(self.flows.values()) != after - before:
            raise ValueError("the flows of a group must sum to the change of its members")

    def rate(self, when: int) -> Fraction | None:
        """The rate before (0) or after (1); None where there is nobody."""
        count = self.headcount[when]
        return Fraction(self.members[when], count) if count else None


def split_group(group: Group) -> dict[str, Fraction]:
    """Parts of the change of one group's rate, by flow and ``headcount``, as shares.

    Nothing is split where the group was empty before or after: it has no rate to compare.
    """
    parts = dict.fromkeys((*group.flows, HEADCOUNT), Fraction(0))
    before, after = group.headcount
    if not before or not after:
        return parts
    of_members = (Fraction(1, before) + Fraction(1, after)) / 2
    for flow, count in group.flows.items():
        parts[flow] = count * of_members
    change = Fraction(1, after) - Fraction(1, before)
    parts[HEADCOUNT] = Fraction(sum(group.members), 2) * change
    return parts


def split_whole(groups: Mapping[str, Group]) -> dict[str, Fraction]:
    """Parts of the change of the whole's rate, by flow, ``headcount`` and ``mix``, as shares.

    A group that has colleagues on one of the days only changes the mix. Members of a group without
    any (no headcount is known for it) count against the whole. Empty where the whole is.
    """
    totals = [sum(group.headcount[when] for group in groups.values()) for when in (0, 1)]
    if not all(totals):
        return {}
    parts: defaultdict[str, Fraction] = defaultdict(Fraction)
    for group in groups.values():
        for name, part in _in_whole(group, (totals[0], totals[1])).items():
            parts[name] += part
    return dict(parts)


def _in_whole(group: Group, totals: tuple[int, int]) -> dict[str, Fraction]:
    if not any(group.headcount):
        return split_group(Group(group.members, totals, group.flows))
    before, after = (Fraction(group.headcount[when], totals[when]) for when in (0, 1))
    rates = group.rate(0), group.rate(1)
    if rates[0] is None or rates[1] is None:
        here = [Fraction(group.members[when], totals[when]) for when in (0, 1)]
        return {MIX: here[1] - here[0]}
    parts = {name: part * (before + after) / 2 for name, part in split_group(group).items()}
    return parts | {MIX: (after - before) * (rates[0] + rates[1]) / 2}
