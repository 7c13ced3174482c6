"""Fitted figures, in the digits in which all processors agree.

A fit, or the quantile of a distribution, ends in other last digits where a processor adds up in
another order: mostly the thirteenth, at times the eighth. An edition that is built again on
another machine must be the same.
"""

from typing import overload

DIGITS = 6


@overload
def settled(value: float) -> float: ...
@overload
def settled(value: float | None) -> float | None: ...
def settled(value: float | None) -> float | None:
    """The value to six decimals. Shares and what is fitted to them are shown in three at most."""
    return None if value is None else round(float(value), DIGITS)
