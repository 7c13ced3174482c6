"""The sentences of the data health page, and the notice that the data are old."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.words import numbers
from dashboard.words.dates import age, long_date
from dashboard.words.figure import Figure, Finding, known
from dashboard.words.sources import source_group

USUAL_LIMIT_DAYS = 14
LIMIT_DAYS: Mapping[str, int | None] = {
    "staff list": 35,
    "directory of accounts": 35,
    "link registry": None,
    "list of departments": None,
}
"""Days after which a group of sources is out of date; None: never, it grows when needed."""


def limit_days(source: str) -> int | None:
    """Days after which a source is out of date; None where age does not matter."""
    return LIMIT_DAYS.get(source_group(source), USUAL_LIMIT_DAYS)


def is_stale(source: str, days: float | None) -> bool:
    """Whether a source whose newest file is ``days`` old is out of date."""
    limit = limit_days(source)
    return days is not None and limit is not None and days > limit


def headline(ages: Sequence[Figure]) -> Finding:
    """ "All sources are up to date", or which is not. ``ages``: days by source."""
    groups = _newest(ages)
    if not groups:
        return Finding("Nothing has been loaded yet")
    stale = sorted(
        (name for name, figure in groups.items() if is_stale(figure.key, known(figure))),
        key=lambda name: (-(groups[name].value or 0), name),
    )
    if not stale:
        return Finding("All sources are up to date")
    oldest = age(numbers.rounded(groups[stale[0]].value or 0))
    if len(stale) == 1:
        return Finding(f"The {stale[0]} {_is(stale[0])} {oldest}")
    number = numbers.sentence(numbers.spelled(len(stale)))
    return Finding(f"{number} sources are out of date; the {stale[0]} {_is(stale[0])} {oldest}")


def _is(name: str) -> str:
    return "are" if name.startswith("clicks") else "is"


def _newest(ages: Sequence[Figure]) -> Mapping[str, Figure]:
    """Group of sources to its newest member: one export brings several sources."""
    groups: dict[str, Figure] = {}
    for figure in ages:
        days = known(figure)
        name = source_group(figure.key)
        if days is not None and (name not in groups or days < (groups[name].value or 0)):
            groups[name] = figure
    return groups


def stale_notice(as_of: date | None, today: date) -> str | None:
    """What every page says when the data are old; None while they are not."""
    if as_of is None or (today - as_of).days <= USUAL_LIMIT_DAYS:
        return None
    days = age((today - as_of).days)
    return f"The newest data are {days}: figures are as of {long_date(as_of)}."


def attempt(status: str, sentence: str, has_figures: bool = True) -> Finding:
    """How the last load went. ``status``: done, failed, held or needs_person."""
    before = "; the figures shown are those before it" if has_figures else ""
    titles = {
        "done": "The last load went through",
        "failed": f"The last load failed{before}",
        "held": f"The last load is held back{before}",
        "needs_person": "The last load went through, but something needs a person",
    }
    return Finding(titles.get(status, "How the last load went is not known"), sentence)


def alike(more: int) -> str:
    """That other files say the same; "" where none does."""
    verb = "says" if more == 1 else "say"
    return f" {numbers.plural(more, 'more file')} {verb} the like: see the CSV." if more else ""


def rejects(rejected: int, total: int) -> Finding:
    """How many lines could not be read, out of all."""
    note = "By file, column and reason; the values themselves are not kept"
    if total == 0:
        return Finding("No lines have been read yet", note)
    if rejected == 0:
        return Finding(f"All {numbers.count(total)} lines could be read", note)
    return Finding(f"{numbers.of(rejected, total)} lines could not be read", note)


FLAGS: Mapping[str, str] = {
    "prefetch": "A preview, or a mail gateway that looked first",
    "user_agent": "A program that says what it is",
    "burst": "Many links within seconds from one place",
    "source": "The source itself calls it a machine",
}
"""Why a click is not counted as a person's."""


def bots(clicks: int, flagged: int) -> Finding:
    """How many clicks of one series were flagged as not human."""
    note = "Flagged clicks are kept, and left out of every figure"
    total = clicks + flagged
    if total == 0:
        return Finding("No clicks have been loaded yet", note)
    if flagged == 0:
        return Finding(f"None of {numbers.count(total)} clicks looks like a machine", note)
    share = numbers.percent(flagged / total)
    return Finding(f"{share} of {numbers.count(total)} clicks look like machines", note)
