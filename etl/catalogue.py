"""The sources there are: every module in ``sources/`` declares one, or several."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import etl.sources
from etl.errors import MissingColumn, NotRecognised
from etl.reading.samples import Sample
from etl.settings import Settings
from etl.source import Headers, Source

_NEARLY = 0.4
"""Share of the needed columns that may lack for a file to be taken for nearly of that kind."""


@cache
def _modules() -> tuple[ModuleType, ...]:
    found = pkgutil.iter_modules(etl.sources.__path__, "etl.sources.")
    return tuple(importlib.import_module(module.name) for module in found)


@cache
def sources() -> tuple[Source, ...]:
    """All sources, by name."""
    found: list[Source] = []
    for module in _modules():
        found.extend(getattr(module, "SOURCES", None) or (module.SOURCE,))
    return tuple(sorted(found, key=lambda source: source.name))


def _configured(settings: Settings) -> Iterator[Source]:
    """The sources that config.toml describes."""
    for module in _modules():
        if hasattr(module, "configured"):
            yield from module.configured(settings)


def recognise(sample: Sample, settings: Settings) -> Source:
    """The source that a sample belongs to. NotRecognised names what could be dropped instead."""
    candidates = (*sources(), *_configured(settings))
    rated = sorted(
        ((source.recognise(sample), source.name, source) for source in candidates),
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
