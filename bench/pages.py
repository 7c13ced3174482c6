"""The server time of each page, through the real server: reruns over its own websocket."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.costs import WORK

PAGES = ("", "departments", "ideas", "data-health", "definitions")
EMPTY = "with nothing on it"
WARM, RERUNS = 5, 40
_PATIENCE = 120.0  # seconds for the server to start, on a machine that has other work


def measure_pages(sizes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds of the server's CPU per rerun, by page and size; beside them an empty page's."""
    found: dict[str, dict[str, float]] = {name: {} for name in (EMPTY, *map(_name, PAGES))}
    for size in sizes:
        with _serving("bench.empty") as (port, process):
            found[EMPTY][size] = asyncio.run(_cost(port, process, ""))
        home = WORK / size / "everything"
        with _serving("uptake", "serve", "--home", str(home), "--port") as (port, process):
            for page in PAGES:
                found[_name(page)][size] = asyncio.run(_cost(port, process, page))
    return found


def _name(page: str) -> str:
    return page or "adoption"


@contextmanager
def _serving(*module: str) -> Iterator[tuple[int, int]]:
    """The port and the process of a module that serves on the port it is told last."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", *module, str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    given_up_at = time.monotonic() + _PATIENCE
    while time.monotonic() < given_up_at:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not start")


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _cost(port: int, process: int, page: str) -> float:
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as stream:
        for _ in range(WARM):
            await _rerun(stream, page)
        begun = _cpu(process)
        for _ in range(RERUNS):
            await _rerun(stream, page)
        return 1000 * (_cpu(process) - begun) / RERUNS


async def _rerun(stream: ClientConnection, page: str) -> None:
    asked = BackMsg()
    asked.rerun_script.page_script_hash = calc_hash(page)
    await stream.send(asked.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await stream.recv(decode=False))
        if answer.WhichOneof("type") == "script_finished":
            return
