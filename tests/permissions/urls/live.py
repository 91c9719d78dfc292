"""The socket's ticket. Long work has its rows beside the work."""

from tests.permissions.url_table import Row

ROWS = [Row("live:ticket", "200 200 200 200 200 401", "POST")]
