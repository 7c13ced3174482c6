"""A real OpenID provider on this machine, and people who sign in with it."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.support.network import free_port

COOKIE_SECRET = "a-secret-of-cookies-that-only-tests-have-seen"
CLIENT_ID = "uptake"
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that answers. ``issuer`` as its tokens have it."""

    issuer: str

    def section(self, name: str = "") -> str:
        """Its part of secrets.toml."""
        head = f"[auth.{name}]\n" if name else ""
        return (
            f'{head}client_id = "{CLIENT_ID}"\nclient_secret = "not-much-of-one"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
        )


@contextmanager
def running_provider(
    people: Mapping[str, Mapping[str, object]], token_seconds: int = 3600
) -> Iterator[Provider]:
    """A provider that knows ``people``, subject to claims; its tokens hold ``token_seconds``."""
    port = free_port()
    users = [json.dumps({"sub": subject, **claims}) for subject, claims in people.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    named = [part for user in users for part in ("--user-claims", user)]
    process = subprocess.Popen(
        [*command, "-e", str(token_seconds), *named],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_answers(port, process)
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The OpenID provider did not start.")


def write_sign_in(home: Path, port: int, sections: str) -> None:
    """secrets.toml of a home that is served on ``port``, with these providers."""
    folder = home / ".streamlit"
    folder.mkdir(exist_ok=True)
    (folder / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{COOKIE_SECRET}"\n{sections}'
    )


def write_person(home: Path, issuer: str, subject: str, role: str, **more: object) -> None:
    """Give somebody a role in access.toml."""
    entry = {"issuer": issuer, "subject": subject, "role": role, **more}
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in entry.items())
    with (home / "access.toml").open("a") as file:
        file.write(f"\n[[person]]\n{lines}\n")


def sign_in(page: Page, url: str, subject: str, button: str = "Sign in") -> None:
    """Sign in as somebody, through the provider's own form."""
    page.goto(url)
    page.get_by_role("button", name=button, exact=True).click()
    page.locator(f"button[value='{subject}']").first.click()
    page.wait_for_url(f"{url}/**")
