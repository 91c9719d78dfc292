"""No request is larger than the largest file and a little more."""

import json

import pytest

from core.body_limit import ROOM_FOR_FORM, BodyLimit

LARGEST = 1000
MOST = LARGEST + ROOM_FOR_FORM


class Server:
    """What a server hands to an application, and what it gets back."""

    def __init__(self, *chunks: int, declared: int | None = None) -> None:
        headers = [] if declared is None else [(b"content-length", str(declared).encode())]
        self.scope = {"type": "http", "headers": headers}
        self.chunks = list(chunks)
        self.sent: list[dict] = []

    async def receive(self):
        size = self.chunks.pop(0)
        return {"type": "http.request", "body": b"x" * size, "more_body": bool(self.chunks)}

    async def send(self, message):
        self.sent.append(message)

    @property
    def status(self):
        return self.sent[0]["status"]


async def application(scope, receive, send):
    """Reads the whole body, then answers with its size; gives up when it is hung up on."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(size).encode()})


@pytest.mark.parametrize(
    ("server", "status"),
    [
        (Server(MOST, declared=MOST), 200),
        (Server(MOST // 2, MOST // 2), 200),
        (Server(0), 200),
        (Server(1, declared=MOST + 1), 413),
        (Server(MOST, 1, 1), 413),
    ],
    ids=["just fits", "in chunks", "empty", "declared too large", "chunk by chunk too large"],
)
async def test_what_is_too_large_is_refused_before_it_is_read(server, status):
    await BodyLimit(application, LARGEST)(server.scope, server.receive, server.send)
    assert server.status == status
    assert len([message for message in server.sent if message["type"] == "http.response.start"]) == 1
    if status == 413:
        assert json.loads(server.sent[1]["body"])["message"].startswith("This is larger than")
