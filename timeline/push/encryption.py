"""Message encryption for Web Push (RFC 8291, over the aes128gcm coding of RFC 8188). Pure.

A new key pair and salt for each message; one record holds all of it.
"""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
SALT, AUTH, POINT = 16, 16, 65
RECORD = 4096
LAST = b"\x02"  # behind the words of the last record


def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """A browser's key from its 65 bytes. Raises ValueError for what is no uncompressed point of the curve."""
    if len(point) != POINT:
        raise ValueError("not an uncompressed point of P-256")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    words: bytes,
    *,
    p256dh: bytes,
    auth: bytes,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of the request: readable with the private key behind `p256dh` and with `auth` alone."""
    sender, salt = sender or ec.generate_private_key(CURVE), salt or os.urandom(SALT)
    shared = sender.exchange(ec.ECDH(), public_key(p256dh))
    own = point_of(sender.public_key())
    material = _derive(shared, auth, b"WebPush: info\x00" + p256dh + own, 32)
    key = _derive(material, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(material, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(own)]) + own
    return head + AESGCM(key).encrypt(nonce, words + LAST, None)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
