"""What comparing and judging may rest on: what is published, null where it is not shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from etl.disclosure.rules import Unpublished
from etl.editions.history import History
from etl.editions.published import Published
from etl.editions.schema import control_week, metadata, worked_out

Rows = Iterable[tuple[Any, ...]]


def counted_of(
    exact: Mapping[str, Rows], published: Mapping[str, Rows], history: History | None
) -> Published:
    """The tables that were published, without their statuses, and those that never are.

    Of a table that is itself worked out of that: what was told of it before.
    """
    return Published(_Counted(exact, published, history))


@dataclass(frozen=True, slots=True)
class _Counted(Mapping[str, Rows]):
    """Rows as they are asked for: most tables never are, and the largest would be held twice."""

    exact: Mapping[str, Rows]
    published: Mapping[str, Rows]
    history: History | None

    def __getitem__(self, name: str) -> Rows:
        if name not in self.published:
            return self._told()[name]
        table = metadata.tables[name]
        if isinstance(table.info["disclosure"], Unpublished):
            return self.exact[name]
        names = [column.name for column in table.columns]
        kept = itemgetter(*(names.index(column) for column in worked_out(table)))
        return map(kept, self.published[name])

    def _told(self) -> Mapping[str, Rows]:
        if self.history is None:
            return {}
        names = [column.name for column in control_week.columns]
        rows = self.history.rows[control_week.name]
        return {control_week.name: [tuple(row[name] for name in names) for row in rows]}

    def __iter__(self) -> Iterator[str]:
        yield from {**self._told(), **self.published}

    def __len__(self) -> int:
        return len(list(iter(self)))
