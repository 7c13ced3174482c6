"""Disclosure control: which figures an edition may hold, decided before it is published.

Pure functions over rows; no SQL, no clock. ``rules`` is what a table declares of itself, ``cells``
how one count is published, ``groups`` which departments are too small. ``world`` is every count at
once, and which other counts would read the same; ``inference`` what a reader could work out of it.
``blocks`` are the counts of one subject and day, ``protection`` hides more of them until nothing
follows, ``whole`` has the tables without departments, and ``masking`` puts all to work on an
edition. ``proof`` reads a published edition and looks for a breach. docs/disclosure.md says it in
plain words.
"""
