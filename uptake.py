"""The command line: one verb a line, handed to etl or dashboard. The only place that prints."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from etl.errors import UptakeError
from etl.settings import Settings, load_settings

PROJECT = Path(__file__).resolve().parent
Arguments = argparse.Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns its exit code: 0 done, 1 nothing usable, 2 something needs a person."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except UptakeError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _say(line: str) -> None:
    print(line, flush=True)


def _settings(options: Arguments) -> Settings:
    return load_settings(options.home)


# --- verbs ---------------------------------------------------------------------------------


def _load(options: Arguments) -> int:
    from etl.run import load

    outcome = load(_settings(options), options.files or None, _say)
    _say(outcome.sentence)
    return outcome.exit_code


def _check(options: Arguments) -> int:
    from etl.checking import check

    return check(_settings(options), options.files, _say)


def _run(options: Arguments) -> int:
    from etl.errors import FetchError
    from etl.fetching import fetch_all
    from etl.run import NEEDS_PERSON, load

    settings = _settings(options)
    fetched = True
    try:
        fetch_all(settings, datetime.now(UTC), _say)
    except FetchError as error:
        fetched = False
        _say(str(error))
    outcome = load(settings, None, _say)
    _say(outcome.sentence)
    return outcome.exit_code or (0 if fetched else NEEDS_PERSON)


def _status(options: Arguments) -> int:
    from dashboard.outputs.status import status_lines
    from etl.editions.shelf import open_shelf

    for line in status_lines(open_shelf(_settings(options)), datetime.now(UTC)):
        _say(line)
    return 0


def _rebuild(options: Arguments) -> int:
    from etl.run import rebuild

    outcome = rebuild(_settings(options), _say)
    _say(outcome.sentence)
    return outcome.exit_code


def _metric(options: Arguments) -> int:
    from dashboard.edition import open_edition
    from dashboard.metric import Query, compute
    from dashboard.outputs.text import frame_as
    from etl.editions.shelf import open_shelf
    from etl.errors import EditionError

    settings = _settings(options)
    edition = open_edition(open_shelf(settings), options.edition)
    if edition is None:
        raise EditionError("Nothing is published yet. Run: uptake load")
    query = Query(metric=options.name, by=options.by, at=options.at)
    _say(frame_as(options.format, compute(edition, query, settings.privacy)))
    return 0


def _serve(options: Arguments) -> int:
    from dashboard.server import serve

    serve(options.home, options.address, options.port, _say)
    return 0


def _simulate(options: Arguments) -> int:
    from etl.simulate import simulate

    simulate(
        options.folder,
        staff=options.staff,
        months=options.months,
        seed=options.seed,
        progress=_say,
    )
    return 0


def _demo(options: Arguments) -> int:
    from etl.demo import prepare_demo

    prepare_demo(options.home, _say)
    return 0 if options.no_serve else _serve(options)


def _links_mint(options: Arguments) -> int:
    from etl import minting

    links = minting.mint(
        options.title,
        options.destination,
        options.department,
        source=options.source,
        found_in=options.found_in,
        posted_by=options.posted_by,
    )
    minting.append_registry(options.registry, minting.registry_rows(links))
    for link in links:
        _say(f"{link.department}\t{link.link}")
    _say(f"{len(links)} links written to {options.registry.name}. Load it: uptake load")
    return 0


# --- the parser ----------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="uptake", description="Is our internal network taking hold, and do ideas spread?"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _demo_verb(verbs)
    _load_verbs(verbs)
    _reading_verbs(verbs)
    _other_verbs(verbs)
    return parser


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[Arguments], int],
    about: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=about, description=about)
    parser.add_argument(
        "--home",
        type=lambda text: Path(text).resolve(),
        default=PROJECT,
        metavar="DIR",
        help="where config.toml and data/ live (default: the project folder)",
    )
    parser.set_defaults(verb=run)
    return parser


def _serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", help="where to listen (default: [serve] of config.toml)")
    parser.add_argument("--port", type=int, help="default: [serve] of config.toml, 8501")


def _demo_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = _verb(verbs, "demo", _demo, "a made-up organisation, loaded and served")
    demo.add_argument("--no-serve", action="store_true", help="do all but serving")
    _serving(demo)


def _load_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    load = _verb(verbs, "load", _load, "load the inbox, or the named files, and publish")
    load.add_argument("files", nargs="*", type=Path, metavar="FILE")
    check = _verb(verbs, "check", _check, "tell what a file is and would change; writes nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _verb(verbs, "run", _run, "fetch what is configured, load the inbox, publish (for a schedule)")
    _verb(verbs, "rebuild", _rebuild, "make the warehouse again from the snapshots, and publish")


def _reading_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _verb(verbs, "status", _status, "what is published, and how the last load went")
    metric = _verb(verbs, "metric", _metric, "one figure of the current edition")
    metric.add_argument("name", metavar="NAME")
    metric.add_argument("--by", default="whole", help="whole, department, day, idea ...")
    metric.add_argument("--at", type=date.fromisoformat, metavar="DATE", help="such as 2026-11-22")
    metric.add_argument("--edition", metavar="ID", help="an earlier edition")
    metric.add_argument("--format", choices=("table", "json", "csv"), default="table")
    serve = _verb(verbs, "serve", _serve, "serve the dashboard")
    _serving(serve)


def _other_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = _verb(verbs, "simulate", _simulate, "write the exports of a made-up organisation")
    simulate.add_argument("folder", type=Path, metavar="DIR")
    simulate.add_argument("--staff", type=int, default=5000)
    simulate.add_argument("--months", type=int, default=14)
    simulate.add_argument("--seed", type=int, default=1)
    links = verbs.add_parser("links", help="addresses to post, one per audience")
    mint = _verb(
        links.add_subparsers(required=True, metavar="VERB"),
        "mint",
        _links_mint,
        "write one tagged address per department, and their rows of the link registry",
    )
    mint.add_argument("title", help="title of the idea")
    mint.add_argument("destination", help="its address")
    mint.add_argument("department", nargs="+", help="department codes, such as adult-social-care")
    mint.add_argument("--registry", type=Path, default=Path("link-registry.csv"), metavar="FILE")
    mint.add_argument("--source", default="viva-engage", help="where it is posted (utm_source)")
    mint.add_argument("--found-in", default="", help="where the idea was found")
    mint.add_argument("--posted-by", default="", help="who posts it")


if __name__ == "__main__":
    sys.exit(main())
