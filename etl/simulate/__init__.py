"""A made-up organisation that writes exports in the vendors' own formats.

``simulate`` writes the exports and ``truth.json``, the true value of every published figure;
``config_text`` is the configuration under which that truth holds.
"""

from etl.simulate.config import config_text
from etl.simulate.run import simulate
from etl.simulate.truth import Truth

__all__ = ["Truth", "config_text", "simulate"]
