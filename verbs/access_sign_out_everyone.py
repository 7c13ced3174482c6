"""Sign everybody out."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime

NAME = "access sign-out-everyone"
ABOUT = "end every sign-in at once, and change the secret of the cookies"
FAMILY = "who may see what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    # Nothing but --home.


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.access.sign_out import sign_out_everyone

    is_changed = sign_out_everyone(options.home, datetime.now(UTC))
    say("Whoever signed in before now must sign in again.")
    if is_changed:
        say("The cookie secret is a new one; restart the dashboard to use it.")
    else:
        say("Change UPTAKE_AUTH_COOKIE_SECRET too, and restart the dashboard.")
    return 0
