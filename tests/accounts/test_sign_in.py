"""Signing in and out with a password, and getting a new one by mail."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.urls import reverse

from accounts.sessions import session_hash
from tests.accounts.told import access_frames, changes
from tests.cast import PASSWORD

pytestmark = pytest.mark.covers("Z2")


def sign_in(client, email: str, password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_a_person_signs_in_and_lands_on_the_first_page(cast) -> None:
    client = cast.client_for()
    answer = sign_in(client, cast.alice.person.email)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert [change.actor for change in changes(cast, "accounts.signed_in")] == [cast.alice.pk]


def test_the_address_may_be_written_in_any_case(cast) -> None:
    assert sign_in(cast.client_for(), cast.alice.person.email.upper()).status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(cast) -> None:
    known = sign_in(cast.client_for(), cast.alice.person.email, "not this one")
    unknown = sign_in(cast.client_for(), f"nobody@{cast.acme.slug}.example", "not this one")
    assert known.status_code == unknown.status_code == 200
    told = [re.findall(rb'role="alert".*?</div>', answer.content, re.DOTALL) for answer in (known, unknown)]
    assert told[0] == told[1]
    assert b"not correct" in told[0][0]


def test_signed_out_one_is_led_to_sign_in_and_back(cast) -> None:
    client, page = cast.client_for(), reverse("accounts:audit")
    answer = client.get(page)
    assert answer["Location"] == f"{reverse('account_login')}?next={page}"
    form = client.get(answer["Location"])
    assert f'name="next" value="{page}"'.encode() in form.content
    assert sign_in(client, cast.alice.person.email, next=page)["Location"] == page


def test_a_swap_inside_a_page_leaves_it_for_the_sign_in_page(cast) -> None:
    answer = cast.client_for().get(reverse("accounts:people"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_nobody_is_sent_to_another_site(cast) -> None:
    assert sign_in(cast.client_for(), cast.alice.person.email, next="https://evil.example/")["Location"] == "/"


def test_signing_out_ends_the_session_and_its_sockets(cast) -> None:
    client = cast.client_for()
    sign_in(client, cast.bob.person.email)
    key = client.session.session_key
    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:settings")).status_code == 302
    assert access_frames(cast, cast.bob) == [{"op": "end", "session": session_hash(key)}]
    assert not UserSession.objects.filter(session_key=key).exists()


def test_nobody_signs_up_by_themselves(cast) -> None:
    assert b"by invitation" in cast.client_for().get(reverse("account_signup")).content
    answer = cast.client_for().post(
        reverse("account_signup"), {"email": "me@x.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert b"by invitation" in answer.content


def reset_link(address: str) -> str:
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [address])
    return re.search(r"https?://[^/]+(/\S+)", letter.body)[1]


def choose_new_password(client, link: str, password: str):
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password})


def test_a_new_password_comes_by_mail_and_ends_every_session(cast) -> None:
    elsewhere = cast.client_for()
    sign_in(elsewhere, cast.alice.person.email)
    client = cast.client_for()
    client.post(reverse("account_reset_password"), {"email": cast.alice.person.email})
    link = reset_link(cast.alice.person.email)
    assert choose_new_password(client, link, "a fresh and longer one").status_code == 302
    assert elsewhere.get(reverse("accounts:settings")).status_code == 302
    assert [frame["op"] for frame in access_frames(cast, cast.alice)] == ["end"]
    assert sign_in(cast.client_for(), cast.alice.person.email).status_code == 200
    assert sign_in(cast.client_for(), cast.alice.person.email, "a fresh and longer one").status_code == 302
    assert b"no longer works" in cast.client_for().get(link, follow=True).content


def test_an_unknown_address_gets_no_mail_and_the_same_answer(cast) -> None:
    answer = cast.client_for().post(reverse("account_reset_password"), {"email": f"nobody@{cast.mark}.example"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert not [letter for letter in mail.outbox if cast.mark in letter.to[0]]


def test_changing_the_password_asks_for_the_old_one_and_signs_out_the_others(cast) -> None:
    client, elsewhere = cast.client_for(), cast.client_for()
    sign_in(client, cast.bob.person.email)
    sign_in(elsewhere, cast.bob.person.email)
    other_key = elsewhere.session.session_key
    url, new = reverse("account_change_password"), {"password1": "quite another one", "password2": "quite another one"}
    assert client.post(url, {"oldpassword": "wrong", **new}).status_code == 200
    assert client.post(url, {"oldpassword": PASSWORD, **new}).status_code == 302
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert elsewhere.get(reverse("accounts:settings")).status_code == 302
    assert {"op": "end", "session": session_hash(other_key)} in access_frames(cast, cast.bob)
    assert changes(cast, "accounts.sign_in_changed")[0].after == {"sign-in": "password"}


@pytest.mark.parametrize("password", ["short", "password1234"])
def test_a_weak_password_is_refused_with_a_reason(cast, password: str) -> None:
    client = cast.client_for()
    sign_in(client, cast.bob.person.email)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post(reverse("account_change_password"), data)
    assert b"field__error" in answer.content


def test_a_new_address_counts_once_its_mail_was_opened(cast) -> None:
    client, old, new = cast.client_for(), cast.carol.person.email, f"carol-new-{cast.mark}@x.example"
    sign_in(client, old)
    asked = client.post(reverse("account_email"), {"email": new, "action_add": ""})
    client.post(asked["Location"], {"password": PASSWORD, "next": reverse("account_email")})
    cast.carol.person.refresh_from_db()
    assert cast.carol.person.email == old
    client.post(reset_link(new))
    cast.carol.person.refresh_from_db()
    assert cast.carol.person.email == new
    assert list(EmailAddress.objects.filter(user=cast.carol.person).values_list("email", "verified")) == [(new, True)]
    assert sign_in(cast.client_for(), new).status_code == 302
    assert sign_in(cast.client_for(), old).status_code == 200


def test_only_who_is_signed_in_confirms_an_address(cast) -> None:
    """A thief made the account with a link shown to them; the true owner opens the mail that asks to confirm."""
    client, new = cast.client_for(), f"carol-new-{cast.mark}@x.example"
    ask_for(client, cast, new, cast.carol.person.email)
    link = reset_link(new)
    for browser in (cast.client_for(), cast.client_for(cast.bob)):
        for answer in (browser.get(link), browser.post(link)):
            assert (answer.status_code, reverse("account_login") in answer["Location"]) == (302, True)
        cast.carol.person.refresh_from_db()
        assert cast.carol.person.email != new
    assert client.get(link).status_code == 200
    client.post(link)
    cast.carol.person.refresh_from_db()
    assert cast.carol.person.email == new


def ask_for(client, cast, new: str, present: str):
    """Ask to change to `new`, as somebody who is signed in and knows the password."""
    sign_in(client, present)
    asked = client.post(reverse("account_email"), {"email": new, "action_add": ""})
    if asked.status_code == 302:
        client.post(asked["Location"], {"password": PASSWORD, "next": reverse("account_email")})
    return asked


def letters_to(address: str) -> list:
    return [letter for letter in mail.outbox if letter.to == [address]]


def test_an_address_that_waits_gets_no_new_password_and_signs_nobody_in(cast) -> None:
    carol, theirs = cast.carol.person, f"evil-{cast.mark}@x.example"
    ask_for(cast.client_for(), cast, theirs, carol.email)
    told = len(letters_to(theirs))
    cast.client_for().post(reverse("account_reset_password"), {"email": theirs})
    assert len(letters_to(theirs)) == told == 1
    assert sign_in(cast.client_for(), theirs).status_code == 200
    assert sign_in(cast.client_for(), carol.email).status_code == 302


def test_a_new_password_by_mail_forgets_the_address_that_waits(cast) -> None:
    """Somebody knew Carol's password and asked to change her address; she takes her account back."""
    carol, theirs = cast.carol.person, f"evil-{cast.mark}@x.example"
    ask_for(cast.client_for(), cast, theirs, carol.email)
    client = cast.client_for()
    client.post(reverse("account_reset_password"), {"email": carol.email})
    choose_new_password(client, reset_link(carol.email), "a fresh and longer one")
    assert client.post(reset_link(theirs)).status_code == 404
    carol.refresh_from_db()
    assert list(EmailAddress.objects.filter(user=carol).values_list("email", flat=True)) == [carol.email]
    assert sign_in(cast.client_for(), carol.email, "a fresh and longer one").status_code == 302


def test_a_changed_password_forgets_it_too(cast) -> None:
    carol, theirs = cast.carol.person, f"evil-{cast.mark}@x.example"
    ask_for(cast.client_for(), cast, theirs, carol.email)
    client = cast.client_for()
    sign_in(client, carol.email)
    new = {"password1": "quite another one", "password2": "quite another one"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert client.post(reset_link(theirs)).status_code == 404
    assert not EmailAddress.objects.filter(email=theirs).exists()


def test_an_unproven_address_is_proven_before_it_is_changed(cast) -> None:
    for person in (cast.dora.person, cast.bob.person):
        EmailAddress.objects.filter(user=person).update(verified=False)
        client, new = cast.client_for(), f"new-{person.pk}@x.example"
        page = ask_for(client, cast, new, person.email)
    assert b"First show that" in page.content
    assert b"Send again" in page.content
    person.refresh_from_db()
    assert list(EmailAddress.objects.filter(user=person).values_list("email", flat=True)) == [person.email]
    client.post(reverse("account_email"), {"email": person.email, "action_send": ""})
    client.post(reset_link(person.email))
    assert ask_for(client, cast, new, person.email).status_code == 302


def test_an_address_is_not_made_ones_own_by_choosing_it(cast) -> None:
    person, theirs = cast.bob.person, f"evil-{cast.mark}@x.example"
    EmailAddress.objects.filter(user=person).update(verified=False)
    EmailAddress.objects.create(user=person, email=theirs)
    client = cast.client_for()
    sign_in(client, person.email)
    asked = client.post(reverse("account_email"), {"email": theirs, "action_primary": ""})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": theirs, "action_primary": ""})
    old = person.email
    person.refresh_from_db()
    assert person.email == old
    assert b"Open the mail that was sent" in client.get(asked["Location"]).content


def test_many_wrong_passwords_are_slowed_down(cast, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    answers = [sign_in(cast.client_for(), cast.dora.person.email, "wrong") for _ in range(5)]
    assert b"Too many" in answers[-1].content
    assert sign_in(cast.client_for(), cast.dora.person.email).status_code == 200
