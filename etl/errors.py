"""What can go wrong, and nothing else is raised on purpose.

::

    UptakeError                 one sentence for a person; it ends by saying what to do
    ├── SettingsError           config.toml or the environment
    ├── FileError               a file: which one, where in it, what is wrong, what to do
    │   ├── NotRecognised       none of the exports that are known
    │   ├── NotReadable         empty, cut off, not text, not what its name says
    │   ├── UnsafeArchive       a ZIP that could do harm when it is unpacked
    │   └── MissingColumn       a header that a source cannot do without
    ├── LoadError               the warehouse: unreachable, inconsistent
    │   └── Busy                another load runs
    ├── FetchError              a source on the network: refused, silent, in a circle
    ├── EditionError            an edition: missing, damaged, from another version
    ├── QueryError              a question about a metric that has no answer
    ├── NotYours                a question that this viewer may not ask
    └── AuditError              the audit log cannot be written or read

No message holds a cell of a file: header names, line numbers and reasons are all it may tell.
"""

from pathlib import PurePath

_LONGEST_NAME = 120


class UptakeError(Exception):
    """The root. Its text is one sentence, or two, and ends by saying what to do."""


class SettingsError(UptakeError):
    """config.toml or the environment says something that cannot be."""


class FileError(UptakeError):
    """A file cannot be used as a whole.

    ``file`` is a name, never a machine's path ("export.zip: Users.csv" inside an archive);
    ``line`` counts from 1; ``column`` is a header name (in JSON: the number of the character);
    ``problem`` and ``remedy`` are sentence parts.
    """

    def __init__(
        self,
        *,
        file: str,
        problem: str,
        remedy: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        self.file = _shown(PurePath(file).name if PurePath(file).is_absolute() else file)
        self.line = line
        self.column = None if column is None else _shown(column)
        self.problem = problem
        self.remedy = remedy
        super().__init__(self.file, problem, remedy, line, self.column)

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column:
            place.append(f"column {self.column}")
        is_about_file = len(place) == 1 and self.problem.startswith(("is ", "has ", "cannot "))
        joint = " " if is_about_file else ": "
        return f"{', '.join(place)}{joint}{self.problem.rstrip('.')}. {self.remedy.rstrip('.')}."


class NotRecognised(FileError):
    """A file is none of the exports that are known."""


class NotReadable(FileError):
    """A file is empty, cut off, not text, or not what its name says."""


class UnsafeArchive(FileError):
    """A ZIP could do harm when it is unpacked, so nothing of it is read."""


class MissingColumn(FileError):
    """A header that a source cannot do without is missing."""


class LoadError(UptakeError):
    """The warehouse cannot be reached, or what is in it does not add up."""


class Busy(LoadError):
    """Another load runs."""


class FetchError(UptakeError):
    """A source on the network refuses, stays silent or answers in a circle."""


class EditionError(UptakeError):
    """An edition is missing, damaged, or of another version."""


class QueryError(UptakeError):
    """A question about a metric that has no answer."""


class NotYours(UptakeError):
    """Somebody asked for what their role does not show; the sentence names none of it."""

    def __init__(
        self, sentence: str = "This is not yours to see. Your role does not show it."
    ) -> None:
        super().__init__(sentence)

    @classmethod
    def table(cls, name: str) -> "NotYours":
        """A table of the edition that the role may not read."""
        return cls(f"This is not yours to see: your role does not read {name}.")


class AuditError(UptakeError):
    """The audit log cannot be written or read; what should stand in it is not shown."""


def _shown(name: str) -> str:
    """A name as it may stand in a sentence: printable and of bounded length."""
    printable = "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name
    )
    cut = printable[:_LONGEST_NAME]
    return cut if len(printable) <= _LONGEST_NAME else f"{cut}…"
