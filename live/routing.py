"""Which door a socket may come through: its path, its host and the origin of its page."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from live.consumer import LiveConsumer, WidgetConsumer

App = Callable[[Any, Any, Any], Awaitable[None]]

_doors: dict[str, tuple[str, App]] = {
    "/live": ("PUBLIC_URL", LiveConsumer.as_asgi()),
    "/widget/live": ("WIDGET_URL", WidgetConsumer.as_asgi()),
}


async def websocket_application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Every socket begins here. What does not match exactly is refused before the handshake."""
    setting, application = _doors.get(scope["path"], ("", _refuse))
    if setting and not comes_from(scope, getattr(settings, setting)):
        application = _refuse
    await application(scope, receive, send)


def comes_from(scope: dict[str, Any], url: str) -> bool:
    """The Host is the one of `url`, and the Origin, said once, is exactly its origin."""
    parts = urlsplit(url)
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    origins = [value for name, value in scope["headers"] if name == b"origin"]
    return hosts == [parts.netloc.encode()] and origins == [f"{parts.scheme}://{parts.netloc}".encode()]


async def _refuse(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 4403})
