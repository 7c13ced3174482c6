"""A private PostgreSQL server, for as long as the tests run.

It is meant to be strange where a real one may be: its texts sort by English rules and not by
bytes, and its clock stands in Kolkata, so that a result that leans on either differs from DuckDB's.
It keeps nothing safe (no fsync), listens on loopback alone and trusts whoever comes from there.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from tests.support.network import free_port

OWNER = "uptake"
START_SECONDS = 30
INITDB = (
    f"--username={OWNER}",
    "--auth-host=trust",
    "--auth-local=reject",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=icu",
    "--icu-locale=en-GB",
    "--no-sync",
)
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "timezone": "Asia/Kolkata",
    "log_timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server. ``log``: what it wrote, for failure messages."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def url(self, database: str) -> str:
        """SQLAlchemy's address of a database."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A plain connection of the owner, each statement its own transaction."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=OWNER, dbname=database, autocommit=True
        )

    @contextmanager
    def database(self) -> Iterator[str]:
        """A database of one's own, dropped afterwards whoever still holds it. Gives its name."""
        name = f"test_{uuid4().hex}"
        with self.connect() as connection:
            connection.execute(SQL("create database {}").format(Identifier(name)))
        try:
            yield name
        finally:
            with self.connect() as connection:
                connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


@contextmanager
def running_cluster(binaries: Path) -> Iterator[Cluster]:
    """Make a cluster in a temporary folder, serve it, and leave nothing behind.

    Raises RuntimeError with the end of the server's log where it does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="uptake-postgresql-"))
    process = None
    try:
        _give_to_server_user(folder)
        _initialise(binaries, folder)
        cluster = _start(binaries, folder)
        process = cluster.process
        _wait_until_ready(cluster)
        yield cluster
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as Debian's user for it."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _give_to_server_user(folder: Path) -> None:
    if _server_user():
        shutil.chown(folder, "postgres", "postgres")


def _initialise(binaries: Path, folder: Path) -> None:
    command: list[str | Path] = [binaries / "initdb", *INITDB, "--pgdata", folder / "data"]
    result = subprocess.run(command, check=False, capture_output=True, cwd=folder, **_server_user())
    if result.returncode:
        raise RuntimeError(f"initdb failed: {result.stderr[-1000:].decode()}")


def _start(binaries: Path, folder: Path) -> Cluster:
    port, log = free_port(), folder / "log"
    settings = (f"--{name}={value}" for name, value in SETTINGS.items())
    command: list[str | Path] = [binaries / "postgres", *settings, "-D", folder / "data"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "-p", str(port), "-k", folder],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            **_server_user(),
        )
    return Cluster(port, process, log)


def _wait_until_ready(cluster: Cluster) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and cluster.process.poll() is None:
        try:
            cluster.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {cluster.log.read_text()[-1000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; at once where a connection will not let go."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(number)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
        return
