"""Serve the whole product, HTTP and sockets, in one process.

    python -m live.serve --server uvicorn --host 127.0.0.1 --port 8000
    python -m live.serve --server daphne --fd 3

Several processes share one listening socket by `--fd`. SIGTERM tells every page when to come
back and waits for them (`--drain` seconds at most); SIGINT leaves at once.
"""

import argparse
import os
import socket
import sys
from importlib import import_module
from typing import Any

SERVERS = ("daphne", "uvicorn")
BACKLOG = 2048
THREAD_TURN = 0.001
"""Seconds a view's thread may compute before the event loop, which carries the sockets, gets its turn (Python: 5 ms)."""
NOTSENT_LOWAT = 128 * 1024
"""Unsent bytes the kernel hides from us; more would make a slow browser look quick."""


def main(arguments: list[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    listener = listen(options)
    sys.setswitchinterval(THREAD_TURN)
    server = import_module(f"live.servers.{options.server}")
    server.serve(options.app, listener, options.drain)


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(prog="python -m live.serve", description="Serve the product.")
    result.add_argument("--server", choices=SERVERS, default="daphne")
    result.add_argument("--host", default="127.0.0.1")
    result.add_argument("--port", type=int, default=8000)
    result.add_argument("--fd", type=int, help="an inherited listening socket")
    result.add_argument("--drain", type=float, default=20.0, help="seconds to leave in")
    result.add_argument("--app", default="project.asgi:application")
    return result


def listen(options: argparse.Namespace) -> socket.socket:
    """The listening socket, inherited or our own; a taken port ends in a sentence."""
    if options.fd is not None:
        listener = socket.socket(fileno=options.fd)
    else:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((options.host, options.port))
        except OSError as error:
            raise SystemExit(
                f"Cannot listen on {options.host}:{options.port}: {error.strerror}. "
                "Choose another --port, or stop what uses this one."
            ) from None
        listener.listen(BACKLOG)
    if hasattr(socket, "TCP_NOTSENT_LOWAT") and listener.family != socket.AF_UNIX:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, NOTSENT_LOWAT)
    listener.setblocking(False)
    return listener


def application(name: str) -> Any:
    """The ASGI application named `module:attribute`."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute or "application")


if __name__ == "__main__":
    main()
