"""Who sends a push: a signed token for the push service (RFC 8292). Pure.

The private key is the 32 bytes of a P-256 scalar in base64url, as docs/deploy.md and ./dev make it.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from timeline.push.base64url import decoded, encoded
from timeline.push.encryption import CURVE, point_of

LASTS = timedelta(hours=12)  # a push service refuses more than 24


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Raises ValueError for what is no such key."""
    scalar = decoded(text)
    if len(scalar) != 32:
        raise ValueError("not 32 bytes")
    return ec.derive_private_key(int.from_bytes(scalar, "big"), CURVE)


def public_text(private: str) -> str:
    """What a browser subscribes with: `applicationServerKey`."""
    return encoded(point_of(private_key(private).public_key()))


def authorization(endpoint: str, *, private: str, contact: str, now: datetime) -> str:
    """The `Authorization` header for one endpoint; `contact` is an https: or mailto: address of ours."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + LASTS).timestamp()), "sub": contact}
    token = jwt.encode(claims, private_key(private), algorithm="ES256")
    return f"vapid t={token}, k={public_text(private)}"
