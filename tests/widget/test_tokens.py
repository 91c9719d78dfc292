"""Signed tokens: what the firm's own server says of a visitor; and every known way to forge one, refused with a sentence."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from inbox.identity.refusals import BadToken
from inbox.identity.token import read
from inbox.models import IdentityKey
from inbox.views.widget import rates
from tests.widget.frame_client import FrameClient, arrived
from tests.widget.signing import FirmServer, by_hand, part, pem

pytestmark = pytest.mark.covers("W3")


@pytest.fixture(autouse=True)
def _an_address_of_ones_own(cast, monkeypatch) -> None:
    """Who tries many from one address is told to wait."""
    monkeypatch.setattr(rates, "client_address", lambda request: f"of {cast.mark}")


def identify(frame: FrameClient, token: Any) -> Any:
    return frame.call("POST", "api/identity", {"key": str(frame.inbox.key), "token": token})


@pytest.mark.parametrize("algorithm", ["HS256", "ES256", "EdDSA"])
def test_a_token_of_the_firms_server_is_taken(cast, algorithm):
    server = FirmServer(cast, cast.website, algorithm)
    for headers in ({}, {"kid": str(server.row.pk)}, {"typ": "jwt"}):
        answer = identify(arrived(cast.website), server.token(headers, email="vera@acme.example", name="Vera"))
        assert answer.status_code == 201
        assert answer.json()["contact"]["name"] == "Vera"
    assert cast.fresh(server.row).used_at is not None


Forge = Callable[[FirmServer, Any], str]
HOUR = 3600


def header(**said: Any) -> dict[str, Any]:
    return {"alg": "HS256", "typ": "JWT"} | said


def hand(server: FirmServer, said: dict[str, Any] | str | None = None, **claims: Any) -> str:
    return by_hand(server.key.encode(), said or header(), server.claims(**claims))


def now() -> int:
    return int(time.time())


FORGED: dict[str, tuple[str, Forge]] = {
    "alg-none": ("token_algorithm", lambda s, c: f"{part(header(alg='none'))}.{part(s.claims())}."),
    "alg-None": ("token_algorithm", lambda s, c: f"{part(header(alg='NoNe'))}.{part(s.claims())}."),
    "alg-NONE-signed": ("token_algorithm", lambda s, c: hand(s, header(alg="NONE"))),
    "alg-absent": ("token_algorithm", lambda s, c: hand(s, {"typ": "JWT"})),
    "alg-list": ("token_algorithm", lambda s, c: hand(s, header(alg=["HS256"]))),
    "alg-lower": ("token_algorithm", lambda s, c: hand(s, header(alg="hs256"))),
    "alg-rs256": ("token_algorithm", lambda s, c: hand(s, header(alg="RS256"))),
    "alg-hs512": ("token_algorithm", lambda s, c: hand(s, header(alg="HS512"))),
    "no-signature": ("token_signature", lambda s, c: s.token().rpartition(".")[0] + "."),
    "altered": ("token_signature", lambda s, c: altered(s.token(), s.claims(sub="u-2"))),
    "guessed": ("token_signature", lambda s, c: by_hand(b"secret", header(), s.claims())),
    "empty-secret": ("token_signature", lambda s, c: by_hand(b"", header(), s.claims())),
    "another-inbox": ("token_signature", lambda s, c: others(s, c, c.inbox("Careers"))),
    "another-firm": ("token_signature", lambda s, c: others(s, c, c.their_website)),
    "kid-unknown": ("token_signature", lambda s, c: s.token({"kid": "00000000-0000-7000-8000-000000000000"})),
    "kid-path": ("token_signature", lambda s, c: s.token({"kid": "../../../../dev/null"})),
    "kid-sql": ("token_signature", lambda s, c: s.token({"kid": "' UNION SELECT 'x' --"})),
    "kid-number": ("token_signature", lambda s, c: hand(s, header(kid=1))),
    "jwk": ("token_header", lambda s, c: hand(s, header(jwk={"kty": "oct", "k": "AA"}))),
    "jku": ("token_header", lambda s, c: hand(s, header(jku="https://evil.example/keys"))),
    "x5u": ("token_header", lambda s, c: hand(s, header(x5u="https://evil.example/cert"))),
    "crit": ("token_header", lambda s, c: hand(s, header(crit=["exp"]))),
    "b64": ("token_header", lambda s, c: hand(s, header(b64=False))),
    "zip": ("token_header", lambda s, c: hand(s, header(zip="DEF"))),
    "typ-jwe": ("token_header", lambda s, c: hand(s, header(typ="JWE"))),
    "jwe": ("token_encrypted", lambda s, c: "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c"),
    "huge": ("token_too_long", lambda s, c: s.token(name="x" * 4000)),
    "enormous": ("token_too_long", lambda s, c: "a" * 100_000),
    "aud-absent": ("token_audience", lambda s, c: s.token(aud=None)),
    "aud-wrong": ("token_audience", lambda s, c: s.token(aud="00000000-0000-7000-8000-000000000000")),
    "aud-list": ("token_audience", lambda s, c: s.token(aud=[str(s.inbox.key), "another"])),
    "aud-upper": ("token_audience", lambda s, c: s.token(aud=str(s.inbox.key).upper())),
    "expired": ("token_expired", lambda s, c: s.token(iat=now() - HOUR, exp=now() - 61)),
    "exp-absent": ("token_claims", lambda s, c: s.token(exp=None)),
    "exp-text": ("token_claims", lambda s, c: hand(s, exp=str(now() + 60))),
    "exp-true": ("token_claims", lambda s, c: hand(s, exp=True)),
    "exp-infinite": ("token_malformed", lambda s, c: hand(s, exp=float("inf"))),
    "exp-far": ("token_lasts_too_long", lambda s, c: s.token(exp=now() + HOUR + 120)),
    "exp-far-without-iat": ("token_lasts_too_long", lambda s, c: s.token(iat=None, exp=now() + HOUR + 120)),
    "exp-far-from-iat": ("token_lasts_too_long", lambda s, c: s.token(iat=now() - HOUR, exp=now() + 60)),
    "exp-of-a-thousand-digits": ("token_malformed", lambda s, c: by_hand(s.key.encode(), header(), endless(s))),
    "iat-ahead": ("token_not_yet", lambda s, c: s.token(iat=now() + 120, exp=now() + 300)),
    "nbf-ahead": ("token_not_yet", lambda s, c: s.token(nbf=now() + 120)),
    "sub-absent": ("token_claims", lambda s, c: s.token(sub=None)),
    "sub-empty": ("token_claims", lambda s, c: s.token(sub="")),
    "sub-number": ("token_claims", lambda s, c: hand(s, sub=7)),
    "sub-long": ("token_claims", lambda s, c: s.token(sub="x" * 256)),
    "sub-spaced": ("token_claims", lambda s, c: s.token(sub=" u-1")),
    "sub-zero-width": ("token_claims", lambda s, c: s.token(sub="u-\u200b1")),
    "sub-override": ("token_claims", lambda s, c: s.token(sub="\u202e1-u")),
    "sub-full-width": ("token_claims", lambda s, c: s.token(sub="ｕ-1")),
    "sub-decomposed": ("token_claims", lambda s, c: s.token(sub="e\u0301")),
    "sub-surrogate": ("token_claims", lambda s, c: hand(s, sub="\ud800")),
    "sub-nul": ("token_claims", lambda s, c: s.token(sub="u-1\x00")),
    "email-none": ("token_claims", lambda s, c: s.token(email="nobody")),
    "email-list": ("token_claims", lambda s, c: hand(s, email=["a@b.example"])),
    "verified-text": ("token_claims", lambda s, c: hand(s, email_verified="true")),
    "name-object": ("token_claims", lambda s, c: hand(s, name={"a": 1})),
    "sub-twice": ("token_malformed", lambda s, c: by_hand(s.key.encode(), header(), twice(s))),
    "alg-twice": ("token_malformed", lambda s, c: hand(s, '{"alg":"none","alg":"HS256"}')),
    "deep": ("token_malformed", lambda s, c: by_hand(s.key.encode(), header(), "[" * 2900)),
    "claims-list": ("token_malformed", lambda s, c: by_hand(s.key.encode(), header(), [1])),
    "two-parts": ("token_malformed", lambda s, c: s.token().rpartition(".")[0]),
    "padded": ("token_malformed", lambda s, c: s.token().replace(".", "=.", 1)),
    "newline": ("token_malformed", lambda s, c: s.token() + "\n"),
    "look-alike-dot": ("token_malformed", lambda s, c: s.token().replace(".", "․")),
    "object": ("token_malformed", lambda s, c: {"alg": "none"}),  # type: ignore[dict-item,return-value]
    "nothing": ("token_malformed", lambda s, c: None),  # type: ignore[dict-item,return-value]
}


def altered(token: str, claims: dict[str, Any]) -> str:
    first, _, last = token.split(".")
    return f"{first}.{part(claims)}.{last}"


def others(server: FirmServer, cast: Any, inbox: Any) -> str:
    return FirmServer(cast, inbox).token(aud=str(server.inbox.key))


def twice(server: FirmServer) -> str:
    return json.dumps(server.claims(sub="u-2"))[:-1] + ', "sub": "u-1"}'


def endless(server: FirmServer) -> str:
    return json.dumps(server.claims(exp=None))[:-1] + f', "exp": {"9" * 1500}}}'


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_refused_with_a_sentence_and_opens_nothing(cast, how):
    server, (error, forge) = FirmServer(cast, cast.website), FORGED[how]
    frame = arrived(cast.website)
    answer = identify(frame, forge(server, cast))
    assert (answer.status_code, answer.json()["error"]) == (403, error)
    assert set(answer.json()) == {"error", "message"}
    assert answer.json()["message"].endswith(".")
    assert frame.session()["identity"] is None


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA"])
def test_the_public_key_is_no_secret_to_sign_with(cast, algorithm):
    """The oldest trick: HS256 with what everybody knows."""
    server = FirmServer(cast, cast.website, algorithm)
    public = pem(server.private)
    for secret in (public, public.strip(), server.row.verifier.decode()):
        for said in (header(), header(alg=algorithm), header(kid=str(server.row.pk))):
            forged = by_hand(secret.encode(), said, server.claims())
            assert identify(arrived(cast.website), forged).json()["error"] in ("token_algorithm", "token_signature")


def test_keys_rotate_without_a_gap_and_an_ended_one_proves_nothing(cast):
    old = FirmServer(cast, cast.website)
    new = FirmServer(cast, cast.website, "EdDSA")
    for server in (old, new):
        assert identify(arrived(cast.website), server.token()).status_code == 201
    with cast.scope():
        old.row.end(by=cast.alice)
    assert identify(arrived(cast.website), new.token()).status_code == 201
    assert identify(arrived(cast.website), old.token()).json()["error"] == "token_algorithm"
    third = FirmServer(cast, cast.website)
    assert identify(arrived(cast.website), old.token({"kid": str(old.row.pk)})).json()["error"] == "token_signature"
    assert identify(arrived(cast.website), third.token()).status_code == 201


def test_without_a_key_there_is_nobody_to_trust(cast):
    server = FirmServer(cast, cast.website)
    with cast.scope():
        server.row.end(by=cast.alice)
    assert identify(arrived(cast.website), server.token()).json()["error"] == "token_no_keys"


def test_clocks_may_be_a_minute_apart(cast):
    server = FirmServer(cast, cast.website)
    for times in (
        {"iat": now() + 50, "exp": now() + 650},
        {"exp": now() - 50},
        {"iat": now() + 40, "exp": now() + 3630},
    ):
        assert identify(arrived(cast.website), server.token(**times)).status_code == 201


def test_a_key_is_sealed_and_shown_once(cast):
    server = FirmServer(cast, cast.website)
    with cast.scope():
        row = IdentityKey.objects.get()
        assert server.key.encode() not in bytes(row.sealed)
        assert row.verifier == server.key.encode()
        with pytest.raises(BadToken):
            read(server.token(), [row], "another", clock.now())
