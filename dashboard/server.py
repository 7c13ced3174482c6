"""``uptake serve``: the dashboard as an ASGI application, bound to this machine unless configured.

Streamlit is started from here and never with ``streamlit run``: only so does every answer carry
the security headers, and only so are its scripts compressed.
"""

import errno
import gc
import socket
import statistics  # noqa: F401  the standard module, before Streamlit puts dashboard/ on sys.path
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import plotly.graph_objects as go
import streamlit
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.secrets import SecretsValue
from streamlit.starlette import App

from dashboard.delivery import CompressedScripts, SecurityHeaders, security_headers
from dashboard.guards import OwnFiles, ReadingOnly, SecureCookies, identity_in
from dashboard.installation import installation, open_installation
from dashboard.metric import catalogue
from dashboard.views import pages  # noqa: F401  imported before the first visitor needs it
from etl.errors import SettingsError
from etl.settings import SignIn, is_loopback, secrets_file

HERE = Path(__file__).parent
STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static"
Announce = Callable[[str], None]
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
"""Without sign-in a page of another site must not reach the dashboard under that site's name."""

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
    "server.maxUploadSize": 1,
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
    refuse_open_door(address, place.door.sign_in)
    _probe(address, port)
    options = {
        **OPTIONS,
        **theme_options(),
        "secrets.files": [str(secrets_file(home))],
        "server.address": address,
        "server.port": port,
        "server.allowedHosts": [] if place.has_sign_in else list(THIS_MACHINE),
    }
    application(announce).run(config=options)


def application(announce: Announce | None = None) -> App:
    """The ASGI application: Streamlit behind our headers, guards and compression."""
    door = installation().door
    sign_in = door.sign_in

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
        secrets={"auth": cast(SecretsValue, sign_in.auth)} if sign_in else None,
        middleware=[
            Middleware(SecurityHeaders, headers=headers),
            *([Middleware(SecureCookies)] if sign_in and sign_in.is_encrypted else []),
            Middleware(ReadingOnly),
            *([Middleware(OwnFiles, door=door, identify=identity_in)] if sign_in else []),
            Middleware(CompressedScripts, folder=STREAMLIT_STATIC / "static"),
        ],
    )


def _settle() -> None:
    """Load what the first page needs, then keep all there is out of the collector's sight."""
    catalogue()
    go.Figure({"data": [{"type": "scatter"}, {"type": "bar"}]}).to_json()
    gc.collect()
    gc.freeze()


def refuse_open_door(address: str, sign_in: SignIn | None) -> None:
    """Raise SettingsError if ``address`` can be reached by somebody who need not sign in."""
    if is_loopback(address):
        return
    if sign_in is None:
        raise SettingsError(
            f"The dashboard is not served on {address}: others could open it without signing in. "
            "Serve it on 127.0.0.1, or set up sign-in ([auth] in .streamlit/secrets.toml) first."
        )
    if sign_in.proxy_header:
        raise SettingsError(
            f"The dashboard is not served on {address}: with [access] proxy_header only the proxy "
            "on this machine may reach it. Serve it on 127.0.0.1."
        )


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
