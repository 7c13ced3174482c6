"""Numbers as people read them: thousands separators, whole percentages, signs, few words."""

from collections.abc import Sequence
from math import floor

MINUS = "\N{MINUS SIGN}"
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def rounded(value: float) -> int:
    """The nearest whole number; halves go up, as people round."""
    return floor(value + 0.5)


def count(value: float) -> str:
    """``2027`` is "2,027"."""
    whole = rounded(abs(value))
    return f"{MINUS if value < 0 and whole else ''}{whole:,}"


def percent(rate: float) -> str:
    """``0.65`` is "65%". Never "0%" of something, never "100%" of not quite all."""
    if 0 < rate < 0.005:
        return "under 1%"
    if 0.995 <= rate < 1:
        return "over 99%"
    return f"{count(rate * 100)}%"


def signed(value: float) -> str:
    """``103`` is "+103", ``-9`` is "−9"."""
    whole = rounded(value)
    return f"+{whole:,}" if whole > 0 else count(whole)


def points(difference: float) -> str:
    """The difference of two shares: ``0.12`` is "+12 pts"."""
    return f"{signed(difference * 100)} {'pt' if abs(rounded(difference * 100)) == 1 else 'pts'}"


def tenths(difference: float) -> str:
    """A small difference of shares: ``0.0123`` is "+1.2 pts", ``-0.001`` is "−0.1 pts"."""
    whole = rounded(abs(difference) * 1000)
    sign = "" if not whole else MINUS if difference < 0 else "+"
    return f"{sign}{whole / 10:,.1f} pts"


def summing(values: Sequence[float]) -> list[int]:
    """Values rounded so that they still sum to their rounded sum (largest remainders first)."""
    floors = [floor(value) for value in values]
    missing = rounded(sum(values)) - sum(floors)
    order = sorted(range(len(values)), key=lambda place: (floors[place] - values[place], place))
    for place in order[:missing]:
        floors[place] += 1
    return floors


def of(part: float, whole: float) -> str:
    """``273, 611`` is "273 of 611"."""
    return f"{count(part)} of {count(whole)}"


def to_go(value: float) -> str:
    """People to go: "216", or "Reached"."""
    return count(value) if rounded(value) > 0 else "Reached"


def fewer_than(minimum: int) -> str:
    """What stands for a hidden count: "fewer than 5"."""
    return f"fewer than {minimum}"


def at_least(text: str) -> str:
    """``"1,024"`` is "at least 1,024"."""
    return f"at least {text}"


def decimal(value: float) -> str:
    """One decimal, none from ten up: "4.2", "42"."""
    return count(value) if abs(value) >= 9.95 else f"{value:.1f}"


def spelled(value: int) -> str:
    """Up to ten in words, as in running text."""
    return SMALL[value] if 0 <= value < len(SMALL) else count(value)


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def plural(value: float, one: str, many: str | None = None) -> str:
    """``1, "day"`` is "1 day", ``2, "day"`` is "2 days"."""
    word = one if rounded(value) == 1 else (many or f"{one}s")
    return f"{count(value)} {word}"


def duration(hours: float) -> str:
    """Hours up to two days, then days: "9 hours", "3 days"."""
    if hours < 1:
        return "under an hour"
    return plural(hours, "hour") if hours < 48 else plural(hours / 24, "day")
