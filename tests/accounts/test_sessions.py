"""Where one is signed in, and ending it from elsewhere."""

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from accounts.sessions import session_hash
from tests.accounts.test_sign_in import sign_in
from tests.accounts.told import access_frames

pytestmark = pytest.mark.covers("Z2")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def two(cast):
    """Bob's own browser and one he forgot somewhere."""
    here, there = cast.client_for(), cast.client_for(headers={"User-Agent": FIREFOX})
    for client in (here, there):
        sign_in(client, cast.bob.person.email)
    return here, there


def row_of(client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_each_browser_is_listed_by_name(two) -> None:
    here, _there = two
    page = here.get(reverse("accounts:sessions")).content.decode()
    assert "Firefox, Linux" in page
    assert page.count("Sign out there") == 1
    assert page.count("<span>this browser</span>") == 1


def test_ending_one_signs_it_out_and_closes_its_sockets(cast, two) -> None:
    here, there = two
    key = there.session.session_key
    here.post(reverse("accounts:session-end", args=[row_of(there).pk]))
    assert there.get(reverse("accounts:settings")).status_code == 302
    assert here.get(reverse("accounts:settings")).status_code == 200
    assert access_frames(cast, cast.bob) == [{"op": "end", "session": session_hash(key)}]


def test_ending_all_others_keeps_this_one(cast, two) -> None:
    here, there = two
    here.post(reverse("accounts:sessions-end"))
    assert there.get(reverse("accounts:settings")).status_code == 302
    assert here.get(reverse("accounts:settings")).status_code == 200


def test_nobody_ends_the_session_of_another(cast, two) -> None:
    here, _there = two
    url = reverse("accounts:session-end", args=[row_of(here).pk])
    assert cast.client_for(cast.alice).post(url).status_code == 404
    assert here.get(reverse("accounts:settings")).status_code == 200


def test_a_session_that_works_in_another_firm_ends_there(cast, two) -> None:
    here, there = two
    bob_there = cast.join("Bob Brandt", "agent", firm=cast.borealis, person=cast.bob.person)
    there.post(reverse("accounts:firm-choice", args=[cast.borealis.pk]))
    key = there.session.session_key
    here.post(reverse("accounts:session-end", args=[row_of(there).pk]))
    assert {"op": "end", "session": session_hash(key)} in access_frames(cast, bob_there)


def test_choosing_another_firm_closes_what_is_open_in_this_one(cast, two) -> None:
    here, _there = two
    cast.join("Bob Brandt", "viewer", firm=cast.borealis, person=cast.bob.person)
    assert here.get(reverse("accounts:people")).wsgi_request.membership == cast.bob
    here.post(reverse("accounts:firm-choice", args=[cast.borealis.pk]))
    page = here.get(reverse("accounts:people"))
    assert b"Boris Berg" in page.content
    assert b"Alice Archer" not in page.content
    assert access_frames(cast, cast.bob) == [{"op": "end", "session": session_hash(here.session.session_key)}]


def firm_of(client):
    return client.get(reverse("accounts:settings")).wsgi_request.membership.firm_id


def test_signing_in_starts_in_the_firm_chosen_last(cast, two) -> None:
    """A browser that is signed in already stays where it is."""
    here, there = two
    bob_there = cast.join("Bob Brandt", "viewer", firm=cast.borealis, person=cast.bob.person)
    here.post(reverse("accounts:firm-choice", args=[cast.borealis.pk]))
    here.post(reverse("account_logout"))
    sign_in(here, cast.bob.person.email)
    assert (firm_of(here), firm_of(there)) == (cast.borealis.pk, cast.acme.pk)
    with cast.scope(cast.borealis):
        bob_there.end(by=cast.boris)
    assert firm_of(here) == cast.acme.pk
    here.post(reverse("account_logout"))
    sign_in(here, cast.bob.person.email)
    assert firm_of(here) == cast.acme.pk


def test_a_firm_one_does_not_work_in_cannot_be_chosen(cast) -> None:
    client = cast.client_for(cast.bob)
    assert client.post(reverse("accounts:firm-choice", args=[cast.borealis.pk])).status_code == 404


def test_a_forged_firm_in_the_session_is_not_believed(cast) -> None:
    client = cast.client_for(cast.bob)
    session = client.session
    session["firm"] = cast.borealis.pk
    session.save()
    page = client.get(reverse("accounts:people"))
    assert page.wsgi_request.membership == cast.bob


def test_who_works_in_no_firm_is_told_so(cast) -> None:
    client = cast.client_for()
    sign_in(client, cast.bob.person.email)
    with cast.scope():
        cast.bob.end(by=cast.alice)
    sign_in(client, cast.bob.person.email)
    page = client.get(reverse("accounts:people"))
    assert page.status_code == 403
    assert b"You work in no firm here" in page.content
