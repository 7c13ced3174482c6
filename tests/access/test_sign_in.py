"""Journeys through a real provider and a real server, in a real browser.

What each role sees is held against matrix.py; the whole of the matrix is in test_matrix.py, which
draws the same pages without a browser.
"""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.access.conftest import REACH
from tests.access.matrix import HOME, MATRIX, NOT_YOURS, ROLES, Way
from tests.app.editions import publish
from tests.support.browser import PATIENCE, ready
from tests.support.network import free_port
from tests.support.openid import (
    COOKIE_SECRET,
    Provider,
    running_provider,
    sign_in,
    write_person,
    write_sign_in,
)
from tests.support.serving import serving

COOKIE = "_streamlit_user"
STRANGER = "Sign in to see the figures"
EXPIRED = "Your sign-in has expired"


class Site(NamedTuple):
    """A served town and the providers its people sign in with. Tokens of ``brief`` hold 2 s."""

    home: Path
    url: str
    council: Provider
    other: Provider
    brief: Provider


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home, port = tmp_path_factory.mktemp("site"), free_port()
    publish(home).keep_reach(REACH)
    people = {role: {"email": f"{role}@council.example"} for role in (*ROLES, "nobody", "mover")}
    lead = {"comms_lead": people["comms_lead"]}
    with (
        running_provider(people) as council,
        running_provider(lead) as other,
        running_provider(lead, 2) as brief,
    ):
        named = {"council": council, "other": other, "brief": brief}
        write_sign_in(home, port, "".join(each.section(name) for name, each in named.items()))
        for role in ROLES:
            person = {"person": "h1"} if role == "manager" else {}
            write_person(home, council.issuer, role, role, **person)
        write_person(home, brief.issuer, "comms_lead", "comms_lead")
        with serving(home, home / "serve.log", port=port) as served:
            yield Site(home, served.url, council, other, brief)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def shows(page: Page, title: str) -> None:
    """Wait until the page has this title."""
    expect(page.locator("h1.up-title")).to_contain_text(title)


def shows_another(page: Page, title: str) -> None:
    """Wait until the page has a title, and one that is not this."""
    expect(page.locator("h1.up-title")).not_to_have_text("")
    expect(page.locator("h1.up-title")).not_to_contain_text(title)


def enter(page: Page, site: Site, subject: str, provider: str = "Council") -> None:
    sign_in(page, site.url, subject, f"Sign in with {provider}")
    expect(page.locator("h1.up-title")).to_be_visible()


def way_of(role: str, verdict: str) -> Way:
    """A page with a query that the role gets this verdict on, if there is one, else any page."""
    ways = [way for way, verdicts in MATRIX.items() if verdicts[role] == verdict]
    return next((way for way in ways if way.query), ways[0])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_own_pages_and_no_others_by_their_address(page, site, role):
    enter(page, site, role)
    page.goto(f"{site.url}/{HOME[role]}")
    shows_another(page, NOT_YOURS)
    page.goto(f"{site.url}/{way_of(role, 'no').address}")
    shows(page, NOT_YOURS)


def test_who_has_no_role_is_told_what_to_pass_on(page, site):
    enter(page, site, "nobody")
    shows(page, NOT_YOURS)
    said = page.get_by_text(f"issuer {site.council.issuer}, subject nobody")
    expect(said).to_be_visible()
    page.goto(f"{site.url}/{way_of('manager', 'own').address}")
    shows(page, NOT_YOURS)


def test_a_stranger_sees_nothing_and_who_signs_out_is_one(page, site):
    page.goto(f"{site.url}/{way_of('manager', 'own').address}")
    shows(page, STRANGER)
    enter(page, site, "operator")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site.council.issuer}/**", timeout=PATIENCE)
    page.goto(f"{site.url}/data-health")
    shows(page, STRANGER)


def test_the_same_name_at_another_provider_is_somebody_else(page, site):
    enter(page, site, "comms_lead", "Other")
    shows(page, NOT_YOURS)


def test_a_token_that_has_expired_opens_nothing_even_where_the_cookie_lives(page, context, site):
    enter(page, site, "comms_lead", "Brief")
    deadline = time.monotonic() + PATIENCE / 1000
    while EXPIRED not in page.locator("h1.up-title").inner_text() and time.monotonic() < deadline:
        page.goto(f"{site.url}/departments")
        expect(page.locator("h1.up-title")).to_be_visible()
    shows(page, EXPIRED)
    assert COOKIE in {cookie["name"] for cookie in context.cookies()}


def test_a_role_that_changes_acts_in_the_open_session(page, site):
    enter(page, site, "mover")
    shows(page, NOT_YOURS)
    roles = site.home / "access.toml"
    before = roles.read_text()
    write_person(site.home, site.council.issuer, "mover", "comms_lead")
    try:
        page.goto(f"{site.url}/departments")
        shows_another(page, NOT_YOURS)
    finally:
        roles.write_text(before)
    page.get_by_role("link", name="Ideas").first.click()
    shows(page, NOT_YOURS)


@pytest.mark.parametrize("change", ["another secret", "cut"])
def test_a_forged_cookie_opens_nothing(page, context, site, change):
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    claims = {"iss": site.council.issuer, "sub": "comms_lead", "iat": 9e9, "exp": 9e9}
    content = {**claims, "origin": site.url, "is_logged_in": True, "role": "comms_lead"}
    secret = COOKIE_SECRET if change == "cut" else "x" * 48
    value = create_signed_value(secret, COOKIE, json.dumps(content)).decode()
    value = value[:-3] if change == "cut" else value
    context.add_cookies([{"name": COOKIE, "value": value, "url": site.url}])
    page.goto(f"{site.url}/adoption")
    shows(page, STRANGER)


def downloaded(page: Page, site: Site, address: str) -> str:
    """The text of the first file that this page offers."""
    page.goto(f"{site.url}/{address}")
    shows_another(page, NOT_YOURS)
    ready(page)
    try:
        with page.expect_download(timeout=PATIENCE) as download:
            page.get_by_role("button", name="Download CSV").first.click()
        return download.value.path().read_text("utf-8-sig")
    except PlaywrightError as error:
        said = (page.locator("body").inner_text(), (site.home / "serve.log").read_text())
        pytest.fail(f"{error}\nThe page said:\n{said[0]}\nThe server wrote:\n{said[1][-3000:]}")


def test_a_file_that_is_worth_compressing_comes_to_its_owner(page, site):
    enter(page, site, "manager")
    text = downloaded(page, site, "department?department=housing")
    assert len(text) > 500  # Streamlit compresses what is longer
    assert "People who still have to join" in text


def test_the_address_of_a_file_is_of_use_to_its_owner_alone(browser, context, page, site):
    enter(page, site, "manager")
    files: list[str] = []
    page.on("request", lambda request: files.append(request.url))
    assert "housing" in downloaded(page, site, "departments")
    address = next(each for each in files if each.endswith(".csv"))
    assert context.request.get(address).status == 200
    stranger = browser.new_context()
    assert stranger.request.get(address).status == 403
    other = stranger.new_page()
    enter(other, site, "comms_lead")
    assert stranger.request.get(address).status in {403, 404}  # 404: the session let go of it
    stranger.close()
    lines = (site.home / "data" / "audit" / "log.jsonl").read_text().splitlines()
    taken = [line for line in map(json.loads, lines) if line["action"] == "file"]
    assert taken[-1]["what"] == "uptake-departments.csv"
    assert taken[-1]["scope"] == "housing"


def ask(url: str, method: str = "GET", **headers: str) -> int:
    request = urllib.request.Request(url, method=method, headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_nothing_can_be_sent_and_nobody_is_told_the_metrics(site):
    for path in ("/_stcore/upload_file/session/file", "/", "/oauth2callback"):
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert ask(site.url + path, method) == 405
    for path in ("/_stcore/metrics", "/_stcore/upload_file/x/y", "/_stcore/agent/interact"):
        assert ask(site.url + path) == 404


def said_to(port: int, *lines: str) -> bytes:
    """The first that the server says to these lines, while no body has been sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall("\r\n".join((*lines, "", "")).encode())
        return connection.recv(64)


def test_an_upload_is_refused_before_it_is_sent(site):
    """A slow one and a huge one alike: the answer comes while nothing of the body has."""
    port = int(site.url.rsplit(":", 1)[1])
    request = "PUT /_stcore/upload_file/s/f HTTP/1.1"
    assert b"405" in said_to(port, request, "Host: x", "Content-Length: 9999999999")


def test_a_page_of_another_site_opens_no_session(site):
    """Nor a name that another site points to this machine (DNS rebinding)."""
    port = int(site.url.rsplit(":", 1)[1])
    for origin, status in ((f"127.0.0.1:{port}", b"101"), ("evil.example", b"403")):
        answer = said_to(
            port,
            "GET /_stcore/stream HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            f"Origin: http://{origin}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )
        assert status in answer


def test_a_proxy_names_the_visitor_only_if_it_proves_itself(browser, tmp_path):
    home = tmp_path / "proxied"
    home.mkdir()
    publish(home).keep_reach(REACH)
    (home / "config.toml").write_text('[access]\nproxy_header = "X-Remote-User"\n')
    write_person(home, "proxy", "maria", "manager", person="h1")
    secret = "p" * 40
    with serving(home, home / "log", {"UPTAKE_PROXY_SECRET": secret}) as served:
        for headers, found in (
            ({"X-Remote-User": "maria"}, STRANGER),
            ({"X-Remote-User": "maria", "X-Uptake-Proxy-Secret": "guess"}, STRANGER),
            ({"X-Remote-User": "paul", "X-Uptake-Proxy-Secret": secret}, NOT_YOURS),
            ({"X-Remote-User": "maria", "X-Uptake-Proxy-Secret": secret}, "Your department"),
        ):
            context = browser.new_context(extra_http_headers=headers)
            visit = context.new_page()
            visit.goto(served.url)
            shows(visit, found)
            context.close()
