"""JSON documents, opened with suspicion."""

import json
import math
from pathlib import Path

from etl.errors import NotReadable
from etl.reading.text import decode, encoding_of, text_head

_MOST_BYTES = 256 << 20
_MOST_DIGITS = 400
_REMEDY = "Fetch or export it again and load that file"


def read_json(path: Path, name: str) -> object:
    """The document in a file. NotReadable, with line and column, where it is none.

    A name that occurs twice in one object, NaN, Infinity and numbers beyond all bounds are
    refused: two readers would understand them differently.
    """
    head = text_head(path, name)
    if path.stat().st_size > _MOST_BYTES:
        raise _refused(name, "is larger than 256 MiB")
    text = decode(path.read_bytes(), encoding_of(path, head))
    try:
        document: object = json.loads(
            text,
            object_pairs_hook=_unrepeated,
            parse_constant=_not_a_number,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except json.JSONDecodeError as error:
        raise _malformed(name, error, text) from error
    except RecursionError as error:
        raise _refused(name, "is nested too deeply") from error
    except _Ambiguous as error:
        raise _refused(name, str(error)) from error
    return document


class _Ambiguous(Exception):
    """JSON that is well formed and yet means nothing certain."""


def _refused(name: str, problem: str) -> NotReadable:
    return NotReadable(file=name, problem=problem, remedy=_REMEDY)


def _malformed(name: str, error: json.JSONDecodeError, text: str) -> NotReadable:
    is_cut = not text[error.pos :].strip() or error.msg.startswith("Unterminated")
    return NotReadable(
        file=name,
        line=error.lineno,
        column=str(error.colno),
        problem="the JSON breaks off here" if is_cut else "the JSON is malformed here",
        remedy=_REMEDY,
    )


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Ambiguous("has a name twice in one object")
    return found


def _not_a_number(_: str) -> object:
    raise _Ambiguous("has NaN or Infinity in it, which are no numbers")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _Ambiguous("has a number in it that is beyond all bounds")
    return number


def _bounded(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise _Ambiguous("has a number in it that is beyond all bounds")
    return int(digits)
