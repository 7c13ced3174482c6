"""How a load went: its exit code, and the last line it says."""

from dataclasses import dataclass, field

from etl.plural import plural

DONE, NOTHING_USABLE, NEEDS_PERSON = 0, 1, 2


@dataclass(slots=True)
class Outcome:
    """How a load went: an exit code (DONE, NOTHING_USABLE, NEEDS_PERSON) and what to tell."""

    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    rejected_count: int = 0
    needs_person: list[str] = field(default_factory=list)
    edition_id: str | None = None
    is_new_edition: bool = False
    held: str | None = None
    unusual: str = ""
    """What to look at in files that the first edition was published with."""
    is_settled: bool = False
    """Whether the edition stays because one of the same day would show who was erased."""
    said: set[tuple[str, str]] = field(default_factory=set)
    """Source and kind of each notice that was said: of many files alike it is said once."""

    @property
    def exit_code(self) -> int:
        if self.refused and not self.loaded and not self.unchanged:
            return NOTHING_USABLE
        if self.edition_id is None:
            return NOTHING_USABLE
        asks = self.refused or self.rejected_count or self.needs_person or self.held
        return NEEDS_PERSON if asks else DONE

    @property
    def sentence(self) -> str:
        """The last line of the load: what came of it."""
        parts = [plural(len(self.loaded), "file") + " loaded"]
        if self.unchanged:
            parts.append(f"{len(self.unchanged)} seen before")
        if self.refused:
            parts.append(f"{len(self.refused)} refused")
        if self.rejected_count:
            parts.append(plural(self.rejected_count, "line") + " rejected")
        if self.edition_id is None:
            return f"{', '.join(parts)}; there is nothing to publish yet."
        if self.held:
            return f"{', '.join(parts)}. Held back: {self.held}"
        if self.is_settled:
            return (
                f"{', '.join(parts)}. Edition {self.edition_id} stays: beside it another of the "
                "same day would show who was erased. New figures come with exports of a later day."
            )
        state = "is new" if self.is_new_edition else "is unchanged"
        look = f" Please look: {self.unusual}." if self.unusual else ""
        return f"{', '.join(parts)}. Edition {self.edition_id} {state}.{look}"
