"""Fixtures for tests in the browser."""

from tests.browser.visitors import visitor, website

__all__ = ["visitor", "website"]
