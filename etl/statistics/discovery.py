"""Many tests at once: which of them stand out when false discoveries are held down."""

from collections.abc import Sequence

from scipy.stats import binomtest, false_discovery_control

FALSE_DISCOVERIES = 0.05
"""The share of what is called out that may be chance: Benjamini and Hochberg (1995)."""


def adjusted(chances: Sequence[float]) -> list[float]:
    """The p-values, adjusted by Benjamini and Hochberg; in the same order."""
    if not chances:
        return []
    return [float(value) for value in false_discovery_control(chances, method="bh")]


def late_chances(counts: Sequence[tuple[int, int]]) -> list[float]:
    """For each (late, all): how likely so many late ones are at the share usual among them all."""
    late, total = sum(pair[0] for pair in counts), sum(pair[1] for pair in counts)
    rate = late / total if total else 0.0
    return [
        float(binomtest(few, number, rate, alternative="greater").pvalue) if number else 1.0
        for few, number in counts
    ]
