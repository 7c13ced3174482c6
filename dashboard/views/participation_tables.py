"""The tables of the participation page."""

from collections.abc import Mapping, Sequence

from dashboard.components.table import (
    TableCell,
    TableColumn,
    TableData,
    number_column,
    words_column,
)
from dashboard.views.texts import NONE
from dashboard.words import numbers
from dashboard.words.dates import long_date, short_month
from dashboard.words.participation import (
    FEWEST_THREADS,
    Cohort,
    Coming,
    Concentration,
    Replies,
    Step,
)

MOST_MONTHS = 12
STEPS = {"hire_to_join": "Have joined", "join_to_post": "Have written"}
NAMED_DAYS = {
    1: "On the first day",
    7: "Within a week",
    14: "Within 2 weeks",
    28: "Within 4 weeks",
    56: "Within 8 weeks",
    91: "Within 3 months",
    182: "Within 6 months",
    273: "Within 9 months",
    364: "Within a year",
    546: "Within 18 months",
    728: "Within 2 years",
}


def _number(value: float | None, text: str) -> TableCell:
    return TableCell(text=text if value is not None else NONE, sort=value)


def _share(value: float | None) -> TableCell:
    return _number(value, numbers.percent(value or 0))


def _bar(value: float | None) -> TableCell:
    text = NONE if value is None else numbers.percent(value)
    return TableCell(text=text, rate=value, sort=value, tone="quiet" if value is None else "")


def _index(value: float | None) -> TableCell:
    """An index of at least five who wrote: 1 is rounded, and would read as if one wrote all."""
    return _number(value, "Near 1" if value == 1 else f"{value or 0:.2f}")


def spread_table(found: Concentration | None) -> TableData:
    """One row, where it is known."""
    columns = [
        number_column("Members"),
        number_column("Messages", is_wide=True),
        number_column("By the top 1%", is_wide=True),
        number_column("By the top 10%"),
        number_column("Inequality"),
        number_column("Among authors", is_wide=True),
    ]
    rows = []
    if found is not None:
        rows.append(
            [
                _number(found.members, numbers.count(found.members)),
                _number(found.messages, numbers.count(found.messages)),
                _share(found.top_1),
                _share(found.top_10),
                _index(found.gini_members),
                _index(found.gini_authors),
            ]
        )
    return TableData(caption="How evenly members write", columns=columns, rows=rows)


def reply_table(found: Replies | None) -> TableData:
    """One row, where there are ten threads or more."""
    columns = [
        number_column("Threads"),
        TableColumn(label="In a week"),
        number_column("Half within"),
    ]
    rows = []
    if found is not None and found.threads >= FEWEST_THREADS:
        hours = _number(found.hours, numbers.duration(found.hours or 0))
        rows.append([_number(found.threads, numbers.count(found.threads)), _bar(found.week), hours])
    return TableData(caption="Threads and first replies", columns=columns, rows=rows)


def waiting_table(steps: Mapping[str, Step]) -> TableData:
    """One row for each number of days."""
    present = [step for step in STEPS if step in steps]
    columns = [words_column("Time"), *(TableColumn(label=STEPS[step]) for step in present)]
    days = sorted({day for step in present for day in steps[step].shares})
    rows = [
        [TableCell(text=NAMED_DAYS[day]), *(_bar(steps[step].shares.get(day)) for step in present)]
        for day in days
    ]
    return TableData(caption="Time to join and to write", columns=columns, rows=rows)


def cohort_table(found: Sequence[Cohort]) -> TableData:
    """The newest twelve months of joining; a month without a figure is blank."""
    kept = found[-MOST_MONTHS:]
    longest = max((len(own.active) for own in kept), default=0)
    months = [f"Month {number + 1}" for number in range(min(longest, MOST_MONTHS))]
    columns = [words_column("Joined"), number_column("Members")]
    columns += [number_column(month, is_wide=place > 1) for place, month in enumerate(months)]
    rows = []
    for own in kept:
        cells = [_kept(count, own.size) for count in own.active[: len(months)]]
        blank = [TableCell(text="")] * (len(months) - len(cells))
        size = _number(own.size, numbers.count(own.size))
        rows.append([TableCell(text=short_month(own.month)), size, *cells, *blank])
    return TableData(caption="Members active by month since joining", columns=columns, rows=rows)


def _kept(count: int | None, size: int) -> TableCell:
    return TableCell(text="") if count is None else _share(min(count / size, 1.0))


def coming_table(found: Sequence[Coming]) -> TableData:
    """One row for each stretch of 28 days, the newest first."""
    columns = [words_column("28 days to")]
    columns += [number_column(name) for name in ("Active", "New", "Stayed")]
    columns += [number_column(name, is_wide=True) for name in ("Came back", "Lapsed")]
    rows = [
        [
            TableCell(text=long_date(each.end)),
            *(
                _number(count, numbers.count(count))
                for count in (each.active, each.new, each.stayed, each.back, each.lapsed)
            ),
        ]
        for each in reversed(found)
    ]
    caption = "New, staying, returning and lapsed members"
    return TableData(caption=caption, columns=columns, rows=rows)
