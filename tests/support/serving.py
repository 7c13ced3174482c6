"""A real ``uptake serve`` in a process of its own."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.network import free_port

COMMAND = Path(sys.executable).with_name("uptake")
OURS = ("UPTAKE_", "STREAMLIT_", "PG")  # what a tester's own shell must not decide
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A dashboard that answers. ``url`` ends without a slash; ``log`` holds all it wrote."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        """What the server wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def clean_environment(additions: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without anything that configures Uptake, plus ``additions``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, **(additions or {})}


@contextmanager
def serving(
    home: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Served]:
    """Serve ``home`` on ``port``, or a free one, until the block ends; its output goes to ``log``.

    Raises RuntimeError with the end of its output where it stops or does not answer in time.
    """
    port = port or free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [COMMAND, "serve", "--home", home, "--port", str(port)],
            env=clean_environment(environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    served = Served(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_healthy(served)
        yield served
    finally:
        _stop(process)


def _wait_until_healthy(served: Served) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.process.poll() is None:
        if is_healthy(served.url):
            return
        time.sleep(0.1)
    code = served.process.poll()
    state = "does not answer" if code is None else f"ended with exit code {code}"
    raise RuntimeError(f"uptake serve {state}; it wrote:\n{served.output()[-3000:]}")


def is_healthy(url: str) -> bool:
    """Whether a Streamlit server answers there."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
