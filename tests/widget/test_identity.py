"""Signed-in visitors: one conversation on every device, history that joins, tokens that die, and addresses that open nothing."""

import threading

import pytest
from django.db import connections
from django.urls import reverse

from core.ids import uuid7
from crm.models import Contact
from inbox.models import Conversation, Visitor, VisitorIdentity
from ledger.models import Change, StreamFrame
from tests.live.page import Page
from tests.widget.frame_client import FrameClient, arrived
from tests.widget.signing import FirmServer
from tests.widget.test_socket import DOOR, ticket

pytestmark = pytest.mark.covers("W3")


@pytest.fixture
def firm(cast) -> FirmServer:
    return FirmServer(cast, cast.website)


def identify(frame: FrameClient, token: str):
    answer = frame.call("POST", "api/identity", {"key": str(frame.inbox.key), "token": token})
    assert answer.status_code in (200, 201), answer.content
    frame.token = answer.json()["token"] or frame.token
    return answer.json()


def signed_in(firm: FirmServer, **claims) -> FrameClient:
    frame = FrameClient(firm.inbox)
    identify(frame, firm.token(**claims))
    return frame


def said(frame: FrameClient) -> list[str]:
    found = frame.conversation()
    return [message["body"] for message in found["messages"]] if found else []


def test_what_was_written_anonymously_is_theirs_on_every_device(cast, firm):
    desk = arrived(cast.website)
    desk.write("About my divorce")
    told = identify(desk, firm.token(sub="u-7", name="Vera Vogel", email="vera@acme.example"))
    assert [message["body"] for message in told["conversation"]["messages"]] == ["About my divorce"]
    assert told["contact"] == {"name": "Vera Vogel", "email": "vera@acme.example", "phone": ""}
    phone = signed_in(firm, sub="u-7")
    assert said(phone) == ["About my divorce"]
    phone.write("From the phone")
    assert said(desk) == ["About my divorce", "From the phone"]
    with cast.scope():
        conversation = Conversation.objects.select_related("contact", "identity").get()
        assert (conversation.identity.subject, conversation.contact.name) == ("u-7", "Vera Vogel")
        assert Contact.objects.count() == 1


def test_the_anonymous_token_dies_at_once(server, cast, firm):
    frame = arrived(cast.website)
    stream = frame.write("Before").json()["conversation"]["stream"]
    old = FrameClient(cast.website, frame.token)
    kept = ticket(old)
    with Page(server, ticket(old), door=DOOR) as page:
        assert page.subscribe(stream)["op"] == "subscribed"
        identify(frame, firm.token())
        assert page.until_closed() == 4403
    assert old.write("After").status_code == 401
    assert old.call("GET", "api/conversation").status_code == 401
    assert old.call("POST", "api/ticket", {}).status_code == 401
    with Page(server, kept, door=DOOR) as page:  # a ticket from before is worth nothing either
        assert page.until_closed() == 4403
    again = old.session()
    assert (again["conversation"], again["identity"]) == (None, None)
    assert said(frame) == ["Before"]


def test_the_same_token_again_is_the_same_browser(cast, firm):
    frame, token = FrameClient(cast.website), firm.token()
    assert identify(frame, token)["token"]
    assert identify(frame, token)["token"] is None
    assert identify(frame, firm.token(name="Vera"))["token"] is None
    with cast.scope():
        assert Visitor.objects.count() == 1


def test_another_person_at_the_same_browser_sees_nothing_of_the_first(cast, firm):
    frame = signed_in(firm, sub="u-1")
    frame.write("Mine alone")
    first = FrameClient(cast.website, frame.token)
    identify(frame, firm.token(sub="u-2"))
    assert said(frame) == []
    assert first.call("GET", "api/conversation").status_code == 401
    assert said(signed_in(firm, sub="u-1")) == ["Mine alone"]


def test_signing_out_ends_it_and_its_token_names_nobody_again(cast, firm):
    frame, token = FrameClient(cast.website), firm.token(jti="once")
    identify(frame, token)
    frame.write("Mine")
    assert frame.call("DELETE", "api/identity").status_code == 204
    assert frame.write("Still?").status_code == 401
    anonymous = frame.session()
    assert (anonymous["identity"], anonymous["conversation"]) == (None, None)
    for replayed in (token, firm.token(jti="once", name="anew")):
        answer = frame.call("POST", "api/identity", {"key": str(cast.website.key), "token": replayed})
        assert answer.json()["error"] == "token_signed_out"
    identify(frame, firm.token(jti="twice"))
    assert said(frame) == ["Mine"]


def test_both_devices_hear_of_the_first_message_live(server, cast, firm):
    desk, phone = signed_in(firm), signed_in(firm)
    identity = phone.session()["identity"]
    with Page(server, ticket(phone), door=DOOR) as page:
        page.subscribe(identity["stream"], after=identity["after"])
        desk.write("First")
        page.until(lambda said: said.get("op") == "conversation")
        found = phone.conversation()
        page.subscribe(found["stream"], after=found["after"])
        desk.write("Second")
        assert page.until(lambda said: said.get("op") == "upsert")["message"]["body"] == "Second"
    stranger = signed_in(firm, sub="u-2")
    with Page(server, ticket(stranger), door=DOOR) as page:
        for stream in (identity["stream"], found["stream"]):
            assert page.subscribe(stream, after=0)["op"] == "denied"


def test_two_devices_that_begin_at_once_begin_one_conversation(cast, firm):
    frames = [signed_in(firm), signed_in(firm)]
    start = threading.Barrier(2)

    def write(frame: FrameClient) -> None:
        start.wait()
        frame.write("At once")
        connections.close_all()

    threads = [threading.Thread(target=write, args=[frame]) for frame in frames]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said(frames[0]) == ["At once", "At once"]


@pytest.mark.parametrize(
    ("claims", "joins"),
    [
        ({"email": "vera@client.example", "email_verified": True}, True),
        ({"email": "VERA@client.example", "email_verified": True}, True),
        ({"email": "vera@client.example"}, False),
        ({"email": "vera@client.example", "email_verified": False}, False),
        ({"email_verified": True}, False),
    ],
    ids=["proven", "proven-in-capitals", "unproven", "said-to-be-unproven", "no-address"],
)
def test_a_proven_address_joins_whom_the_firm_knows_and_opens_nothing(cast, firm, claims, joins):
    with cast.scope():
        known = Contact.objects.create(name="Vera Vogel", email="vera@client.example")
    frame = signed_in(firm, **claims)
    assert said(frame) == []
    frame.write("Hello")
    with cast.scope():
        assert (Conversation.objects.get().contact_id == known.pk) is joins


def test_an_address_that_a_browser_typed_joins_nobody(cast, firm):
    """Somebody who types your address does not become you, and you do not get what they wrote."""
    stranger = arrived(cast.website)
    stranger.write("I am Vera, believe me")
    stranger.call("PUT", "api/contact", {"email": "vera@client.example"})
    vera = signed_in(firm, email="vera@client.example", email_verified=True)
    vera.write("The true Vera")
    assert said(vera) == ["The true Vera"]
    assert said(stranger) == ["I am Vera, believe me"]
    with cast.scope():
        assert Conversation.objects.values("contact").distinct().count() == 2


def test_two_with_one_address_are_not_guessed_at(cast, firm):
    with cast.scope():
        for name in ("Vera", "Her daughter"):
            Contact.objects.create(name=name, email="home@client.example")
    signed_in(firm, email="home@client.example", email_verified=True).write("Hello")
    with cast.scope():
        assert Contact.objects.count() == 3


def test_a_colleague_who_joins_contacts_opens_no_door(cast, firm):
    """Whose contact it is says nothing of who may read: an anonymous browser of the same contact stays outside."""
    vera = signed_in(firm)
    vera.write("In confidence")
    other = arrived(cast.website)
    other.write("Hello")
    with cast.scope():
        contact = VisitorIdentity.objects.get().contact
        Visitor.objects.filter(token_hash=Visitor.hash(other.token)).update(contact=contact)
        Conversation.objects.filter(identity=None).update(contact=contact)
    assert said(other) == ["Hello"]
    assert said(vera) == ["In confidence"]


def test_what_was_known_of_the_visitor_goes_along_and_the_trail_tells_it(cast, firm):
    with cast.scope():
        known = Contact.objects.create(email="vera@client.example")
    frame = arrived(cast.website)
    frame.write("Hello")
    frame.call("PUT", "api/contact", {"name": "Vera", "phone": "+442079460000"})
    with cast.scope():
        before = Conversation.objects.get().contact_id
    identify(frame, firm.token(email="vera@client.example", email_verified=True))
    with cast.scope():
        conversation = Conversation.objects.select_related("contact").get()
        assert conversation.contact_id == known.pk
        assert (conversation.contact.name, conversation.contact.phone) == ("Vera", "+442079460000")
        assert Contact.objects.get(pk=before).merged_into_id == known.pk
        told = dict(Change.objects.filter(subject_id=str(conversation.pk)).values_list("kind", "after"))
        assert told["inbox.conversation_verified"]["verified_as"] == "u-1"
        assert Change.objects.filter(kind="crm.contact_merged", subject_id=str(known.pk)).exists()
    agent = cast.client_for(cast.bob)
    page = agent.get(f"/inbox/conversations/{conversation.pk}/").content.decode()
    assert 'aria-label="verified"' in page
    assert "The client signed in on your website" in page
    assert agent.get(reverse("crm:contact", args=[before])).url == known.get_absolute_url()
    history = agent.get(f"/inbox/conversations/{conversation.pk}/history/").content.decode()
    assert "Signed in on your website as" in history


def test_colleagues_see_it_live(cast, firm):
    frame = arrived(cast.website)
    frame.write("Hello")
    identify(frame, firm.token())
    with cast.scope():
        conversation = Conversation.objects.get()
        told = StreamFrame.objects.filter(stream=f"conversation:{conversation.pk}").values_list("body", flat=True)
        heads = [body for body in told if f'"id":"head-{conversation.pk}"' in body]
        assert "verified" in heads[-1]
        assert any(f'"op":"upsert","id":"row-{conversation.pk}"' in body for body in rows(cast))


def rows(cast) -> list[str]:
    return list(StreamFrame.objects.filter(stream=f"inbox:{cast.website.pk}").values_list("body", flat=True))


def test_a_retry_under_the_new_token_is_the_same_message(cast, firm):
    """The answer was lost, the visitor signed in, the outbox tries again."""
    frame, id = arrived(cast.website), uuid7()
    frame.write("Only once", id)
    identify(frame, firm.token())
    assert frame.write("Only once", id).status_code == 201
    assert said(frame) == ["Only once"]


def test_where_sign_in_is_asked_for_others_read_and_do_not_write(cast, firm):
    known = arrived(cast.website)
    known.write("Before")
    with cast.scope():
        cast.website.change(by=cast.alice, identity_required=True)
    assert known.write("After").json()["error"] == "identity_required"
    assert said(known) == ["Before"]
    new = FrameClient(cast.website).session()
    assert (new["token"], new["inbox"]["identified_only"]) == (None, True)
    assert signed_in(firm).write("Signed in").status_code == 201


def test_keys_are_made_shown_once_and_ended_in_the_settings(cast):
    alice, url = cast.client_for(cast.alice), f"/settings/inboxes/{cast.website.pk}/identity/"
    page = alice.post(url, {"algorithm": "HS256"})
    assert page.status_code == 200
    assert "shown only this once" in page.content.decode()
    assert page["Cache-Control"].count("no-store") == 1
    again = alice.get(url).content.decode()
    assert "shown only this once" not in again
    assert f"aud&quot;: &quot;{cast.website.key}" in again
    assert alice.post(url, {"algorithm": "ES256", "public": "nonsense"}).status_code == 422
    secret = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----"
    refused = alice.post(url, {"algorithm": "EdDSA", "public": secret})
    assert refused.status_code == 422
    assert "MC4CAQAw" not in refused.content.decode()
    alice.post(url, {"algorithm": "HS256"})
    assert alice.post(url, {"algorithm": "HS256"}).status_code == 422
    with cast.scope():
        kinds = list(Change.objects.filter(kind__contains="identity_key").values_list("actor", flat=True))
    assert kinds == [cast.alice.pk] * 2
    for colleague in (cast.bob, cast.dora):
        assert cast.client_for(colleague).get(url).status_code == 403
    assert cast.client_for(cast.boris).get(url).status_code == 404


def test_keys_over_the_api(cast):
    alice, url = cast.client_for(cast.alice), f"/api/v1/inboxes/{cast.website.pk}/identity-keys/"
    made = alice.post(url, {"algorithm": "HS256"}, content_type="application/json").json()
    assert len(made["secret"]) == 64
    (listed,) = alice.get(url).json()["results"]
    assert "secret" not in listed
    assert alice.delete(f"{url}{made['id']}/").status_code == 204
    assert alice.get(url).json()["results"][0]["ended_at"]
    assert cast.client_for(cast.bob).get(url).status_code == 403
