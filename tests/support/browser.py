"""Chromium, driven by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
"""Milliseconds until what is expected counts as what never comes: this is no measure of speed."""
READY = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const parts = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")];
    const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
    return app?.dataset.testScriptState === "notRunning"
        && document.querySelector("h1.up-title")
        && !document.querySelector("[data-stale=true]")
        && parts.every((part) => part.shadowRoot?.querySelector(".root"))
        && charts.every((chart) => chart.querySelector("svg"))
        && 1 + parts.length + charts.length;
}"""
"""How many parts are drawn, once all that are there are drawn."""


@contextmanager
def running_browser(executable: Path) -> Iterator[Browser]:
    """The browser with an empty profile, closed afterwards."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def ready(page: Page) -> None:
    """Wait until the page is drawn and no further part of it comes."""
    drawn, before = 0, -1
    while drawn != before:
        before, drawn = drawn, page.wait_for_function(READY, timeout=PATIENCE).json_value()
        page.wait_for_timeout(250)
    page.evaluate("document.fonts.ready")
