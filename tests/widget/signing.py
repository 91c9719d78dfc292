"""The firm's own server, as it signs who is signed in on its site; and forgers, who sign what they like."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from core.tenancy import firm_scope
from inbox.models import IdentityKey

PAIRS = {"ES256": lambda: generate_private_key(SECP256R1()), "EdDSA": Ed25519PrivateKey.generate}


def pem(private: Any) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class FirmServer:
    """`FirmServer(cast, cast.website)` makes a key of the inbox; `.token(sub="u-1")` signs with it."""

    def __init__(self, cast: Any, inbox: Any, algorithm: str = "HS256") -> None:
        self.inbox, self.algorithm = inbox, algorithm
        self.private = PAIRS[algorithm]() if algorithm in PAIRS else None
        with firm_scope(inbox.firm_id), transaction.atomic():
            by = cast.boris if inbox.firm_id == cast.borealis.pk else cast.alice
            public = pem(self.private) if self.private else ""
            self.row, secret = IdentityKey.make(inbox, by=by, algorithm=algorithm, public=public)
        self.key: Any = self.private or secret

    def claims(self, **said: Any) -> dict[str, Any]:
        now = int(time.time())
        all = {"aud": str(self.inbox.key), "sub": "u-1", "iat": now, "exp": now + 600} | said
        return {name: value for name, value in all.items() if value is not None}

    def token(self, headers: dict[str, Any] | None = None, **said: Any) -> str:
        return jwt.encode(self.claims(**said), self.key, algorithm=self.algorithm, headers=headers)


def part(value: Any) -> str:
    """Any text, or a value as JSON, as a part of a token."""
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(text.encode(errors="surrogatepass")).rstrip(b"=").decode()


def by_hand(secret: bytes, header: Any, claims: Any) -> str:
    """Signed with HS256, whatever the header says."""
    said = f"{part(header)}.{part(claims)}"
    signature = hmac.new(secret, said.encode(), hashlib.sha256).digest()
    return f"{said}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
