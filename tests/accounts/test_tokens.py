"""API tokens: shown once, kept as a hash, worth no more than their scopes and their owner."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.errors import UnknownScope
from accounts.models import ApiToken, Role
from core import clock
from tests.accounts.test_sign_in import choose_new_password, reset_link
from tests.accounts.told import changes

pytestmark = pytest.mark.covers("X1", "Z2")


def make(cast, by=None, scopes=("people.see",), **more) -> tuple[ApiToken, str]:
    by = by or cast.alice
    with cast.scope(by):
        return ApiToken.make(by=by, name="Nightly", scopes=scopes, **more)


def call(cast, token: str, path: str = "/api/v1/people/", method: str = "get", **options):
    return getattr(cast.client_for(), method)(path, headers={"Authorization": f"Bearer {token}"}, **options)


def test_a_token_is_shown_once_and_kept_as_a_hash(cast) -> None:
    client = cast.client_for(cast.alice)
    page = client.post(reverse("accounts:tokens"), {"name": "Nightly", "lasts": "90", "scopes": ["people.see"]})
    token = page.context["token"]
    assert token.encode() in page.content
    assert token.encode() not in client.get(reverse("accounts:tokens")).content
    with cast.scope():
        row = ApiToken.objects.get()
        assert token not in (row.token_hash, row.name)
        assert row.expires_at - clock.now() < timedelta(days=90, seconds=1)
    assert call(cast, token).status_code == 200
    assert changes(cast, "accounts.token_made")[0].after == {"name": "Nightly", "scopes": ["people.see"]}


def test_it_works_in_the_firm_it_was_made_in(cast) -> None:
    cast.join("Alice Archer", "owner", firm=cast.borealis, person=cast.alice.person)
    _row, token = make(cast)
    names = [person["name"] for person in call(cast, token).json()["results"]]
    assert "Bob Brandt" in names
    assert "Boris Berg" not in names


@pytest.mark.parametrize("token", ["", "cp_forged", "x", "cp_" + "a" * 500, "%00"])
def test_a_forged_token_is_turned_away(cast, token: str) -> None:
    answer = call(cast, token)
    assert answer.status_code == 401
    assert answer.json()["error"] == "bad_token"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_does_not_help_a_bad_token(cast) -> None:
    answer = cast.client_for(cast.alice).get("/api/v1/people/", headers={"Authorization": "Bearer cp_forged"})
    assert answer.status_code == 401


def test_revoked_and_expired_ones_are_turned_away(cast) -> None:
    row, token = make(cast, expires_at=clock.now() + timedelta(days=1))
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1), tick=True):
        assert call(cast, token).status_code == 401
    assert call(cast, token).status_code == 200
    cast.client_for(cast.alice).post(reverse("accounts:token-revocation", args=[row.pk]))
    assert call(cast, token).status_code == 401


def test_it_ends_with_its_owners_place(cast) -> None:
    _row, token = make(cast, by=cast.bob)
    with cast.scope():
        cast.bob.end(by=cast.alice)
    assert call(cast, token).status_code == 401


def test_it_does_not_come_back_with_its_owner(cast) -> None:
    _row, token = make(cast, by=cast.bob)
    with cast.scope():
        cast.bob.end(by=cast.alice)
        cast.acme.admit(cast.bob.person, role=Role.objects.get(kind="agent"), name="Bob Brandt", by=cast.alice)
    assert call(cast, token).status_code == 401


def test_a_new_password_by_mail_ends_every_token_in_every_firm(cast) -> None:
    alice_there = cast.join("Alice Archer", "owner", firm=cast.borealis, person=cast.alice.person)
    (_here, here), (_there, there) = make(cast), make(cast, by=alice_there)
    _bobs, bobs = make(cast, by=cast.bob)
    assert {call(cast, token).status_code for token in (here, there)} == {200}
    client = cast.client_for()
    client.post(reverse("account_reset_password"), {"email": cast.alice.person.email})
    choose_new_password(client, reset_link(cast.alice.person.email), "a fresh and longer one")
    assert {call(cast, token).status_code for token in (here, there)} == {401}
    assert call(cast, bobs).status_code == 200
    for member in (cast.alice, alice_there):
        assert [change.actor for change in changes(cast, "accounts.token_revoked", member)] == [member.pk]


def test_it_does_what_its_scopes_say_and_no_more(cast) -> None:
    _row, token = make(cast, scopes=["people.see"])
    assert call(cast, token).status_code == 200
    answer = call(cast, token, "/api/v1/audit/")
    assert (answer.status_code, answer.json()["permission"]) == (403, "audit.read")
    assert call(cast, token, "/api/v1/me/").json()["permissions"] == ["people.see"]


def test_it_does_no_more_than_its_owner_may_now(cast) -> None:
    adam = cast.join("Adam Ames", "admin")
    _row, token = make(cast, by=adam, scopes=["audit.read", "people.see"])
    assert call(cast, token, "/api/v1/audit/").status_code == 200
    with cast.scope():
        adam.change_role(by=cast.alice, role=Role.objects.get(kind="viewer"))
    assert call(cast, token, "/api/v1/audit/").status_code == 403


def test_it_gives_nobody_more_rights_than_it_has(cast) -> None:
    _row, token = make(cast, scopes=["people.see", "people.manage"])
    with cast.scope():
        admin = Role.objects.get(kind="admin").pk
    path = f"/api/v1/people/{cast.bob.pk}/"
    answer = call(cast, token, path, "patch", data={"role": admin}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (403, "above_own_rights")


def test_scopes_beyond_ones_own_rights_are_refused(cast) -> None:
    with pytest.raises(UnknownScope, match=r"audit\.read"):
        make(cast, by=cast.bob, scopes=["people.see", "audit.read"])
    page = cast.client_for(cast.bob).post(
        reverse("accounts:tokens"), {"name": "x", "lasts": "30", "scopes": ["audit.read"]}
    )
    assert page.status_code == 422


def test_a_token_makes_and_reads_no_tokens(cast) -> None:
    _row, token = make(cast, scopes=["profile.edit"])
    answer = call(cast, token, "/api/v1/me/tokens/")
    assert (answer.status_code, answer.json()["error"]) == (403, "session_only")


BEYOND = ["get me/sessions/", "delete me/sessions/", "delete me/sessions/1/", "get me/firms/", "delete me/"]


@pytest.mark.parametrize("wish", BEYOND)
def test_a_token_reaches_nothing_beyond_its_firm(cast, wish: str) -> None:
    """Neither the browsers that its owner uses in every firm, nor the names of those firms, nor the way out."""
    cast.join("Bob Brandt", "agent", firm=cast.borealis, person=cast.bob.person)
    client = cast.client_for(cast.bob)
    _row, token = make(cast, by=cast.bob, scopes=["profile.edit"])
    method, path = wish.split()
    answer = call(cast, token, f"/api/v1/{path}", method)
    assert (answer.status_code, answer.json()["error"]) == (403, "session_only")
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert len(cast.bob.person.firms()) == 2


def test_pages_do_not_open_to_a_token(cast) -> None:
    _row, token = make(cast)
    assert call(cast, token, reverse("accounts:people")).status_code == 302


def test_its_use_is_noted_to_the_minute(cast) -> None:
    row, token = make(cast)
    call(cast, token)
    first = cast.fresh(row).last_used_at
    call(cast, token)
    assert cast.fresh(row).last_used_at == first
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        call(cast, token)
    assert cast.fresh(row).last_used_at > first


def test_what_changes_things_from_a_page_needs_the_csrf_token(cast) -> None:
    client = cast.client_for(cast.alice, enforce_csrf_checks=True)
    answer = client.patch("/api/v1/me/", {"job_title": "Partner"}, content_type="application/json")
    assert answer.status_code == 403
    _row, token = make(cast, scopes=["profile.edit"])
    answer = call(cast, token, "/api/v1/me/", "patch", data={"job_title": "P"}, content_type="application/json")
    assert answer.status_code == 200


def test_too_many_calls_are_told_to_wait(cast, monkeypatch) -> None:
    from accounts.api_auth import ApiRate

    monkeypatch.setattr(ApiRate, "THROTTLE_RATES", {"api": "3/min"})
    _row, token = make(cast)
    answers = [call(cast, token) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["error"] == "throttled"
    assert int(answers[-1]["Retry-After"]) > 0
