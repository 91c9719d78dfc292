"""Chromium, driven by Playwright: launched once per worker, a fresh context per person and test.

Playwright's synchronous face leaves its event loop marked as running in this thread between calls.
Django would then refuse the ORM and pytest-asyncio its own loop, so the mark is lifted after each
browser test. During a browser test the ORM is allowed: the code of the test is not asynchronous, it
only borrows its thread to Playwright while it waits.
"""

import asyncio
import os
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.support.processes import WebServer
from tools import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    # The product listens on 127.0.0.1 alone.
    "--host-resolver-rules=MAP localhost 127.0.0.1, MAP *.localhost 127.0.0.1",
]
ALLOW_ORM = "DJANGO_ALLOW_ASYNC_UNSAFE"
TIMEOUT_MS = 15_000


class Driver:
    """Playwright and its one Chromium, for as long as this worker lives."""

    def __init__(self) -> None:
        self._playwright: Playwright = sync_playwright().start()
        self.chromium: Chromium = self._playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        self._loop = asyncio.get_running_loop()
        self.rest()

    def wake(self) -> None:
        asyncio._set_running_loop(self._loop)
        os.environ[ALLOW_ORM] = "1"

    def rest(self) -> None:
        os.environ.pop(ALLOW_ORM, None)
        asyncio._set_running_loop(None)

    def stop(self) -> None:
        self.wake()
        self.chromium.close()
        self._playwright.stop()
        self.rest()


class Browser:
    """The browsers of one test. What a page complains about fails the test."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []
        self._allowed: list[re.Pattern[str]] = []
        self.complaints: list[str] = []

    def context(self, **options: object) -> BrowserContext:
        """A person's own browser: no cookie and no storage is shared with another's."""
        context = self._chromium.new_context(**{"reduced_motion": "reduce", "service_workers": "block", **options})
        context.set_default_timeout(TIMEOUT_MS)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        self._contexts.append(context)
        return context

    def page(self, url: str | None = None, **options: object) -> Page:
        page = self.context(**options).new_page()
        if url:
            page.goto(url)
        return page

    def allow(self, pattern: str) -> None:
        """This complaint is what the test is about: `browser.allow("status of 409")`."""
        self._allowed.append(re.compile(pattern))

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    @property
    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(known.search(said) for known in self._allowed)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location
            self.complaints.append(f"console: {message.text} ({where.get('url')}:{where.get('lineNumber')})")


@pytest.fixture(scope="session")
def _driver() -> Iterator[Driver]:
    driver = Driver()
    yield driver
    driver.stop()


@pytest.fixture
def browser(_driver: Driver) -> Iterator[Browser]:
    """`browser.page(url)`, `browser.context(viewport=…)`; closed after the test."""
    _driver.wake()
    opened = Browser(_driver.chromium)
    try:
        yield opened
        opened.close()
    finally:
        connection.close()  # Django keeps one apart for code under a loop: nothing is to cut it between two of these tests
        _driver.rest()
    assert not opened.unexpected, "the pages complained:\n" + "\n".join(opened.unexpected)


@pytest.fixture
def page_for(browser: Browser, server: WebServer) -> Callable[..., Page]:
    """`page_for(alice, "/inbox/")`: a page of her own browser, signed in, on that path."""
    from tests.support.sign_in import session_cookie

    def open_page(membership, path: str = "/", **options: object) -> Page:
        context = browser.context(**options)
        context.add_cookies([{**session_cookie(membership), "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}{path}")
        return page

    return open_page


def pytest_report_header() -> str:
    return f"browser: {chromium.describe()}"
