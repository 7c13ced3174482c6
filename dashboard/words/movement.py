"""Why the number of members, or the adoption rate, moved between two days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.words import numbers
from dashboard.words.dates import day_month, long_date
from dashboard.words.empty import NO_HEADCOUNT, Empty
from dashboard.words.figure import Figure, Finding, known
from dashboard.words.privacy import is_hidden

Kind = Literal["members", "rate"]
FEW_PEOPLE = (
    "So few people were members, or came and went, that the parts would tell of single ones. "
    "Choose other days."
)

LABELS: Mapping[str, str] = {
    "correction": "Corrected data",
    "joined": "Joined",
    "returned": "Returned",
    "left": "Left the staff list",
    "lapsed": "Closed the account",
    "moved": "Moved between departments",
    "moved_in": "Moved in",
    "moved_out": "Moved out",
    "headcount": "Size of headcount",
    "mix": "Mix of departments",
    "other": "Other, each too few to show",
}
NOTES: Mapping[Kind, str] = {
    "members": "People who came to be members, to the right, and who ceased to be, to the left",
    "rate": "Points of adoption that each part added, to the right, or took, to the left",
}
SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a change. ``value``: people, or a share of headcount; ``text``: as shown."""

    key: str
    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change told in parts that sum to it. ``before`` and ``after`` as shown at both ends."""

    kind: Kind
    start: date
    end: date
    before: float
    after: float
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def text(self) -> str:
        """The whole change as shown: "+47", "−1.9 pts"."""
        return _text(self.kind, self.total)


def told(
    kind: Kind,
    cells: Sequence[Figure],
    ends: tuple[Figure, Figure],
    published: Figure | None,
    is_whole: bool,
) -> Change | None:
    """The change between ``ends``; None where an end, or every part, is not known or hidden.

    ``published``: what an earlier edition said of the first day; what differs was corrected.
    """
    before, after = known(ends[0]), known(ends[1])
    shown = {cell.key: known(cell) for cell in cells}
    start, end = ends[0].period, ends[1].period
    if before is None or after is None or start is None or end is None:
        return None
    if all(value is None for value in shown.values()):
        return None
    values = {key: value for key, value in shown.items() if value is not None}
    if len(values) < len(shown):
        values["other"] = after - before - sum(values.values())
    said = known(published)
    if said is not None:
        values["correction"] = before - said
        before = said
    if is_whole:
        values["moved"] = values.pop("moved_in", 0.0) + values.pop("moved_out", 0.0)
    return Change(kind, start, end, before, after, _parts(kind, values))


def _parts(kind: Kind, values: Mapping[str, float]) -> tuple[Part, ...]:
    """The parts that are something, the largest first, rounded so that they sum as shown."""
    kept = {key: value for key, value in values.items() if abs(value) > SMALLEST}
    rounded = dict(
        zip(kept, numbers.summing([_scaled(kind, v) for v in kept.values()]), strict=True)
    )
    order = sorted(kept, key=lambda key: (key == "other", -abs(kept[key]), key))
    return tuple(
        Part(key, LABELS[key], kept[key], _text(kind, rounded[key] / _scaled(kind, 1)))
        for key in order
    )


def _scaled(kind: Kind, value: float) -> float:
    return value if kind == "members" else value * 1000


def _text(kind: Kind, value: float) -> str:
    return numbers.signed(value) if kind == "members" else numbers.tenths(value)


def why_not(part: Figure) -> Empty:
    """Why a change is not told in parts: too few people, or what to load."""
    if part.status != "suppressed":
        return NO_HEADCOUNT
    if is_hidden(part.note):
        return Empty("", f"{part.note}.")
    return Empty("", FEW_PEOPLE)


def finding(kind: Kind, change: Change | None) -> Finding:
    """ "62 joined and 15 left the staff list since 30 August: 47 more members"."""
    if change is None:
        return Finding("Why it moved between these days cannot be told")
    span = f"between {long_date(change.start)} and {long_date(change.end)}"
    note = f"{NOTES[kind]}, {span}"
    since = f"since {day_month(change.start, change.end)}"
    if not change.parts:
        what = "Few, if any, joined or left" if kind == "members" else "Adoption stayed the same"
        return Finding(f"{what} {since}", note)
    lead = _members_lead if kind == "members" else _rate_lead
    return Finding(lead(change, since), note)


def _members_lead(change: Change, since: str) -> str:
    gains = [part for part in change.parts if part.value > 0]
    losses = [part for part in change.parts if part.value < 0]
    told = [_did(part) for part in (*gains[:1], *losses[:1])]
    many = numbers.rounded(abs(change.total))
    word = "more" if change.total > 0 else "fewer"
    member = "member" if many == 1 else "members"
    end = f"{numbers.count(many)} {word} {member}" if many else "as many members as before"
    return numbers.sentence(f"{numbers.listed(told)} {since}: {end}")


def _did(part: Part) -> str:
    count = numbers.count(abs(part.value))
    verbs = {
        "correction": f"{count} were corrected",
        "moved": f"{count} moved",
        "other": f"{count} came or went otherwise",
    }
    return verbs.get(part.key, f"{count} {part.label[0].lower()}{part.label[1:]}")


def _rate_lead(change: Change, since: str) -> str:
    moved = numbers.tenths(abs(change.total)).removeprefix("+")
    verb = "rose" if change.total > 0 else "fell"
    is_same = numbers.tenths(change.total).startswith("0")
    title = f"Adoption stayed the same {since}" if is_same else f"Adoption {verb} {moved} {since}"
    biggest = change.parts[0]
    size = numbers.tenths(abs(biggest.value)).removeprefix("+")
    did = "added" if biggest.value > 0 else "took"
    return f"{title}; {_cause(biggest)} {did} {size}"


def _cause(part: Part) -> str:
    causes = {
        "correction": "corrected data",
        "joined": "new members",
        "returned": "returning members",
        "left": "leavers",
        "lapsed": "closed accounts",
        "moved": "moves between departments",
        "moved_in": "colleagues who moved in",
        "moved_out": "colleagues who moved out",
        "headcount": "the size of headcount",
        "mix": "the mix of departments",
    }
    return causes.get(part.key, "other changes")
