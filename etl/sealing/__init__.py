"""Exports that are kept are sealed: encrypted, so that a copy of the folder tells of nobody.

``stream``: the form of a sealed file. ``keys``: the secrets, and where they come from.
"""
