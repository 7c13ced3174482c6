"""How others did, and whether that may be compared with us."""

from datetime import date

from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.figure import Finding

NO_START = "When our network began is not known."


def finding(compared: int, total: int) -> Finding:
    """ "Three of 10 published figures count the same as ours"."""
    number = numbers.sentence(numbers.spelled(compared))
    count = "counts" if compared == 1 else "count"
    return Finding(
        f"{number} of {total} published figures {count} the same as ours",
        "Only those are compared, and at the same age. Nobody checked them but who published them.",
    )


def same_age(rate: float, months: int, day: date) -> str:
    """Our rate when our network was as old."""
    return f"{numbers.percent(rate)} after {numbers.plural(months, 'month')}, {long_date(day)}"


def too_young(months: int, day: date) -> str:
    """Our network is not as old yet."""
    age = numbers.plural(months, "month")
    return f"Ours is not {age} old yet: to compare from {long_date(day)} on."


def unknown(day: date) -> str:
    """Our rate of that day is not known, or not shown."""
    return f"Our headcount of {long_date(day)} is not known."
