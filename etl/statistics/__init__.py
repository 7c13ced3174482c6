"""The arithmetic of doubt: thin functions over scipy and statsmodels, pure, without a database.

Everything is computed when an edition is published. The dashboard reads what was computed, and
never imports these libraries.
"""
