"""The report on one edition: how many cells it holds, how many it hides, and whether it may."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from etl.disclosure.cells import FEW, HIDDEN, MOST, OK, UNDER
from etl.disclosure.proof import Proof, prove
from etl.disclosure.rules import Policy
from etl.editions.schema import WHOLE, department, edition_info, metadata
from etl.editions.shelf import Shelf
from etl.errors import EditionError

KEPT, BROKEN = 0, 2


def prove_edition(shelf: Shelf, edition_id: str | None, say: Callable[[str], None]) -> int:
    """Say what was found; 2 where a rule is broken. EditionError where there is no edition."""
    wanted = edition_id or shelf.current()
    if wanted is None:
        raise EditionError("Nothing is published yet. Run: uptake load")
    tables = _read(shelf, wanted)
    told = {row["name"]: row["value"] for row in tables[edition_info.name]}
    policy = Policy(int(told.get("minimum_group", 10)), int(told.get("minimum_cell", 5)))
    proofs = [
        prove(
            table.name,
            tables[table.name],
            table.info["disclosure"],
            policy,
            WHOLE,
            len(tables[department.name]),
        )
        for table in metadata.sorted_tables
    ]
    say(f"Edition {wanted}: groups of at least {policy.minimum_group} people")
    for proof in proofs:
        _report(proof, say)
    _report_all(proofs, say)
    breaches = sum(len(proof.breaches) for proof in proofs)
    say(f"{breaches:,} rules broken." if breaches else "Every rule is kept.")
    return BROKEN if breaches else KEPT


def _read(shelf: Shelf, edition_id: str) -> dict[str, list[dict[str, Any]]]:
    engine = shelf.engine(edition_id)
    with engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def _report(proof: Proof, say: Callable[[str], None]) -> None:
    text = f"{proof.table} ({proof.rule})"
    if proof.shown is not None:
        counts = proof.statuses
        text += (
            f": cells of departments {counts.total():,}; shown {counts[OK]:,}, "
            f"fewer than the minimum {counts[FEW] + counts[UNDER]:,}, nearly all {counts[MOST]:,}, "
            f"hidden {counts[HIDDEN]:,}; {proof.shown:.0%} still tell something"
        )
    say(text)
    for breach in sorted(set(proof.breaches)):
        say(f"  broken: {breach} ({proof.breaches.count(breach):,} times)")


def _report_all(proofs: Sequence[Proof], say: Callable[[str], None]) -> None:
    """The share over all tables, so that one number says what protection costs."""
    every = Proof("all tables", "")
    for proof in proofs:
        every.statuses.update(proof.statuses)
    if every.shown is not None:
        say(f"Of all cells of departments {every.shown:.0%} still tell something.")
