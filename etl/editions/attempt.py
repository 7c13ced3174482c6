"""How a load went, as the shelf remembers it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Run:
    """What a load did with one file. ``started_at`` is ISO 8601 in UTC.

    ``status``: loaded, unchanged or refused. read = loaded + unchanged + rejected.
    """

    run_id: str
    file: str
    source: str
    status: str
    started_at: str
    seconds: float
    read_count: int
    loaded_count: int
    unchanged_count: int
    rejected_count: int
    watermark: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """How the last load went. ``at`` is ISO 8601 in UTC; ``status`` done|failed|needs_person.

    ``runs``: what it and the loads before it did, the latest first.
    """

    at: str
    status: str
    sentence: str
    runs: tuple[Run, ...] = ()

    @property
    def instant(self) -> datetime:
        """``at`` as an aware instant."""
        return datetime.fromisoformat(self.at)

    def text(self) -> str:
        """The attempt as JSON; ``attempt_of`` reads it."""
        return json.dumps(asdict(self))


@lru_cache(maxsize=4)
def attempt_of(text_: str) -> Attempt:
    """The attempt that ``text`` wrote: read on every run of every page, and seldom another."""
    content = json.loads(text_)
    return Attempt(**{**content, "runs": tuple(Run(**run) for run in content.get("runs", ()))})
