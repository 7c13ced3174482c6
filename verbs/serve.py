"""The dashboard."""

import argparse
from collections.abc import Callable

from verbs import whole

NAME = "serve"
ABOUT = "serve the dashboard"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--address", help="where to listen (default: [serve] of config.toml)")
    parser.add_argument(
        "--port", type=whole(1, 65535), help="default: [serve] of config.toml, 8501"
    )


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from dashboard.server import serve

    serve(options.home, options.address, options.port, say)
    return 0
