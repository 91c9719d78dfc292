"""The website chat in a Chromium on a slow line: what it costs the page it stands on, and how soon one can write in it."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--host-resolver-rules=MAP localhost 127.0.0.1",
    # The chat's frame shares the page's process, so the line is as slow for it and its work counts as the page's.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process",
]
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 768_000 / 8}
"""As WebPageTest has it: 1.6 Mbit/s down, 768 kbit/s up, 150 ms for each request."""
SETTLED_S = 2
"""After the button is there, for work that was put off."""
SHIFTS = """() => { window.shift = 0; new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({type: "layout-shift", buffered: true}) }"""


@dataclass(frozen=True)
class Visit:
    main_thread_ms: float
    shift: float = 0
    usable_s: float = 0


@dataclass(frozen=True)
class Chat:
    """Medians of the visits; the main thread's time is what the same page takes longer with the chat on it."""

    main_thread_ms: float
    page_ms: float
    shift: float
    usable_s: float


def measure(program: Path, home: str, times: int) -> Chat:
    """Pages with and without the chat in turn, each in a browser that has never been there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        _visit(browser, f"{home}/with", opens=True)  # the server's first time
        pairs = [
            (_visit(browser, f"{home}/without"), _visit(browser, f"{home}/with", opens=True)) for _ in range(times)
        ]
        browser.close()
    return Chat(
        statistics.median(there.main_thread_ms - bare.main_thread_ms for bare, there in pairs),
        statistics.median(bare.main_thread_ms for bare, _there in pairs),
        max(there.shift for _bare, there in pairs),
        statistics.median(there.usable_s for _bare, there in pairs),
    )


def _visit(browser: Browser, address: str, *, opens: bool = False) -> Visit:
    context = browser.new_context()
    page = context.new_page()
    chrome = context.new_cdp_session(page)
    for domain in ("Network", "Performance"):
        chrome.send(f"{domain}.enable")
    chrome.send("Network.emulateNetworkConditions", FAST_3G)
    page.goto(address)
    button = page.locator("#consultantpro-widget button")
    if opens:
        button.wait_for()
    page.evaluate(SHIFTS)
    page.wait_for_timeout(SETTLED_S * 1000)
    metrics = {each["name"]: each["value"] for each in chrome.send("Performance.getMetrics")["metrics"]}
    usable = _open(page) if opens else 0
    visit = Visit(metrics["TaskDuration"] * 1000, page.evaluate("window.shift"), usable)
    context.close()
    return visit


def _open(page: Page) -> float:
    """Seconds from the click on the button until the caret stands in the field."""
    began = time.perf_counter()
    page.locator("#consultantpro-widget button").click()
    page.frame_locator("#consultantpro-widget iframe").locator("#text:focus").wait_for()
    taken = time.perf_counter() - began
    page.wait_for_timeout(500)
    return taken
