"""Reading a token: what is proven of whoever holds it. Pure: no database, no network, the time is passed in.

The algorithm is the key's, never the token's word; a token names a key only among those that are handed in. What JSON
leaves open is closed: a name said twice, numbers that are none, text that looks like other text.
"""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from jwt.utils import base64url_decode

from core.text import one_line
from inbox.identity import refusals

LONGEST = 4096
LEEWAY = 60
"""Seconds two clocks may be apart."""
LASTS = 3600
"""Seconds between now and `exp`, at most."""
SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
HEADER = {"alg", "typ", "kid"}
SIGNATURES = jwt.PyJWS(algorithms=["HS256", "ES256", "EdDSA"])


class Key(Protocol):
    """`algorithm` is HS256, ES256 or EdDSA; `verifier` the secret's bytes or the public key in PEM."""

    @property
    def name(self) -> str: ...
    @property
    def algorithm(self) -> str: ...
    @property
    def verifier(self) -> bytes: ...


@dataclass(frozen=True)
class Claims:
    """What a token proves. `mark` is the same for every copy of it; it is worth nothing after `until`."""

    subject: str
    email: str
    email_is_proven: bool
    name: str
    mark: str
    until: datetime
    key: Any


def read(token: object, keys: Sequence[Key], audience: str, now: datetime) -> Claims:
    """The claims of a token that one of `keys` signed for `audience`. Raises a BadToken with a sentence."""
    if not keys:
        raise refusals.NoKeys
    text = _shape(token)
    header = _object(text.split(".")[0])
    key = _signer(text, keys, header)
    said = _object(text.split(".")[1])
    _check_audience(said, audience)
    until = _check_times(said, now.timestamp())
    return Claims(
        subject=_subject(said),
        email=_email(said),
        email_is_proven=_flag(said, "email_verified") and bool(said.get("email")),
        name=one_line(_text(said, "name"), 200),
        mark=_mark(text, _text(said, "jti", 255)),
        until=datetime.fromtimestamp(until, now.tzinfo),
        key=key,
    )


def _shape(token: object) -> str:
    if not isinstance(token, str) or not token.isascii():
        raise refusals.Malformed
    if len(token) > LONGEST:
        raise refusals.TooLong
    if token.count(".") == 4:
        raise refusals.Encrypted
    if not SHAPE.fullmatch(token):
        raise refusals.Malformed
    return token


def _object(part: str) -> dict[str, Any]:
    """A part as the object it must be: every name once, no NaN, no number of a thousand digits."""
    try:
        found = json.loads(
            base64url_decode(part).decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_int=_small_number
        )
    except (ValueError, RecursionError) as error:
        raise refusals.Malformed from error
    if not isinstance(found, dict):
        raise refusals.Malformed
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name is said twice.")
    return found


def _no_number(word: str) -> float:
    raise ValueError(word)


def _small_number(digits: str) -> int:
    if len(digits) > 16:
        raise ValueError(digits)
    return int(digits)


def _signer(token: str, keys: Sequence[Key], header: dict[str, Any]) -> Key:
    """The key that signed it. `alg` and `kid` choose among the keys we have and say nothing more."""
    if header.keys() - HEADER or str(header.get("typ", "JWT")).upper() != "JWT":
        raise refusals.WrongHeader
    able = [key for key in keys if key.algorithm == header.get("alg")]
    if not able:
        raise refusals.WrongAlgorithm
    named = [key for key in able if key.name == header["kid"]] if "kid" in header else able
    for key in named:
        if _signed(token, key):
            return key
    raise refusals.NotSigned


def _signed(token: str, key: Key) -> bool:
    """The signature alone; what the claims say is checked by us, with sentences of their own."""
    try:
        SIGNATURES.decode(token, key.verifier, algorithms=[key.algorithm])
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        return False
    return True


def _check_audience(said: dict[str, Any], audience: str) -> None:
    """One audience as text; a list could hold others that accept the same token."""
    if said.get("aud") != audience:
        raise refusals.WrongAudience


def _check_times(said: dict[str, Any], now: float) -> float:
    """When it ends. Seconds since 1970, as numbers."""
    times = {name: _seconds(said[name]) for name in ("exp", "iat", "nbf") if name in said}
    if "exp" not in times:
        raise refusals.WrongClaims
    begin = max(times.get("iat", now), times.get("nbf", now))
    if begin > now + LEEWAY:
        raise refusals.NotYet
    if times["exp"] <= now - LEEWAY:
        raise refusals.Expired
    if times["exp"] > min(now + LEEWAY, times.get("iat", now + LEEWAY)) + LASTS:
        raise refusals.LastsTooLong
    return times["exp"]


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refusals.WrongClaims
    return float(value)


def _subject(said: dict[str, Any]) -> str:
    """Compared code point by code point: what looks like another id, or hides in one, is no id."""
    text = said.get("sub")
    if not isinstance(text, str) or not 1 <= len(text) <= 255 or text != text.strip():
        raise refusals.WrongClaims
    if not unicodedata.is_normalized("NFKC", text) or any(unicodedata.category(char)[0] == "C" for char in text):
        raise refusals.WrongClaims
    return text


def _email(said: dict[str, Any]) -> str:
    text = _text(said, "email", 254)
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise refusals.WrongClaims from error
    return text


def _text(said: dict[str, Any], name: str, longest: int = 1000) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise refusals.WrongClaims
    return value


def _flag(said: dict[str, Any], name: str) -> bool:
    value = said.get(name, False)
    if not isinstance(value, bool):
        raise refusals.WrongClaims
    return value


def _mark(token: str, jti: str) -> str:
    """Its `jti`, else what was signed: a signature can be written in several ways that all hold."""
    what = f"jti {jti}" if jti else token.rpartition(".")[0]
    return hashlib.sha256(what.encode(errors="surrogatepass")).hexdigest()
