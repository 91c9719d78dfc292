"""Bytes at rest as numbered records of AES-256-GCM. Pure: no Django, no disk, no clock.

A file has a key of its own, used once, so the record's number is nonce enough. Each record is bound to the file's
context and says whether it is the last; a record that was moved, altered or left out does not open.
(The construction is STREAM: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", 2015.)
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32
TAG = 16
SEALED = 64 * 1024
"""Bytes of a full record at rest."""
PLAIN = SEALED - TAG
"""Bytes of content in a full record."""


class BadRecord(ValueError):
    """A record that does not open here: moved, cut, altered, or under another key."""


class Records:
    """The records of one file."""

    def __init__(self, key: bytes, context: bytes) -> None:
        self._cipher = AESGCM(key)
        self._context = context

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(_nonce(number), plain, self._bound(last))

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number), sealed, self._bound(last))
        except InvalidTag as error:
            raise BadRecord(f"Record {number} does not open.") from error

    def _bound(self, last: bool) -> bytes:
        return self._context + (b"\x01" if last else b"\x00")


def count(size: int) -> int:
    """How many records hold `size` bytes. An empty file has one, so that its end is sealed too."""
    return max(1, -(-size // PLAIN))


def size_at_rest(size: int) -> int:
    return size + count(size) * TAG


def spanning(start: int, stop: int) -> range:
    """The numbers of the records that hold the bytes from `start` up to, not including, `stop`."""
    return range(start // PLAIN, -(-stop // PLAIN)) if stop > start else range(0)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
