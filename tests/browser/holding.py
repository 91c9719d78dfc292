"""Waiting for what a page says of itself. Playwright's own wait evaluates in the page, which the content policy forbids."""

from typing import TypeVar

from playwright.sync_api import Page

from tests.support.waiting import until

T = TypeVar("T")


def on_its_way(page: Page, held: list[T]) -> T:
    """The first of the requests that a route put into `held`; a click returns before its request was caught."""
    return until(lambda: (page.title(), held)[1], what="the request to be on its way")[0]


def holds(page: Page, expression: str, seconds: float = 15) -> None:
    """Until `expression` is true in the page."""
    until(lambda: page.evaluate(expression), seconds, expression)
