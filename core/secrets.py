"""Secrets at rest: sealed with the newest of FIELD_KEYS, opened with any of them.

To rotate: put a new key first, run `manage.py rotate_keys`, then take the old key away.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(ValueError):
    """Sealed with a key that is not among FIELD_KEYS, or altered since."""


def seal(secret: bytes) -> bytes:
    """`secret` encrypted and authenticated; ASCII, its length depends on the secret's alone."""
    return ring().encrypt(secret)


def unseal(token: bytes) -> bytes:
    try:
        return ring().decrypt(token)
    except InvalidToken as error:
        raise Unreadable("This was sealed with a key that is not in FIELD_KEYS, or it was altered.") from error


def rotate(token: bytes) -> bytes:
    """The same secret under the newest key."""
    try:
        return ring().rotate(token)
    except InvalidToken as error:
        raise Unreadable("This was sealed with a key that is not in FIELD_KEYS, or it was altered.") from error


def ring() -> MultiFernet:
    return _ring(tuple(settings.FIELD_KEYS) or (_key_of_the_workbench(),))


@cache
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _key_of_the_workbench() -> str:
    """Development and tests without FIELD_KEYS; production does not start without them."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"field keys").derive(settings.SECRET_KEY.encode())
    return base64.urlsafe_b64encode(derived).decode()
