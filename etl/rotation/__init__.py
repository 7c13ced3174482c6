"""The keys are rotated, and nothing that was known is forgotten.

``warehouse``: hashes of the facts become those of the longer ring. ``handles``: so do those by
which managers stand in access.toml. ``decisions``: and those in what people decided.
``catching_up`` does all three, and the tombstones of who was erased, and takes up what was
interrupted; ``rotate`` adds the key, and seals exports anew.
"""
