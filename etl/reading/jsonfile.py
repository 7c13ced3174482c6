"""JSON documents, opened with suspicion."""

import json
from pathlib import Path

from etl.errors import NotReadable
from etl.reading.text import decode, encoding_of, survey

_MOST_BYTES = 1 << 30
_REMEDY = "Fetch or export it again and load that file"


def read_json(path: Path, name: str) -> object:
    """The document in a file. NotReadable, with line and column, where it is none.

    A name that occurs twice in one object, NaN and Infinity are refused: two readers would
    understand them differently.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise NotReadable(file=name, problem="is larger than 1 GiB", remedy="Split the export")
    found = survey(path, name)
    try:
        document: object = json.loads(
            decode(path.read_bytes(), encoding_of(path, found.head)),
            object_pairs_hook=_unrepeated,
            parse_constant=_not_a_number,
        )
    except json.JSONDecodeError as error:
        raise NotReadable(
            file=name,
            line=error.lineno,
            column=str(error.colno),
            problem="the JSON breaks off or is malformed here",
            remedy=_REMEDY,
        ) from error
    except RecursionError as error:
        raise NotReadable(file=name, problem="is nested too deeply", remedy=_REMEDY) from error
    except ValueError as error:
        raise NotReadable(file=name, problem=str(error), remedy=_REMEDY) from error
    return document


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice in one object of the JSON")
    return found


def _not_a_number(_: str) -> object:
    raise ValueError("the JSON holds NaN or Infinity, which are no numbers")
