"""Clients who are blocked, what nobody asked for, and an office of two hundred behind one address."""

import pytest

from core.rate import Rate
from inbox.folders import FOLDERS
from inbox.models import Block, Conversation, Inbox
from inbox.views.widget import rates
from ledger.models import Change, StreamFrame
from tests.live.page import Page
from tests.widget.frame_client import FrameClient, arrived
from tests.widget.signing import FirmServer
from tests.widget.test_identity import identify, said, signed_in
from tests.widget.test_socket import DOOR, ticket

pytestmark = pytest.mark.covers("I15")
CLOSED = "This chat is closed. Please reach us another way."


@pytest.fixture(autouse=True)
def _an_address_of_ones_own(cast, monkeypatch) -> None:
    monkeypatch.setattr(rates, "client_address", lambda request: f"of {cast.mark}")


def the_conversation(cast) -> Conversation:
    with cast.scope():
        return Conversation.objects.select_related("contact").get()


def block(cast, by=None, **said):
    return cast.client_for(by or cast.bob).post(f"/inbox/conversations/{the_conversation(cast).pk}/block/", said)


def holds(cast, name: str) -> int:
    with cast.scope():
        return len(FOLDERS[name].page(cast.bob, list(Inbox.objects.all())))


def test_who_is_blocked_finds_the_chat_closed_and_learns_nothing(cast):
    frame = arrived(cast.website)
    frame.write("Buy my followers")
    answer = block(cast, reason="Sells followers")
    assert answer.status_code == 204
    assert '"undo"' in answer["HX-Trigger"]
    for refused in (
        frame.write("Buy more"),
        frame.upload(b"words", "offer.txt"),
        frame.call("GET", "api/conversation"),
        frame.call("POST", "api/ticket", {}),
        frame.call("PUT", "api/contact", {"name": "Me"}),
    ):
        assert (refused.status_code, refused.json()["message"]) == (403, CLOSED)
    session = frame.session()
    assert (session["inbox"]["closed"], session["conversation"], session["token"]) == (True, None, None)
    assert "Sells" not in str(session)
    conversation = the_conversation(cast)
    assert conversation.reply_seq == 1
    with cast.scope():
        change = Change.objects.get(kind="inbox.client_blocked")
        assert (change.actor, change.after) == (cast.bob.pk, {"blocked": "Sells followers"})
        told = StreamFrame.objects.filter(stream=f"conversation:{conversation.pk}").values_list("body", flat=True)
        assert any("data-blocked" in body for body in told)


def test_lifting_it_brings_everything_back(cast):
    frame = arrived(cast.website)
    frame.write("Hello")
    block(cast)
    block(cast)
    url = f"/inbox/conversations/{the_conversation(cast).pk}/block/"
    assert cast.client_for(cast.bob).delete(url).status_code == 204
    assert frame.write("Thank you").status_code == 201
    assert said(frame) == ["Hello", "Thank you"]
    with cast.scope():
        kinds = list(
            Change.objects.filter(kind__startswith="inbox.client_").order_by("id").values_list("kind", flat=True)
        )
    assert kinds == ["inbox.client_blocked", "inbox.client_unblocked"]


def test_an_open_socket_goes_silent(server, cast):
    frame = arrived(cast.website)
    stream = frame.write("Hello").json()["conversation"]["stream"]
    with Page(server, ticket(frame), door=DOOR) as page:
        page.subscribe(stream)
        block(cast)
        assert page.until(lambda said: said["op"] == "denied")["stream"] == stream


def test_somebody_signed_in_is_blocked_on_every_device(cast):
    firm = FirmServer(cast, cast.website)
    desk, phone = signed_in(firm), signed_in(firm)
    desk.write("Buy my followers")
    block(cast)
    assert phone.write("From the phone").status_code == 403
    third = arrived(cast.website)
    answer = third.call("POST", "api/identity", {"key": str(cast.website.key), "token": firm.token()})
    assert (answer.status_code, answer.json()["error"]) == (403, "inbox_closed")
    answer = desk.call("POST", "api/identity", {"key": str(cast.website.key), "token": firm.token(sub="u-2")})
    assert answer.status_code == 403  # nor as somebody else, from the browser that is blocked


def test_whoever_is_new_from_there_is_given_little_and_who_is_signed_in_is_not_touched(cast):
    frame = arrived(cast.website)
    frame.write("Buy my followers")
    block(cast)
    fresh = [FrameClient(cast.website) for _ in range(4)]
    statuses = [each.call("POST", "api/session", {"key": str(cast.website.key)}).status_code for each in fresh]
    assert statuses == [201, 201, 201, 429]
    colleague = signed_in(FirmServer(cast, cast.website))
    assert [colleague.write("Hello").status_code for _ in range(8)] == [201] * 8


def test_spam_goes_out_of_the_way_and_so_does_what_follows(cast):
    frame = arrived(cast.website)
    frame.write("You have won")
    conversation = the_conversation(cast)
    bob, url = cast.client_for(cast.bob), f"/inbox/conversations/{conversation.pk}/spam/"
    assert bob.post(url).status_code == 204
    assert {name: holds(cast, name) for name in ("all", "unassigned", "closed", "spam")} == {
        "all": 0,
        "unassigned": 0,
        "closed": 0,
        "spam": 1,
    }
    assert frame.write("You have still won").status_code == 201
    assert (the_conversation(cast).is_spam, holds(cast, "spam"), holds(cast, "all")) == (True, 1, 0)
    page = bob.get("/inbox/spam/").content.decode()
    assert "You have still won" in page
    assert bob.delete(url).status_code == 204
    assert (the_conversation(cast).state, holds(cast, "all"), holds(cast, "spam")) == ("open", 1, 0)
    history = bob.get(f"/inbox/conversations/{conversation.pk}/history/").content.decode()
    assert "Spam" in history


def test_only_those_who_may(cast):
    frame = arrived(cast.website)
    frame.write("Hello")
    pk = the_conversation(cast).pk
    for verb in ("spam", "block"):
        assert cast.client_for(cast.dora).post(f"/inbox/conversations/{pk}/{verb}/").status_code == 403
        assert cast.client_for(cast.boris).post(f"/inbox/conversations/{pk}/{verb}/").status_code == 404
    assert frame.write("Still here").status_code == 201


def test_the_settings_list_who_is_blocked_and_let_them_write_again(cast):
    arrived(cast.website).write("Hello")
    block(cast, reason="<b>Rude</b>")
    alice = cast.client_for(cast.alice)
    page = alice.get("/settings/inboxes/blocked/").content.decode()
    assert "&lt;b&gt;Rude&lt;/b&gt;" in page
    with cast.scope():
        (row,) = Block.objects.all()
    assert alice.post(f"/settings/inboxes/blocked/{row.pk}/lifting/").status_code == 302
    with cast.scope():
        assert not Block.objects.exists()


def test_the_api_does_the_same(cast):
    arrived(cast.website).write("Hello")
    bob, alice = cast.client_for(cast.bob), cast.client_for(cast.alice)
    here = f"/api/v1/conversations/{the_conversation(cast).pk}"
    assert bob.post(f"{here}/spam/").json()["state"] == "spam"
    assert bob.delete(f"{here}/spam/").status_code == 204
    made = bob.post(f"{here}/block/", {"reason": "Rude"}, content_type="application/json").json()
    assert [one["id"] for one in alice.get("/api/v1/blocks/").json()["results"]] == [made["id"]]
    assert alice.delete(f"/api/v1/blocks/{made['id']}/").status_code == 204
    assert bob.delete(f"{here}/block/").status_code == 204


def test_an_office_of_two_hundred_behind_one_address_is_let_in(cast, rf, settings):
    settings.NEW_VISITORS_PER_HOUR = 600
    request, inbox = rf.get("/"), str(cast.website.pk)
    for what in ("session", "message", "ticket", "identify", "contact", "read"):
        for person in range(200):
            rates.limit(request, what, token=f"{cast.mark}-{person}", inbox=inbox)


def test_files_are_counted_by_the_hour(cast, monkeypatch):
    monkeypatch.setitem(rates.TOKEN, "uploads", Rate(2, 3600))
    frame = arrived(cast.website)
    answers = [frame.upload(b"words", f"{number}.txt") for number in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[-1]["Retry-After"]) > 600


def test_who_tries_many_forged_tokens_is_told_to_wait(cast):
    firm, frame = FirmServer(cast, cast.website), arrived(cast.website)
    said = {"key": str(cast.website.key), "token": firm.token()[:-4] + "AAAA"}
    statuses = [frame.call("POST", "api/identity", said).status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    identify(frame, firm.token())  # a true one is taken all the same
