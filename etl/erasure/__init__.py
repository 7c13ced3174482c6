"""A person is erased: from the exports that are kept, and from the warehouse, for good.

``person`` finds the keyed hashes of that one person, ``finding`` what a kept export holds of them,
``rewriting`` writes the export without it, ``facts`` takes the rows out of the warehouse.
``tombstones`` remembers by keyed hashes alone who was erased, so that later loads leave them out.
``erase`` does it all, in an order that can be taken up again, and ``certificate`` tells of it.
"""
