"""An empty page, served as the dashboard is: ``python -m bench.empty PORT``.

What Streamlit itself costs for a rerun, on the machine and in the minutes of the other pages.
"""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from streamlit.starlette import App

from dashboard.server import OPTIONS

SCRIPT = Path(__file__).with_name("__init__.py")
"""A script that draws nothing."""


@asynccontextmanager
async def _frozen(_: App) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()
    yield


def main(port: int) -> None:
    """Serve until stopped."""
    options = {**OPTIONS, "server.port": port, "server.address": "127.0.0.1"}
    App(SCRIPT, lifespan=_frozen).run(config=options)


if __name__ == "__main__":
    main(int(sys.argv[1]))
