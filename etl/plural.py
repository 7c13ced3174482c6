"""How a sentence counts."""


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count and what is counted: 1 row, 2,000 rows, 3 people."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
