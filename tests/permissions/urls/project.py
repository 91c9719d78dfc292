"""The self-check, health and figures."""

from tests.permissions.url_table import Row

ADMINS = "200 200 403 403 200 302"

ROWS = [
    Row("selfcheck:page", ADMINS),
    Row("selfcheck:checks", ADMINS),
    Row("selfcheck:clock", ADMINS),
    Row("offline", "200"),
]
