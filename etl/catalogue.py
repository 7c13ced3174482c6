"""The sources there are: every module in ``sources/`` declares one, or several."""

import importlib
import pkgutil
from functools import cache

import etl.sources
from etl.errors import MissingColumn, NotRecognised
from etl.reading.samples import Sample
from etl.source import Headers, Source

_NEARLY = 0.4
"""Share of the needed columns that may lack for a file to be taken for nearly of that kind."""


@cache
def sources() -> tuple[Source, ...]:
    """All sources, by name."""
    found: list[Source] = []
    for module in pkgutil.iter_modules(etl.sources.__path__, "etl.sources."):
        declared = importlib.import_module(module.name)
        found.extend(getattr(declared, "SOURCES", None) or (declared.SOURCE,))
    return tuple(sorted(found, key=lambda source: source.name))


def recognise(sample: Sample) -> Source:
    """The source that a sample belongs to. NotRecognised names what could be dropped instead."""
    rated = sorted(
        ((source.recognise(sample), source.name, source) for source in sources()),
        key=lambda rating: (-rating[0], rating[1]),
    )
    if rated and rated[0][0] > 0:
        return rated[0][2]
    _explain_nearest(sample)
    raise NotRecognised(
        file=sample.name,
        problem="is none of the exports that Uptake knows",
        remedy="See docs/sources.md for the files it reads and the columns they need",
    )


def _explain_nearest(sample: Sample) -> None:
    """MissingColumn where a CSV is nearly one that is known."""
    nearest = [
        (len(missing) / len(source.recognise.needed), source.label, missing)
        for source in sources()
        if sample.kind == "csv" and isinstance(source.recognise, Headers)
        if (missing := source.recognise.missing(sample))
    ]
    share, label, missing = min(nearest, default=(1.0, "", ()))
    if share <= _NEARLY:
        raise MissingColumn(
            file=sample.name,
            line=1,
            column=missing[0],
            problem=f"this looks like {label}, but the column is missing",
            remedy="Export the file again with this column, or give its heading this name",
        )
