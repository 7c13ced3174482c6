"""What APIs answer becomes a file in the inbox, and is then read like any other export::

{"source": "shlink", "fetched_at": "2026-11-23T05:30:00+00:00", "server": "https://go.example",
 "pages": [{"request": "/rest/v3/short-urls?page=1", "response": <what the server answered>}]}
"""

import importlib
import json
import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import etl.fetchers
from etl.errors import FetchError
from etl.plural import plural
from etl.settings import ALLOW_PRIVATE, Settings
from etl.web import Access, Clock, Limits, Page, Session


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a fetcher. ``was_fetched``: an earlier answer is kept as a snapshot."""

    options: Mapping[str, str]
    now: datetime
    was_fetched: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """An API: what must be configured for it, and how all its pages are asked for.

    ``options``: the entries that [fetch.<name>] must have. ``server``: where it is, unless
    configured. ``header``: the header that carries the token.
    """

    name: str
    variable: str
    options: tuple[str, ...]
    header: Callable[[str], tuple[str, str]]
    fetch: Callable[[Session, Asked], Iterator[Page]]
    server: str = ""


@cache
def fetchers() -> tuple[Fetcher, ...]:
    """All fetchers, by name: every module in ``fetchers/`` declares one."""
    modules = pkgutil.iter_modules(etl.fetchers.__path__, "etl.fetchers.")
    found = [importlib.import_module(module.name).FETCHER for module in modules]
    return tuple(sorted(found, key=lambda fetcher: fetcher.name))


def fetch_all(
    settings: Settings,
    now: datetime,
    progress: Callable[[str], None],
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> list[Path]:
    """Write what every API under [fetch.*] answers into the inbox: one file each.

    ``now``: aware. Raises FetchError with all that went wrong, after every API had its turn: what
    the others answered is in the inbox by then.
    """
    known = {fetcher.name: fetcher for fetcher in fetchers()}
    written, problems = [], []
    for name, options in settings.fetch.items():
        try:
            if name not in known:
                raise FetchError(f"[fetch.{name}] is none of {', '.join(known)}. Mend config.toml.")
            written.append(_fetch(settings, known[name], options, now, progress, limits, clock))
        except FetchError as error:
            problems.append(str(error))
    if problems:
        raise FetchError(" ".join(problems))
    return written


def _fetch(
    settings: Settings,
    fetcher: Fetcher,
    options: Mapping[str, str],
    now: datetime,
    progress: Callable[[str], None],
    limits: Limits | None,
    clock: Clock | None,
) -> Path:
    token = _token(settings, fetcher, options)
    server = options.get("server") or fetcher.server
    header, is_inside = fetcher.header(token), options.get(ALLOW_PRIVATE) == str(True)
    access = Access(fetcher.name, server, fetcher.variable, header, allow_private=is_inside)
    session = Session(access, limits, clock)
    kept = settings.data / "snapshots" / fetcher.name
    asked = Asked(options, now.astimezone(UTC), any(kept.glob("*")))
    path = settings.inbox / f"{fetcher.name}-{asked.now.strftime('%Y-%m-%dT%H%M')}.json"
    try:
        count = _write(path, session, asked, fetcher.fetch(session, asked), token)
    finally:
        session.close()
    progress(f"{fetcher.name}: {plural(count, 'page')} fetched into {path.name}.")
    return path


def _token(settings: Settings, fetcher: Fetcher, options: Mapping[str, str]) -> str:
    for option in fetcher.options:
        if not options.get(option):
            raise FetchError(f"[fetch.{fetcher.name}] has no {option}. Add it to config.toml.")
    token = settings.tokens.get(fetcher.variable, "").strip()
    if not token:
        raise FetchError(
            f"[fetch.{fetcher.name}] is configured, but {fetcher.variable} is not set. "
            "Put the key into the environment."
        )
    return token


def _write(path: Path, session: Session, asked: Asked, pages: Iterable[Page], token: str) -> int:
    """Write page by page beside the inbox, and move the whole there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent.parent / f".{path.name}.draft"
    count = 0
    try:
        with draft.open("w", encoding="utf-8") as stream:
            head = {
                "source": session.name,
                "fetched_at": asked.now.isoformat(timespec="seconds"),
                "server": session.server,
            }
            stream.write(json.dumps(head).removesuffix("}") + ', "pages": [')
            for page in pages:
                answer = {"request": page.request, "response": page.response}
                text = _without(token, json.dumps(answer))
                stream.write((",\n" if count else "\n") + text)
                count += 1
            stream.write("\n]}\n")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _without(token: str, text: str) -> str:
    """A server may repeat the key in an address. Too short a key may be part of any word."""
    return text.replace(token, "***") if len(token) >= 8 else text
