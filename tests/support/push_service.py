"""A push service of the tests' own: a real server on 127.0.0.1 that answers as it is told, and browsers that subscribe there.

A browser has keys of its own and reads what was sent to it as RFC 8188 and RFC 8291 say, written apart from the product's.
"""

import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from timeline.push.base64url import decoded, encoded

HANG = 0


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Subscriber:
    """One browser: its endpoint, its keys, and what reached it."""

    service: "PushService"
    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": encoded(self.point), "auth": encoded(self.auth)}

    @property
    def requests(self) -> list[Received]:
        return [each for each in self.service.received if self.endpoint.endswith(each.path)]

    @property
    def told(self) -> list[dict[str, Any]]:
        """What arrived and could be read, in order."""
        return [json.loads(self.read(each.body)) for each in self.requests]

    @property
    def titles(self) -> list[str]:
        return [each["title"] for each in self.told]

    def read(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, cipher = body[21 : 21 + length], body[21 + length :]
        assert len(cipher) <= size, "one record"
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.private.exchange(ec.ECDH(), point)
        material = _expand(_mac(self.auth, shared), b"WebPush: info\0" + self.point + sender, 32)
        secret = _mac(salt, material)
        key = _expand(secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _expand(secret, b"Content-Encoding: nonce\0", 12)
        words, end, padding = AESGCM(key).decrypt(nonce, cipher, None).rpartition(b"\x02")
        assert (end, padding.strip(b"\0")) == (b"\x02", b"")
        return words


def claims_of(request: Received) -> dict[str, Any]:
    """The claims of the token, whose signature is right for the key beside it."""
    scheme, _, rest = request.headers["authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(said["k"]))
    assert scheme == "vapid"
    return jwt.decode(said["t"], key, algorithms=["ES256"], options={"verify_aud": False})


class PushService:
    """`answers` are the next statuses, with headers; after them every request gets 201."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self._closing = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                service.received.append(Received(self.path, headers, body))
                status, headers = service.answers.pop(0) if service.answers else (201, {})
                if status == HANG:
                    service._closing.wait()
                    return
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def subscriber(self) -> Subscriber:
        return Subscriber(self, f"{self.origin}/push/{os.urandom(12).hex()}")

    def answer(self, status: int, **headers: str) -> None:
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}))

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def push_service(settings) -> Iterator[PushService]:
    """A push service that the product knows."""
    service = PushService()
    settings.PUSH_SERVICES = [service.origin]
    yield service
    service.close()


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


def _expand(secret: bytes, info: bytes, length: int) -> bytes:
    return _mac(secret, info + b"\x01")[:length]
