"""Benchmarks: what a load and a page cost, as ratios to what somebody would do instead.

They measure and never assert. ``python -m bench`` runs them; ``make bench`` in their own
environment, which adds dlt.
"""
