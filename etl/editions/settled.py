"""Fitted figures, in the digits in which all processors agree.

A fit, or the quantile of a distribution, ends in other last digits where a processor adds up in
another order: mostly the thirteenth, at times the eighth. An edition that is built again on
another machine must be the same.
"""

DIGITS = 6


def settled(value: float) -> float:
    """The value to six decimals. Shares and what is fitted to them are shown in three at most."""
    return round(float(value), DIGITS)
