"""What is said of accounts that match no one colleague, and of the shares they leave in doubt."""

from dashboard.words import numbers
from dashboard.words.figure import Figure, known

ROUNDING = 5
"""Counts of people are published in fives; what is none is the most that a few can be."""


def is_in_doubt(share: Figure) -> bool:
    """Whether what may be missing moves a share further than chance would in such a group."""
    bounds = (share.match_low, share.match_high, share.low, share.high)
    if known(share) is None or None in bounds:
        return False
    least, most, low, high = (bound or 0.0 for bound in bounds)
    return most - least > high - low


def share_text(share: Figure) -> str:
    """ "22%", or "between 22% and 26%" where the accounts in doubt weigh more than chance."""
    point = numbers.percent(share.value or 0)
    if not is_in_doubt(share):
        return point
    most = numbers.percent(share.match_high or 0)
    return point if most == point else f"between {point} and {most}"


def match_bounds(share: Figure) -> str:
    """ "22% to 26%"; empty where the bounds are not known or leave nothing in doubt."""
    if known(share) is None or share.match_low is None or share.match_high is None:
        return ""
    if share.match_low == share.match_high:
        return ""
    return f"{numbers.percent(share.match_low)} to {numbers.percent(share.match_high)}"


def note(share: Figure) -> str:
    """What the accounts that match no one colleague could add to a share."""
    base = share.denominator
    if known(share) is None or share.match_low is None or not base:
        return ""
    if share.match_high is None:
        return "More accounts match nobody than there are colleagues who have not joined."
    more = numbers.rounded((share.match_high - share.match_low) * base)
    if more == 0:
        return "Every account in use is placed on the staff list."
    accounts = few_accounts(share) or numbers.sentence(numbers.plural(more, "account"))
    most = numbers.percent(share.match_high)
    return f"{accounts} match no one colleague; with all of them that would be {most}."


def few_accounts(share: Figure) -> str:
    """ "Fewer than 5 accounts", where those that match no one colleague are so few; else empty."""
    if known(share) is None or share.match_low is None or share.match_high is None:
        return ""
    more = numbers.rounded((share.match_high - share.match_low) * (share.denominator or 0))
    return f"Fewer than {more + 1} accounts" if more % ROUNDING else ""


def provisional(unplaced: int, placeable: int) -> str:
    """What every page of a provisional edition says first."""
    share = numbers.percent(unplaced / placeable)
    return (
        f"Provisional: {numbers.of(unplaced, placeable)} accounts in use, {share}, match no one "
        "colleague. Who is counted tells why."
    )
