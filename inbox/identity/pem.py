"""A public key as a person pastes it, in PEM."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from inbox.errors import BadPublicKey, PrivateKeyPasted

LONGEST = 2000


def public_key(text: str, algorithm: str) -> bytes:
    """In PEM, written in the one way. Raises BadPublicKey where it does not fit `algorithm`, PrivateKeyPasted."""
    if "PRIVATE" in text.upper():
        raise PrivateKeyPasted
    try:
        key = load_pem_public_key(text.strip()[:LONGEST].encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadPublicKey from error
    fits = (
        isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)
        if algorithm == "ES256"
        else isinstance(key, Ed25519PublicKey)
    )
    if not fits:
        raise BadPublicKey
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
