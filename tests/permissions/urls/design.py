"""The design system's pages: in development and tests, for anybody, with nobody's data."""

from tests.permissions.url_table import Row

ROWS = [
    Row("design", "200"),
    Row("design-frame", "200"),
    Row("design-frame-state", "200", args=lambda c: ["empty"]),
]
