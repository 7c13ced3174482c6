"""Bank holidays of England and Wales, by rule; moved and extra ones come from config.toml."""

from datetime import date, timedelta

from dateutil.easter import easter

from etl.settings import Calendar

_DAY = timedelta(days=1)
_MONDAY, _SATURDAY = 0, 5


def days_off(calendar: Calendar, first: date, last: date) -> dict[date, str]:
    """Weekdays from ``first`` to ``last`` on which people do not work, by name."""
    found: dict[date, str] = {}
    if calendar.bank_holidays != "none":
        for year in range(first.year, last.year + 1):
            found |= bank_holidays(year)
    found |= dict.fromkeys(calendar.days_off, "Day off")
    return {
        day: name
        for day, name in found.items()
        if first <= day <= last and day not in calendar.workdays
    }


def bank_holidays(year: int) -> dict[date, str]:
    """Day -> name, substitute days included (Banking and Financial Dealings Act 1971)."""
    sunday = easter(year)
    found = {
        sunday - 2 * _DAY: "Good Friday",
        sunday + _DAY: "Easter Monday",
        _monday_from(date(year, 5, 1)): "Early May bank holiday",
        _monday_from(date(year, 5, 25)): "Spring bank holiday",
        _monday_from(date(year, 8, 25)): "Summer bank holiday",
    }
    for day, name in (
        (date(year, 1, 1), "New Year’s Day"),
        (date(year, 12, 25), "Christmas Day"),
        (date(year, 12, 26), "Boxing Day"),
    ):
        found[_working_day(day, found)] = name
    return found


def _monday_from(day: date) -> date:
    """The first Monday on or after a day."""
    return day + (_MONDAY - day.weekday()) % 7 * _DAY


def _working_day(day: date, taken: dict[date, str]) -> date:
    """The day itself, or the next one that is neither of a weekend nor a holiday already."""
    while day.weekday() >= _SATURDAY or day in taken:
        day += _DAY
    return day
