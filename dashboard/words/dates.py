"""Days as people read them: "22 November 2026"."""

from datetime import date

from dashboard.words.numbers import plural

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date) -> str:
    """ "22 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """ "22 Nov"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def day_month(day: date, near: date) -> str:
    """ "28 December", with the year where it is not that of ``near``."""
    text = f"{day.day} {MONTHS[day.month - 1]}"
    return text if day.year == near.year else f"{text} {day.year}"


def month_label(day: date) -> str:
    """The label of a month on an axis: the year only at January."""
    month = MONTHS[day.month - 1][:3]
    return f"{month} {day.year}" if day.month == 1 else month


def short_day(day: date) -> str:
    """ "22 Nov 2026"."""
    return f"{short_date(day)} {day.year}"


def short_month(day: date) -> str:
    """ "Aug 2026"."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def week_ending(day: date) -> str:
    """ "week ending 22 November 2026"."""
    return f"week ending {long_date(day)}"


def age(days: int) -> str:
    """ "47 days old"; today is "new"."""
    return f"{plural(days, 'day')} old" if days > 0 else "new"


def ago(days: int) -> str:
    """ "47 days ago", "yesterday", "today"."""
    return {0: "today", 1: "yesterday"}.get(days, f"{plural(days, 'day')} ago")


def stretch(days: int) -> str:
    """As people say it: "12 days", "about 19 months", "about 3 years"."""
    if days < 60:
        return plural(days, "day")
    months = round(days / 30.4375)
    years = round(days / 365.25)
    return f"about {plural(months, 'month')}" if months < 24 else f"about {plural(years, 'year')}"


def span(days: int) -> str:
    """A span: "4 weeks" where it is whole weeks, else "30 days"."""
    return plural(days // 7, "week") if days % 7 == 0 and days else plural(days, "day")
