"""Tagged addresses to post, one per audience."""

import argparse
from collections.abc import Callable
from pathlib import Path

NAME = "links mint"
ABOUT = "write one tagged address per department, and their rows of the link registry"
FAMILY = "addresses to post, one per audience"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("title", help="title of the idea")
    parser.add_argument("destination", help="its address")
    parser.add_argument("department", nargs="+", help="department codes, such as adult-social-care")
    parser.add_argument("--registry", type=Path, default=Path("link-registry.csv"), metavar="FILE")
    parser.add_argument("--source", default="viva-engage", help="where it is posted (utm_source)")
    parser.add_argument("--found-in", default="", help="where the idea was found")
    parser.add_argument("--posted-by", default="", help="who posts it")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl import minting
    from etl.plural import plural

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
        say(f"{link.department}\t{link.link}")
    say(
        f"{plural(len(links), 'link')} written to {options.registry.name}. "
        f"Load it: uptake load {options.registry}"
    )
    return 0
