"""The review of matches: people look at accounts that no rule could place, and decide.

Names stand in the kept snapshots alone. They are read for as long as a review is open, shown to
whoever asked, and written nowhere but into the CSV that was asked for. ``names`` reads them,
``questions`` finds what is open, ``proposals`` puts likely colleagues beside it, ``sheet`` is the
CSV to fill in, ``session`` the terminal, ``decisions`` keeps what was decided.
"""
