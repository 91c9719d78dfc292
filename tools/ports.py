"""Ports on 127.0.0.1: taken once by the supervisor and inherited by its web processes."""

import errno
import os
import socket

from tools.trouble import Trouble

BACKLOG = 2048
DEFAULT = 8000


def from_environment() -> int:
    """`PORT`, with room for the demo page on the one after it."""
    said = os.environ.get("PORT") or str(DEFAULT)
    if not said.isdigit() or not 0 < int(said) < 65535:
        raise Trouble(f"PORT={said} is no port. Give a number from 1024 to 65534: make run PORT=8010")
    return int(said)


def listen(port: int) -> socket.socket:
    """A listening socket. Several processes may accept from it."""
    taken = socket.socket(socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen(BACKLOG)
    except OSError as error:
        taken.close()
        raise _explain(error, port) from error
    return taken


def listen_anywhere() -> socket.socket:
    """A listening socket on whatever port is free."""
    return listen(0)


def _explain(error: OSError, port: int) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return Trouble(f"Port {port} is in use by another program. Name a free one: make run PORT={port + 10}")
    if error.errno == errno.EACCES:
        return Trouble(f"Port {port} is for root alone. Name a higher one: make run PORT=8010")
    return error
