"""WebSocket frames as a server sends them: whole, unmasked, uncompressed (RFC 6455 §5.2)."""

from collections.abc import Iterator

TEXT = b"\x81"
CLOSE = b"\x88"


def text(payload: bytes) -> bytes:
    """A text frame."""
    return _frame(TEXT, payload)


def close(code: int, reason: str = "") -> bytes:
    """A close frame; the reason is cut to what a control frame may hold."""
    words = reason.encode()[:123].decode(errors="ignore").encode()
    return _frame(CLOSE, code.to_bytes(2, "big") + words)


def payloads(data: bytes) -> Iterator[bytes]:
    """The payloads of frames made by `text`, joined or single."""
    at = 0
    while at < len(data):
        size, at = data[at + 1], at + 2
        if size == 126:
            size, at = int.from_bytes(data[at : at + 2], "big"), at + 2
        elif size == 127:
            size, at = int.from_bytes(data[at : at + 8], "big"), at + 8
        yield data[at : at + size]
        at += size


def _frame(opcode: bytes, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return opcode + bytes((size,)) + payload
    if size < 65536:
        return opcode + b"\x7e" + size.to_bytes(2, "big") + payload
    return opcode + b"\x7f" + size.to_bytes(8, "big") + payload
