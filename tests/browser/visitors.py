"""Visitors on a firm's website: the demo served from another origin, and the chat on it as a person uses it."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.support.browser import Browser
from tests.support.processes import WebServer
from tools.places import ROOT


class Quiet(SimpleHTTPRequestHandler):
    """Any static server will do; this one does not talk. `pages` are served beside the demo's files."""

    pages: dict[str, str] = {}

    def do_GET(self) -> None:
        page = self.pages.get(self.path.split("?")[0])
        if page is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args: Any) -> None:
        pass


class Website:
    """A firm's own website, on an origin of its own."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        handler = type("Handler", (Quiet,), {"pages": self.pages})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(ROOT / "demo")))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Visitor:
    """One person's browser on that website."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home

    def visit(self, path: str = "index.html") -> "Visitor":
        self.page.goto(self.home.replace("index.html", path))
        return self

    def arrive(self) -> "Visitor":
        """On the page, with the button there."""
        self.visit()
        expect(self.button).to_be_visible()
        return self

    @property
    def button(self) -> Locator:
        return self.page.locator("#consultantpro-widget button.launch")

    @property
    def card(self) -> Locator:
        """The message with which the chat begins by itself."""
        return self.page.locator("#consultantpro-widget .card")

    def open(self) -> "Visitor":
        expect(self.button).to_be_visible()
        self.button.click()
        expect(self.text).to_be_focused()
        return self

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "/widget/frame/" in frame.url)

    @property
    def chat(self) -> Any:
        return self.page.frame_locator("#consultantpro-widget iframe")

    @property
    def text(self) -> Locator:
        return self.chat.locator("#text")

    @property
    def messages(self) -> Locator:
        return self.chat.locator("#messages > .message")

    def message(self, words: str) -> Locator:
        return self.messages.filter(has_text=words)

    def write(self, words: str) -> Locator:
        self.text.fill(words)
        self.text.press("Enter")
        return self.message(words)

    def sent(self, words: str) -> Locator:
        """Write, and wait until the server has it."""
        message = self.write(words)
        expect(message).not_to_have_attribute("data-pending", "")
        return message

    def read(self) -> list[str]:
        """The bodies in the log, the greeting left out."""
        return self.chat.locator("#messages > .message:not([data-id=greeting]) .message__body").all_text_contents()


@pytest.fixture
def website() -> Iterator[Website]:
    site = Website()
    yield site
    site.close()


@pytest.fixture
def visitor(browser: Browser, server: WebServer, website: Website) -> Callable[..., Visitor]:
    """`visitor(inbox)`: a new browser for the firm's website with this inbox's chat on it."""

    def come(inbox: Any, **options: object) -> Visitor:
        home = f"{website.url}/index.html?inbox={inbox.key}&host={server.widget_url}"
        return Visitor(browser.context(**options).new_page(), home)

    return come
