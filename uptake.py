"""The command line: finds the verbs, reads the arguments, and is the only place that prints."""

import argparse
import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

import verbs
from etl.errors import UptakeError

PROJECT = Path(__file__).resolve().parent
_STEERS = re.compile("[^\\n\\t\\r -~\u00a0-\U0010ffff]|\\r(?!\\n)|[\u202a-\u202e\u2066-\u2069]")
"""Control characters, a return that would overwrite its line, and what turns the way of writing."""
if TYPE_CHECKING:
    Words: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns its exit code: 0 done, 1 nothing usable, 2 something needs a person."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options, _say))
    except UptakeError as error:
        print(_plain(str(error)), file=sys.stderr)
        return 1
    except OSError as error:
        print(_plain(_out_of_reach(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _say(line: str) -> None:
    """Print a line. Where nobody reads any more, what was begun is finished all the same."""
    try:
        print(_plain(line), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _out_of_reach(error: OSError) -> str:
    what = error.filename2 or error.filename or "A file"
    why = error.strerror or "the system refuses"
    return (
        f"{what} cannot be read or written: {why}. See to the folder, its rights and the room "
        "on the disk, and start again."
    )


def _plain(text: str) -> str:
    """The text without what would steer a terminal: names may hold anything somebody wrote."""
    return _STEERS.sub("\N{REPLACEMENT CHARACTER}", text)


def _declared() -> Iterator[ModuleType]:
    for module in pkgutil.iter_modules(verbs.__path__, "verbs."):
        yield importlib.import_module(module.name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="uptake", description="Is our internal network taking hold, and do ideas spread?"
    )
    first_words = parser.add_subparsers(required=True, metavar="VERB")
    families: dict[str, Words] = {}
    for verb in _declared():
        first, _, second = verb.NAME.partition(" ")
        if second and first not in families:
            family = first_words.add_parser(first, help=verb.FAMILY, description=verb.FAMILY)
            families[first] = family.add_subparsers(required=True, metavar="VERB")
        _add(families[first] if second else first_words, second or first, verb)
    return parser


def _add(words: "Words", name: str, verb: ModuleType) -> None:
    parser = words.add_parser(name, help=verb.ABOUT, description=verb.ABOUT)
    parser.add_argument(
        "--home",
        type=lambda text: Path(text).resolve(),
        default=PROJECT,
        metavar="DIR",
        help="where config.toml and data/ live (default: the project folder)",
    )
    verb.arguments(parser)
    parser.set_defaults(verb=verb.run)


if __name__ == "__main__":
    sys.exit(main())
