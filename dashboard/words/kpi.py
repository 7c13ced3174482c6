"""The strip of key figures: label, value, what it is out of, and how it changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.edition import Target
from dashboard.words import numbers
from dashboard.words.dates import day_month
from dashboard.words.figure import NO_CLEAR_CHANGE, Change, Figure, known, shown


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure as text. ``strong``: the part of the last line in ink, before ``note``."""

    label: str
    value: str
    of: str = ""
    strong: str = ""
    note: str = ""

    @property
    def sentence(self) -> str:
        """The whole figure in one line, for those who hear it."""
        base = " ".join(filter(None, (f"{self.label}: {self.value}", self.of)))
        return "; ".join(filter(None, (base, " ".join(filter(None, (self.strong, self.note))))))


def members(rate: Figure, now: Figure, moved: Change | None, phrase: str) -> Kpi:
    """Members out of headcount, and how many more than before. ``phrase``: "in 4 weeks"."""
    total = rate.denominator if rate.status == "ok" else None
    of = f"of {numbers.count(total)}" if total else ""
    strong, note = _moved(moved, phrase)
    return Kpi("Members", shown(now, "people"), of, strong, note)


def _moved(moved: Change | None, phrase: str) -> tuple[str, str]:
    """What is set in ink, and what in grey: a change that chance explains is all grey."""
    if moved is None:
        return "", ""
    if not moved.is_clear:
        return "", numbers.sentence(f"{NO_CLEAR_CHANGE} {phrase}")
    return numbers.signed(moved.value), phrase


def active(
    now: Figure,
    rate: Figure,
    moved: Change | None,
    phrase: str,
    as_of: date | None,
    window_days: int = 28,
) -> Kpi:
    """Active members over the window, with the day they are known for where it is not the last."""
    label = f"Active in the last {numbers.plural(window_days, 'day')}"
    strong, phrased = _moved(moved, phrase)
    share = known(rate)
    parts = [
        phrased,
        f"{numbers.percent(share)} of members" if share is not None else "",
        _on(now, as_of),
    ]
    return Kpi(label, shown(now, "people"), "", strong, _joined(parts))


def contributors(
    now: Figure, rate: Figure, moved: Change | None, phrase: str, as_of: date | None
) -> Kpi:
    """Members who posted or replied, as a share of the active ones where those are known."""
    strong, phrased = _moved(moved, phrase)
    share = known(rate)
    parts = [
        phrased,
        f"{numbers.percent(share)} of active members" if share is not None else "",
        _on(now, as_of),
    ]
    return Kpi("Contributors", shown(now, "people"), "", strong, _joined(parts))


def _on(figure: Figure, as_of: date | None) -> str:
    """Which day the figure is of, where that is not the last day of the data."""
    if known(figure) is None or figure.period is None or as_of is None or figure.period == as_of:
        return ""
    return f"on {day_month(figure.period, as_of)}"


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def progress(
    now: Figure, gap: Figure, planned: Figure | None, target: Target | None, as_of: date | None
) -> Kpi:
    """How much of the target is reached, and how much should have been by plan."""
    if target is None:
        return Kpi("Progress to target", "No target", note="Set one in config.toml")
    goal = numbers.percent(float(target.rate))
    label = f"Progress to {goal} by {day_month(target.end, as_of or target.end)}"
    people = known(gap)
    if people is None:
        return Kpi(label, shown(now, "progress"))
    if people == 0:
        return Kpi(label, shown(now, "progress"), strong="Reached")
    word = "person to go" if people == 1 else "people to go"
    plan = _plan(now, planned)
    note = f"{word}; plan was {plan}" if plan else word
    return Kpi(label, shown(now, "progress"), strong=numbers.count(people), note=note)


def _plan(now: Figure, planned: Figure | None) -> str:
    plan, needed = known(planned), now.denominator
    return numbers.percent(plan / needed) if plan is not None and needed else ""


def planned_progress(now: Figure, planned: Figure | None) -> float | None:
    """Where the tick of the plan stands on the bar: planned members out of those needed."""
    plan, needed = known(planned), now.denominator
    return plan / needed if plan is not None and needed else None
