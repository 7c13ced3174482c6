"""Disclosure control: which figures an edition may hold, decided before it is published.

Pure functions over rows; no SQL, no clock. ``rules`` is what a table declares of itself, ``cells``
how one count is published, ``inference`` what a reader could work out from the counts around it,
``groups`` which departments are too small, ``masking`` puts them to work on the tables of an
edition, ``proof`` reads a published edition and looks for a breach. docs/disclosure.md says it in
plain words.
"""
