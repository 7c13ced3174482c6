"""Give somebody a role."""

import argparse
from collections.abc import Callable

NAME = "access grant"
ABOUT = "give a person who signs in a role, in access.toml"
FAMILY = "who may see what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    from etl.access.grants import ROLES

    parser.add_argument("role", choices=ROLES)
    parser.add_argument("--issuer", required=True, help="who vouches for them; shown on sign-in")
    parser.add_argument("--subject", required=True, help="the issuer's id of them; shown likewise")
    parser.add_argument("--person", metavar="ID", help="a manager's PersonId on the staff list")
    parser.add_argument("--directory", metavar="ID", help="or a manager's directory id")
    parser.add_argument(
        "--department",
        action="append",
        default=[],
        metavar="CODE",
        help="a department beside those the manager heads, such as adult-social-care",
    )


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.access.giving import give
    from etl.settings import load_settings

    say(
        give(
            load_settings(options.home),
            options.role,
            options.issuer,
            options.subject,
            person=options.person,
            directory=options.directory,
            departments=options.department,
        )
    )
    return 0
