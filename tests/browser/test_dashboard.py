"""The dashboard in a real browser: what it loads, how it is read, how it is moved through."""

import csv
import gzip
import io
import re
import urllib.request
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.app.editions import publish
from tests.app.town import HANDOVER, Town
from tests.support.browser import PATIENCE, ready
from tests.support.serving import serving

PAGES = {
    "adoption": "/",
    "departments": "/departments",
    "department": "/department?department=housing",
    "participation": "/participation",
    "ideas": "/ideas",
    "idea": f"/idea?idea={HANDOVER.idea_id}",
    "data health": "/data-health",
    "definitions": "/definitions",
}
WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
SIZES = {"wide": WIDE, "phone": PHONE}
PROBES = re.compile(r"/_stcore/(health|host-config)$")
"""Streamlit tries these below every page to find its base path; a 404 is the answer it needs."""
RIGHT_EDGES = """() => {
    const parts = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")];
    const roots = parts.map((part) => part.shadowRoot?.querySelector(".root"));
    return roots.every(Boolean) && roots.map((root) => root.getBoundingClientRect().right);
}"""
"""Where each part ends on the right in pixels, once all that are there are drawn."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served home with a full edition."""
    home = tmp_path_factory.mktemp("dashboard")
    publish(home)
    with serving(home, home / "serve.log") as served:
        yield served.url


def look(
    browser: Browser, size: str = "wide", theme: Literal["light", "dark"] = "light"
) -> BrowserContext:
    return browser.new_context(
        viewport=SIZES[size],
        color_scheme=theme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = look(browser)
    yield context.new_page()
    context.close()


def go(page: Page, address: str) -> None:
    page.goto(address)
    ready(page)


VIOLATIONS = """window.broken = []; document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""
"""Keeps what the policy of the page forbids, from before the first script on."""


def test_nothing_is_asked_of_another_host_and_nothing_goes_wrong(wide, url):
    """Nor does any page do what its security policy forbids."""
    asked, wrong = [], []
    wide.add_init_script(VIOLATIONS)
    wide.on("request", lambda request: asked.append(request.url))
    wide.on("pageerror", lambda error: wrong.append(str(error)))
    wide.on(
        "console",
        lambda message: (
            wrong.append(f"{message.text} {message.location['url']}")
            if message.type in {"error", "warning"} and not PROBES.search(message.location["url"])
            else None
        ),
    )
    for path in (*PAGES.values(), "/who-is-counted", "/audit-log"):
        go(wide, url + path)
        wrong += wide.evaluate("window.broken")
    ours = (url, url.replace("http", "ws"), "data:", "blob:")
    assert [address for address in asked if not address.startswith(ours)] == []
    assert wrong == []


def test_no_script_runs_that_is_written_into_the_page(wide, url):
    wide.add_init_script(VIOLATIONS)
    go(wide, url)
    wide.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.written = true";
        const link = document.createElement("a");
        link.href = "javascript:void (window.linked = true)";
        document.body.append(script, link);
        link.click();
    }""")
    wide.wait_for_function("window.broken.length >= 2", timeout=PATIENCE)
    assert wide.evaluate("[typeof window.written, typeof window.linked]") == ["undefined"] * 2


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_used_by_everyone(browser, url, size, theme):
    context = look(browser, size, theme)
    page, axe, found = context.new_page(), Axe(), []
    for name, path in PAGES.items():
        go(page, url + path)
        violations = axe.run(page).response["violations"]
        found += [
            (name, each["id"], node["html"][:200]) for each in violations for node in each["nodes"]
        ]
    context.close()
    assert found == []


def test_a_phone_needs_no_sideways_scrolling(browser, url):
    context = look(browser, "phone")
    page = context.new_page()
    for path in PAGES.values():
        go(page, url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        edges = page.wait_for_function(RIGHT_EDGES, timeout=PATIENCE).json_value()
        assert max(edges, default=0) <= PHONE["width"]
    context.close()


def in_grid(page: Page, title: str) -> Locator:
    """The link to an idea in the grid, or in what a phone has in its place."""
    return page.locator("table.grid, ul.blocks").get_by_role("link", name=title)


def test_a_phone_gets_its_own_table_and_its_own_grid(browser, url):
    context = look(browser, "phone")
    page = context.new_page()
    go(page, f"{url}/departments")
    headers = page.locator("thead th:visible")
    assert headers.all_inner_texts() == ["Department", "Adoption", "12 weeks"]
    go(page, f"{url}/ideas")
    expect(page.locator("table.grid")).to_be_hidden()
    expect(in_grid(page, "One-page handover checklist")).to_be_visible()
    context.close()


def sorted_names(table: Locator) -> list[str]:
    return table.locator("tbody th").all_inner_texts()


def test_the_department_table_by_keyboard(wide, url):
    go(wide, f"{url}/departments")
    table = wide.get_by_role("table", name="Departments")
    assert sorted_names(table) == ["Housing", "Libraries", "Finance"]
    header = table.get_by_role("columnheader", name="Department")
    expect(header).to_have_attribute("aria-sort", "none")
    header.get_by_role("button").focus()
    wide.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert sorted_names(table) == ["Finance", "Housing", "Libraries"]
    expect(header.get_by_role("button")).to_be_focused()
    for _ in range(6):  # five more headers, then the first row
        wide.keyboard.press("Tab")
    expect(table.get_by_role("link", name="Finance")).to_be_focused()
    wide.keyboard.press("Enter")
    expect(wide.get_by_role("heading", level=1)).to_contain_text("Finance")
    assert wide.url == f"{url}/department?department=finance"


def test_the_whole_row_leads_to_the_department(wide, url):
    go(wide, f"{url}/departments")
    # Forced: the row's link lies over the cell, which is what is tested.
    wide.get_by_role("cell", name="50 of 200").click(force=True)
    expect(wide.get_by_role("heading", level=1)).to_contain_text("25% of Housing")


def test_pages_lead_to_each_other_and_back_without_loading_anew(wide, url):
    documents = []
    wide.on("request", lambda r: documents.append(r.url) if r.is_navigation_request() else None)
    go(wide, f"{url}/ideas")
    in_grid(wide, "One-page handover checklist").click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("drew in 35 people")
    wide.get_by_role("link", name="Housing").first.click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("25% of Housing")
    assert wide.url == f"{url}/department?department=housing"
    wide.go_back()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("drew in 35 people")
    assert wide.url == f"{url}/idea?idea={HANDOVER.idea_id}"
    wide.go_back()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("reached every department")
    assert len(documents) == 1


def test_a_cell_of_the_grid_leads_to_the_idea(wide, url):
    go(wide, f"{url}/ideas")
    wide.get_by_role("link", name="Housing: 20").click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("drew in 35 people")
    assert "department=housing" in wide.url


def test_filters_live_in_the_address(wide, url):
    go(wide, f"{url}/departments?period=4+weeks")
    chosen = wide.get_by_role("radio", name="4 weeks")
    expect(chosen).to_be_checked()
    expect(wide.get_by_role("columnheader", name="4 weeks")).to_be_visible()
    wide.get_by_role("radio", name="This year").click()
    expect(wide.get_by_role("columnheader", name="This year")).to_be_visible()
    assert wide.url == f"{url}/departments?period=This+year"
    go(wide, wide.url)
    expect(wide.get_by_role("columnheader", name="This year")).to_be_visible()
    wide.get_by_role("radio", name="12 weeks").click()
    expect(wide.get_by_role("columnheader", name="12 weeks")).to_be_visible()
    assert wide.url == f"{url}/departments"


def test_the_period_goes_along_to_a_department_and_back(wide, url):
    go(wide, f"{url}/departments")
    wide.get_by_role("radio", name="This year").click()
    ready(wide)
    wide.get_by_role("link", name="Housing").first.click()
    expect(wide).to_have_url(f"{url}/department?department=housing&period=This+year")
    ready(wide)
    expect(wide.get_by_role("radio", name="This year")).to_be_checked()
    wide.go_back()
    expect(wide.get_by_role("columnheader", name="This year")).to_be_visible()
    expect(wide).to_have_url(f"{url}/departments?period=This+year")


def test_back_is_where_one_was_whatever_was_chosen_since(wide, url):
    go(wide, f"{url}/departments?period=4+weeks")
    wide.get_by_role("link", name="Housing").first.click()
    expect(wide.locator("h1.up-title")).to_contain_text("Housing")
    ready(wide)
    wide.get_by_role("radio", name="This year").click()
    expect(wide).to_have_url(f"{url}/department?department=housing&period=This+year")
    ready(wide)
    wide.go_back()
    expect(wide.get_by_role("columnheader", name="4 weeks")).to_be_visible()
    expect(wide).to_have_url(f"{url}/departments?period=4+weeks")
    wide.go_forward()
    expect(wide.get_by_role("radio", name="This year")).to_be_checked()
    expect(wide).to_have_url(f"{url}/department?department=housing&period=This+year")


@pytest.mark.parametrize("size", SIZES)
def test_the_way_back_from_the_navigation_is_one_step(browser, url, size):
    context = look(browser, size)
    page = context.new_page()
    go(page, f"{url}/departments?period=This+year")
    navigate(page, size, "Ideas")
    expect(page.get_by_role("radio", name="All time")).to_be_visible()
    ready(page)
    page.get_by_role("radio", name="All time").click()
    expect(page).to_have_url(f"{url}/ideas?window=All+time")
    ready(page)
    navigate(page, size, "Departments")
    expect(page.get_by_role("radio", name="This year")).to_be_checked()
    ready(page)
    page.go_back()
    expect(page.get_by_role("radio", name="All time")).to_be_checked()
    expect(page).to_have_url(f"{url}/ideas?window=All+time")
    context.close()


def navigate(page: Page, size: str, name: str) -> None:
    """Follow a link of the navigation, which a phone has behind a button and puts away again."""
    if size == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("navigation").get_by_role("link", name=name).click()
    if size == "phone":
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()


@pytest.fixture(scope="module")
def reorganised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served town in which Finance became part of Housing."""
    home = tmp_path_factory.mktemp("reorganised")
    publish(home, Town(became={"finance": "housing"}))
    with serving(home, home / "serve.log") as served:
        yield served.url


def test_back_shows_the_figures_of_the_view_that_it_says(wide, reorganised):
    go(wide, f"{reorganised}/departments?view=As+it+is+now")
    wide.get_by_role("link", name="Housing").first.click()
    expect(wide.locator("h1.up-title")).to_contain_text("Housing")
    ready(wide)
    wide.get_by_role("radio", name="As it was").click()
    expect(wide).to_have_url(f"{reorganised}/department?department=housing")
    ready(wide)
    wide.go_back()
    expect(wide.get_by_role("radio", name="As it is now")).to_be_checked()
    ready(wide)
    expect(wide.get_by_role("rowheader", name="Housing")).to_be_visible()
    expect(wide.get_by_role("rowheader", name="Finance")).to_have_count(0)


def test_filters_of_ideas_live_in_the_address(wide, url):
    go(wide, f"{url}/ideas?window=All+time&show=Per+100+colleagues")
    expect(wide.get_by_role("radio", name="All time")).to_be_checked()
    expect(wide.get_by_role("radio", name="Per 100 colleagues")).to_be_checked()
    expect(wide.get_by_role("link", name="Finance: 9.0")).to_be_visible()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_ideas_are_searched_and_the_address_keeps_the_words(browser, url, size):
    context = look(browser, size)
    page = context.new_page()
    go(page, f"{url}/ideas")
    page.get_by_label("Find an idea").fill("letters")
    page.keyboard.press("Enter")
    expect(in_grid(page, HANDOVER.title)).to_have_count(0)
    expect(page).to_have_url(re.compile("find=letters"))
    go(page, page.url)
    expect(page.get_by_label("Find an idea")).to_have_value("letters")
    expect(in_grid(page, "Plain-English letters")).to_be_visible()
    context.close()


def test_a_file_is_made_when_it_is_asked_for(wide, url):
    go(wide, f"{url}/departments")
    with wide.expect_download() as download:
        wide.get_by_role("button", name="Download CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert download.value.suggested_filename == "uptake-departments.csv"
    keys = {row["key"] for row in csv.DictReader(io.StringIO(text))}
    assert keys == {"housing", "finance", "libraries"}


def test_a_chart_opens_as_a_table(wide, url):
    go(wide, url)
    summary = wide.get_by_text("Show as table").first
    summary.focus()
    wide.keyboard.press("Enter")
    expect(wide.get_by_role("table").locator("visible=true").first).to_be_visible()
    assert "34%" in wide.locator("details[open]").inner_text()


def answer(url: str, **headers: str):
    request = urllib.request.Request(url, headers=headers)
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10)


@pytest.mark.parametrize("path", ["/", "/ideas", "/_stcore/health", "/favicon.png"])
def test_every_answer_carries_the_security_headers(url, path):
    headers = answer(url + path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "blob:" not in policy["script-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_scripts_are_sent_compressed(url):
    script, *_ = re.findall(r"static/js/index\.[^\"]+\.js", answer(url).read().decode())
    plain = answer(f"{url}/{script}").read()
    sent = answer(f"{url}/{script}", **{"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    body = sent.read()
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 2


def test_our_parts_are_files_of_this_server(url):
    sent = answer(f"{url}/_stcore/bidi-components/uptake.ledger/ledger.js")
    assert sent.status == 200
