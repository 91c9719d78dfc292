"""Chromium, driven by Playwright: launched once per worker. Each person of a test has a browser context of their own; colleagues'
are used again in the next test, emptied of all that a browser keeps, since a new one is a new process that costs half a second.

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
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, WebError, sync_playwright

from tests.support.processes import WebServer
from tools import chromium

FLAGS = [
    "--no-sandbox",
    "--process-per-site",  # pages of a context share a process: the one that stays open keeps it warm
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
BLANK = '<!doctype html><link rel="icon" href="data:,">'
MOST_KEPT = 3
"""Usual contexts that wait; of each unusual kind one does."""


class Driver:
    """Playwright and its one Chromium, for as long as this worker lives; and contexts that wait to be used again."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Kept]] = {}
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


class Kept:
    """A context that is used by one test after the other; its first page stays, and keeps its process alive."""

    def __init__(self, context: BrowserContext, origin: str, options: str) -> None:
        self.context, self.origin, self.options = context, origin, options
        self.page = context.new_page()
        self.page.route("**", lambda route: route.fulfill(content_type="text/html", body=BLANK))
        self.page.goto(origin)  # of this site, with nothing that runs on it
        self._session = context.new_cdp_session(self.page)

    def empty(self) -> None:
        """Nothing is left of what a person did here."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        self.context.unroute_all()
        self.context.set_offline(False)
        self.context.clear_permissions()
        self.context.clear_cookies()
        self._session.send("Storage.clearDataForOrigin", {"origin": self.origin, "storageTypes": "all"})


class Browser:
    """The browsers of one test. What a page complains about fails the test."""

    def __init__(self, driver: Driver) -> None:
        self._driver, self._chromium = driver, driver.chromium
        self._contexts: list[BrowserContext] = []
        self._lent: list[Kept] = []
        self._allowed: list[re.Pattern[str]] = []
        self.complaints: list[str] = []

    def context(self, **options: object) -> BrowserContext:
        """A person's own browser: no cookie and no storage is shared with another's."""
        context = self._new(options)
        self._listen(context)
        self._contexts.append(context)
        return context

    def colleague(self, origin: str, **options: object) -> BrowserContext:
        """A colleague's browser on `origin`: as good as new, and warm."""
        waiting = self._driver.kept.setdefault(repr(sorted(options.items())), [])
        kept = waiting.pop() if waiting else Kept(self._new(options), origin, repr(sorted(options.items())))
        self._listen(kept.context)
        self._lent.append(kept)
        return kept.context

    def _new(self, options: dict[str, object]) -> BrowserContext:
        context = self._chromium.new_context(**{"reduced_motion": "reduce", "service_workers": "block", **options})
        context.set_default_timeout(TIMEOUT_MS)
        return context

    def _listen(self, context: BrowserContext) -> None:
        context.on("console", self._heard)
        context.on("weberror", self._erred)

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
        for kept in self._lent:
            kept.empty()
            kept.context.remove_listener("console", self._heard)
            kept.context.remove_listener("weberror", self._erred)
            waiting = self._driver.kept[kept.options]
            if len(waiting) < (MOST_KEPT if kept.options == "[]" else 1):
                waiting.append(kept)
            else:
                kept.context.close()

    @property
    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(known.search(said) for known in self._allowed)]

    def _erred(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")

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
    opened = Browser(_driver)
    try:
        yield opened
        opened.close()
    finally:
        connection.close()  # Django keeps one apart for code under a loop: nothing is to cut it between two of these tests
        _driver.rest()
    assert not opened.unexpected, "the pages complained:\n" + "\n".join(opened.unexpected)


@pytest.fixture
def page_for(browser: Browser, server: WebServer) -> Callable[..., Page]:
    """`page_for(alice, "/inbox/")`: a page of her own browser, signed in, on that path.

    With `own`, one that nobody had before and nobody has after: for what cannot be emptied out of one again.
    """
    from tests.support.sign_in import session_cookie

    def open_page(membership, path: str = "/", *, own: bool = False, **options: object) -> Page:
        context = browser.context(**options) if own else browser.colleague(server.url, **options)
        context.add_cookies([{**session_cookie(membership), "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}{path}")
        return page

    return open_page


def pytest_report_header() -> str:
    return f"browser: {chromium.describe()}"
