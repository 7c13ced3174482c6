"""The one vocabulary of certainty: the Probability Yardstick that UK public bodies use.

Its gaps are closed at their middle, so that every chance has one word.
"""

YARDSTICK = (
    (0.075, "a remote chance"),
    (0.225, "highly unlikely"),
    (0.375, "unlikely"),
    (0.525, "a realistic possibility"),
    (0.775, "likely"),
    (0.925, "highly likely"),
)
CERTAIN = "almost certain"


def likelihood(chance: float) -> str:
    """ "likely" for 0.6. ``chance`` in [0, 1]."""
    return next((words for below, words in YARDSTICK if chance < below), CERTAIN)
