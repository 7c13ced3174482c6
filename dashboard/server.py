"""``uptake serve``: the dashboard as an ASGI application, bound to this machine unless configured.

Streamlit is started from here and never with ``streamlit run``: only so does every answer carry
the security headers, and only so are its scripts compressed.
"""

import errno
import gc
import ipaddress
import socket
import statistics  # noqa: F401  the standard module, before Streamlit puts dashboard/ on sys.path
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import plotly.graph_objects as go
import streamlit
from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

from dashboard.delivery import CompressedScripts, SecurityHeaders, security_headers
from dashboard.installation import open_installation, secrets_file
from dashboard.metric import catalogue
from dashboard.views import pages  # noqa: F401  imported before the first visitor needs it
from etl.errors import SettingsError

HERE = Path(__file__).parent
STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static"
Announce = Callable[[str], None]

OPTIONS: Mapping[str, object] = {
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": True,
    "runner.magicEnabled": False,
    # A full collection after every rerun would cost four times the page; see gc.freeze below.
    "runner.postScriptGC": False,
    "server.enableWebsocketCompression": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.showEmailPrompt": False,
}


def serve(
    home: Path, address: str | None, port: int | None, announce: Announce | None = None
) -> None:
    """Serve the dashboard of ``home`` until stopped; blocks.

    ``address`` and ``port`` default to [serve] of config.toml; port 0 takes a free one.
    ``announce`` is told the address to open as soon as the server answers.
    Raises SettingsError where the address needs sign-in, or cannot be listened on.
    """
    place = open_installation(home)
    address = address or place.settings.serve.address
    port = place.settings.serve.port if port is None else port
    refuse_open_door(address, place.has_sign_in)
    _probe(address, port)
    options = {
        **OPTIONS,
        **theme_options(),
        "secrets.files": [str(secrets_file(home))],
        "server.address": address,
        "server.port": port,
    }
    application(announce).run(config=options)


def application(announce: Announce | None = None) -> App:
    """The ASGI application: Streamlit behind our headers and compression."""

    @asynccontextmanager
    async def lifespan(_: App) -> AsyncIterator[None]:
        _settle()
        if announce is not None:
            announce(_address_to_open())
        yield

    headers = security_headers((STREAMLIT_STATIC / "index.html").read_bytes())
    return App(
        HERE / "app.py",
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders, headers=headers),
            Middleware(CompressedScripts, folder=STREAMLIT_STATIC / "static"),
        ],
    )


def _settle() -> None:
    """Load what the first page needs, then keep all there is out of the collector's sight."""
    catalogue()
    go.Figure({"data": [{"type": "scatter"}, {"type": "bar"}]}).to_json()
    gc.collect()
    gc.freeze()


def refuse_open_door(address: str, is_signed_in: bool) -> None:
    """Raise SettingsError if ``address`` can be reached from outside and nobody must sign in."""
    if _is_loopback(address) or is_signed_in:
        return
    raise SettingsError(
        f"The dashboard is not served on {address}: others could open it without signing in. "
        "Serve it on 127.0.0.1, or set up sign-in ([auth] in .streamlit/secrets.toml) first."
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _probe(address: str, port: int) -> None:
    """Fail with a sentence, before Streamlit ends the process, if nobody may listen there."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            is_taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
            why = "is taken" if is_taken else "cannot be listened on"
            raise SettingsError(
                f"Port {port} of {address} {why}. Try another: uptake serve --port {port + 1}"
            ) from error


def _address_to_open() -> str:
    address, port = str(config.get_option("server.address")), config.get_option("server.port")
    host = f"[{address}]" if ":" in address else address
    return f"http://{host}:{port}"


def theme_options() -> dict[str, object]:
    """The theme of static/theme.toml as Streamlit options, by dotted name."""
    document = tomllib.loads((HERE / "static" / "theme.toml").read_text(encoding="utf-8"))
    return dict(_flat("theme", document))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{name}", value)
        else:
            yield f"{prefix}.{name}", value
