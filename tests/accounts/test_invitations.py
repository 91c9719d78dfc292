"""Inviting people: links that work once, for a week, for one address; and what a link does and does not prove."""

import re
import smtplib
import threading
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.urls import reverse

from accounts.errors import AboveOwnRights, AlreadyMember, InvitationClosed
from accounts.models import ApiToken, Firm, Invitation, Membership, Person, Role
from accounts.permissions import declared
from core import clock
from ledger.handlers import run_handlers
from tests.accounts.test_sign_in import choose_new_password, reset_link, sign_in
from tests.accounts.told import changes
from tests.cast import PASSWORD

pytestmark = pytest.mark.covers("Z2")


def role(cast, kind: str, firm=None) -> Role:
    with cast.scope(firm):
        return Role.objects.get(kind=kind)


def invite(cast, email: str = "", kind: str = "agent", by=None) -> tuple[Invitation, str]:
    by = by or cast.alice
    with cast.scope(by):
        return Invitation.send(email=email or f"emil-{cast.mark}@new.example", role=Role.objects.get(kind=kind), by=by)


def link(token: str) -> str:
    return reverse("invitation", args=[token])


def mailed_link(cast, invitation: Invitation) -> str:
    run_handlers(invitation.firm_id)
    return reset_link(invitation.email)


def accept(client, path: str, **data):
    return client.post(path, {"name": "Emil Ernst", "password": PASSWORD, **data})


def test_an_owner_invites_and_is_shown_the_link_once(cast) -> None:
    client = cast.client_for(cast.alice)
    page = client.post(
        reverse("accounts:invitations"), {"email": f"emil-{cast.mark}@new.example", "role": role(cast, "agent").pk}
    )
    shown = re.search(rb'value="http://[^/]+(/accounts/join/[^"]+)"', page.content)[1].decode()
    assert b"/accounts/join/" not in client.get(reverse("accounts:invitations")).content
    assert cast.client_for().get(shown).status_code == 200
    assert changes(cast, "accounts.invitation_sent")[0].after["role"] == "Agent"


def test_the_mail_brings_a_link_of_its_own(cast) -> None:
    invitation, token = invite(cast)
    mailed = mailed_link(cast, invitation)
    assert mailed != link(token)
    letter = mail.outbox[-1]
    assert letter.subject == "Join Acme Advisory on ConsultantPro"
    assert "Alice Archer invites you" in letter.body
    for path in (mailed, link(token)):
        assert cast.client_for().get(path).status_code == 200
    run_handlers(cast.acme.pk)
    assert len([letter for letter in mail.outbox if letter.to == [invitation.email]]) == 1


def test_a_new_person_joins_and_is_in(cast) -> None:
    _invitation, token = invite(cast)
    client = cast.client_for()
    assert accept(client, link(token))["Location"] == "/"
    page = client.get(reverse("accounts:profile"))
    assert b"Emil Ernst" in page.content
    with cast.scope():
        member = Membership.objects.get(name="Emil Ernst")
        assert (member.role.kind, member.firm_id) == ("agent", cast.acme.pk)
    assert changes(cast, "accounts.member_joined")[-1].after == {"role": "Agent"}


def test_what_was_typed_stays_and_a_weak_password_is_told(cast) -> None:
    _invitation, token = invite(cast)
    page = accept(cast.client_for(), link(token), password="short")
    assert page.status_code == 422
    assert b'value="Emil Ernst"' in page.content
    assert b"too short" in page.content


def test_it_works_once(cast) -> None:
    _invitation, token = invite(cast)
    accept(cast.client_for(), link(token))
    again = accept(cast.client_for(), link(token))
    assert again.status_code == 410
    assert b"was used" in again.content


def test_after_a_week_it_is_over(cast) -> None:
    _invitation, token = invite(cast)
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1), tick=True):
        page = accept(cast.client_for(), link(token))
    assert page.status_code == 410
    assert b"has expired" in page.content


def test_taken_back_it_opens_nothing(cast) -> None:
    invitation, token = invite(cast)
    mailed = mailed_link(cast, invitation)
    cast.client_for(cast.alice).post(reverse("accounts:invitation-revocation", args=[invitation.pk]))
    for path in (link(token), mailed):
        assert accept(cast.client_for(), path).status_code == 410
    with cast.scope(), pytest.raises(InvitationClosed, match="taken back"):
        invitation.revoke(by=cast.alice)


def test_a_second_invitation_renews_the_first(cast) -> None:
    first, old = invite(cast)
    second, new = invite(cast, email=first.email.upper(), kind="viewer")
    assert second.pk == first.pk
    assert cast.client_for().get(link(old)).status_code == 404
    accept(cast.client_for(), link(new))
    with cast.scope():
        assert Membership.objects.get(person__email=first.email).role.kind == "viewer"


@pytest.mark.parametrize("token", ["forged", "x" * 43, "%00"])
def test_a_forged_link_is_not_there(cast, token: str) -> None:
    assert cast.client_for().get(f"/accounts/join/{token}/").status_code == 404


def test_who_works_here_is_not_invited_again(cast) -> None:
    with pytest.raises(AlreadyMember):
        invite(cast, email=cast.bob.person.email)
    client = cast.client_for(cast.alice)
    data = {"email": cast.bob.person.email, "role": role(cast, "agent").pk}
    page = client.post(reverse("accounts:invitations"), data)
    assert page.status_code == 409
    assert b"works in your firm already" in page.content
    assert f'value="{cast.bob.person.email}"'.encode() in page.content


def test_an_admin_does_not_invite_an_owner(cast) -> None:
    adam = cast.join("Adam Ames", "admin")
    with pytest.raises(AboveOwnRights):
        invite(cast, kind="owner", by=adam)
    data = {"email": f"x-{cast.mark}@new.example", "role": role(cast, "owner").pk}
    assert cast.client_for(adam).post(reverse("accounts:invitations"), data).status_code == 422


def closed_for(cast, token: str) -> bool:
    return accept(cast.client_for(), link(token)).status_code == 410


def test_what_an_admin_offered_ends_with_their_place(cast) -> None:
    adam = cast.join("Adam Ames", "admin")
    _his, his = invite(cast, kind="admin", by=adam)
    _hers, hers = invite(cast, email=f"frida-{cast.mark}@new.example")
    cast.client_for(cast.alice).post(reverse("accounts:departure", args=[adam.pk]))
    assert closed_for(cast, his)
    assert not closed_for(cast, hers)
    assert [change.actor for change in changes(cast, "accounts.invitation_revoked")] == [cast.alice.pk]
    assert b"emil-" not in cast.client_for(cast.alice).get(reverse("accounts:invitations")).content


@pytest.mark.parametrize("kind", ["agent", "custom"])
def test_it_ends_with_their_rights_too(cast, kind: str) -> None:
    """An agent invites nobody; who may invite, but is no admin, makes no admins."""
    adam = cast.join("Adam Ames", "admin")
    _admins, admins = invite(cast, kind="admin", by=adam)
    _viewers, viewers = invite(cast, email=f"vera-{cast.mark}@new.example", kind="viewer", by=adam)
    with cast.scope():
        Role.make(by=cast.alice, name="Host", permissions=["people.invite", *Role.objects.get(kind="viewer").grants()])
        adam.change_role(by=cast.alice, role=Role.objects.get(kind=kind))
    assert closed_for(cast, admins)
    assert closed_for(cast, viewers) == (kind == "agent")


def test_it_ends_when_their_role_is_cut_down(cast) -> None:
    with cast.scope():
        host = Role.make(by=cast.alice, name="Host", permissions=[item.code for item in declared()])
    hanna = cast.join("Hanna Host", "admin")
    with cast.scope():
        hanna.change_role(by=cast.alice, role=host)
    _invitation, token = invite(cast, by=hanna)
    with cast.scope():
        host.edit(by=cast.alice, name="Host", permissions=["people.see"])
    assert closed_for(cast, token)


def test_an_admin_does_not_rewrite_what_an_owner_offered(cast) -> None:
    """Renewing would close the owner's links and make less of the role."""
    adam = cast.join("Adam Ames", "admin")
    invitation, token = invite(cast, kind="owner")
    data = {"email": invitation.email, "role": role(cast, "viewer").pk}
    assert cast.client_for(adam).post(reverse("accounts:invitations"), data).status_code == 403
    answer = cast.client_for(adam).post("/api/v1/invitations/", data, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (403, "above_own_rights")
    accept(cast.client_for(), link(token))
    with cast.scope():
        assert Membership.objects.get(person__email=invitation.email).role.kind == "owner"


def test_who_works_here_keeps_their_role_when_they_open_one(cast) -> None:
    """An address was invited, then became that of the only owner."""
    invitation, token = invite(cast, kind="viewer")
    alice = cast.alice.person
    alice.email = invitation.email
    alice.save()
    client = cast.client_for(cast.alice)
    for page in (client.get(link(token)), client.post(link(token), {"name": "Alice"})):
        assert page.status_code == 409
        assert b"You work here already" in page.content
    with cast.scope(), pytest.raises(AlreadyMember):
        invitation.accept(person=alice, name="Alice")
    with cast.scope():
        assert cast.fresh(cast.alice).role.kind == "owner"


def at_once(*things) -> None:
    def run(thing) -> None:
        ready.wait()
        try:
            thing()
        finally:
            connection.close()

    ready = threading.Barrier(len(things))
    threads = [threading.Thread(target=run, args=[thing]) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_doubled_click_joins_once(cast) -> None:
    _invitation, token = invite(cast)
    answers = []
    click = lambda: answers.append(accept(cast.client_for(), link(token)).status_code)  # noqa: E731
    at_once(click, click, click)
    assert sorted(answers) == [302, 410, 410]


def test_two_firms_invitations_taken_up_at_once_make_one_account(cast) -> None:
    invitation, ours = invite(cast)
    _invitation, theirs = invite(cast, email=invitation.email, by=cast.boris)
    answers = []
    at_once(*(lambda token=token: answers.append(accept(cast.client_for(), link(token))) for token in (ours, theirs)))
    assert {answer.status_code for answer in answers} <= {200, 302}
    assert Person.objects.filter(email=invitation.email).count() == 1
    assert len(Person.objects.known_as(invitation.email).firms()) == 1


@pytest.mark.parametrize("name", ["Acme\nBcc: all@x.example", "Acme\r\n\r\nHello", "\u202eemcA"])
def test_a_name_given_by_the_api_stops_no_mail(cast, name: str) -> None:
    client = cast.client_for(cast.alice)
    for path in ("/api/v1/firm/", "/api/v1/me/"):
        assert client.patch(path, {"name": name}, content_type="application/json").status_code == 200
    invitation, _token = invite(cast)
    run_handlers(cast.acme.pk)
    letter = next(letter for letter in mail.outbox if letter.to == [invitation.email])
    plain = " ".join(name.replace("\u202e", "").split())
    assert letter.subject == f"Join {plain} on ConsultantPro"
    assert f"{plain} invites you to work with {plain}" in letter.body
    assert client.get("/api/v1/firm/").json()["name"] == plain


def test_a_name_kept_by_an_older_version_stops_no_mail(cast) -> None:
    with cast.scope():
        Firm.objects.filter(pk=cast.acme.pk).update(name="Acme\nBcc: all@x.example")
    invitation, _token = invite(cast)
    run_handlers(cast.acme.pk)
    assert [letter.subject for letter in mail.outbox if letter.to == [invitation.email]] == [
        "Join Acme Bcc: all@x.example on ConsultantPro"
    ]


@pytest.mark.parametrize(("path", "more"), [("me", {}), ("firm", {}), ("teams", {}), ("roles", {"permissions": []})])
def test_a_name_of_nothing_one_can_see_is_none(cast, path: str, more) -> None:
    client = cast.client_for(cast.alice)
    send = client.patch if path in ("me", "firm") else client.post
    answer = send(f"/api/v1/{path}/", {"name": "\u202e\n ", **more}, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["name"])


def test_a_role_of_another_firm_is_none(cast) -> None:
    data = {"email": f"x-{cast.mark}@new.example", "role": role(cast, "agent", cast.borealis).pk}
    assert cast.client_for(cast.alice).post(reverse("accounts:invitations"), data).status_code == 422


def test_a_colleague_elsewhere_signs_in_and_works_in_both_firms(cast) -> None:
    _invitation, token = invite(cast, email=cast.boris.person.email)
    client = cast.client_for()
    page = client.get(link(token))
    assert b"You have an account already" in page.content
    sign_in(client, cast.boris.person.email)
    assert b'value="Boris Berg"' in client.get(link(token)).content
    assert client.post(link(token), {"name": "Boris Berg"}).status_code == 302
    assert b"Acme Advisory" in client.get(reverse("accounts:firms")).content
    assert len(cast.boris.person.firms()) == 2


def test_signed_in_as_somebody_else_one_does_not_take_it(cast) -> None:
    invitation, token = invite(cast)
    page = cast.client_for(cast.boris).post(link(token), {"name": "Boris"})
    assert page.status_code == 409
    assert invitation.email.encode() in page.content
    assert len(cast.boris.person.firms()) == 1


def test_who_left_comes_back_to_their_old_place(cast) -> None:
    with cast.scope():
        cast.bob.end(by=cast.alice)
    _invitation, token = invite(cast, email=cast.bob.person.email, kind="viewer")
    client = cast.client_for()
    sign_in(client, cast.bob.person.email)
    client.post(link(token), {"name": "Robert"})
    bob = cast.fresh(cast.bob)
    with cast.scope():
        assert (bob.ended_at, bob.role.kind, bob.name) == (None, "viewer", "Bob Brandt")


def test_the_link_that_was_handed_over_does_not_prove_the_address(cast) -> None:
    invitation, token = invite(cast)
    client = cast.client_for()
    accept(client, link(token))
    person = Person.objects.known_as(invitation.email)
    assert not person.is_proven
    client.post(reset_link(invitation.email))
    assert person.is_proven


def test_the_mailed_link_proves_it(cast) -> None:
    invitation, _token = invite(cast)
    accept(cast.client_for(), mailed_link(cast, invitation))
    assert Person.objects.known_as(invitation.email).is_proven


def test_an_account_made_in_somebodys_name_is_taken_over_by_who_has_the_mail(cast) -> None:
    """Acme's owner keeps the link and makes the account; later Borealis invites the true Emil by mail."""
    invitation, token = invite(cast)
    thief = cast.client_for()
    accept(thief, link(token))
    person = Person.objects.known_as(invitation.email)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "the thief's"})
    with cast.scope():
        member = Membership.objects.get(person=person)
        row, _secret = ApiToken.make(by=member, name="the thief's", scopes=["people.see"])
    theirs, _token = invite(cast, email=invitation.email, by=cast.boris)
    answer = accept(cast.client_for(), mailed_link(cast, theirs), password="Emil's very own words")
    assert answer.status_code == 302
    assert thief.get(reverse("accounts:settings")).status_code == 302
    assert sign_in(cast.client_for(), invitation.email).status_code == 200
    assert not Authenticator.objects.filter(user=person).exists()
    assert EmailAddress.objects.get(user=person).verified
    assert not cast.fresh(row).is_live
    assert len(person.firms()) == 2


def test_a_new_password_by_mail_proves_the_address_too(cast) -> None:
    invitation, token = invite(cast)
    accept(cast.client_for(), link(token))
    person = Person.objects.known_as(invitation.email)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "the thief's"})
    client = cast.client_for()
    client.post(reverse("account_reset_password"), {"email": invitation.email})
    choose_new_password(client, reset_link(invitation.email), "Emil's very own words")
    assert person.is_proven
    assert not Authenticator.objects.filter(user=person).exists()


class Refusing:
    """A mail server that knows no such person."""

    def __init__(self, *args, **kwargs) -> None: ...

    def send_messages(self, letters) -> None:
        raise smtplib.SMTPRecipientsRefused({letter.to[0]: (550, b"no such user") for letter in letters})


def test_a_refused_mail_is_said_and_stands_in_nobodys_way(cast, settings) -> None:
    _first, _token = invite(cast)
    settings.EMAIL_BACKEND = "tests.accounts.test_invitations.Refusing"
    run_handlers(cast.acme.pk)
    page = cast.client_for(cast.alice).get(reverse("accounts:invitations"))
    assert b"mail refused" in page.content
    assert cast.client_for(cast.alice).get("/api/v1/invitations/").json()["results"][0]["undeliverable_at"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    second, _token = invite(cast, email=f"frida-{cast.mark}@new.example")
    run_handlers(cast.acme.pk)
    assert [letter.to for letter in mail.outbox if cast.mark in letter.to[0]] == [[second.email]]
