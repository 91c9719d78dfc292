"""Web Push: what is new reaches a person's own devices, sealed, once, and nobody else's."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.db.models import Q
from django.urls import reverse

from accounts.zones import WEEKDAYS
from core import clock
from inbox.notifications import ASSIGNED, WAITING
from tests.inbox import trail
from tests.support import hints
from tests.support.push_service import HANG, claims_of
from timeline.kinds import kinds
from timeline.models import Notification, PushDevice
from timeline.push import post, sending
from timeline.push.base64url import decoded, encoded
from timeline.push.encryption import encrypt
from timeline.push.endpoints import is_known
from timeline.push.message import Message, tag_of
from timeline.push.vapid import private_key, public_text

pytestmark = [pytest.mark.covers("L4"), pytest.mark.usefixtures("no_worker", "push_service")]

DEVICES = "api:notification-devices"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
EVERY = [kind.code for kind in kinds()]


@pytest.fixture(autouse=True)
def _nothing_asked_yet() -> None:
    hints.forget()


class Device:
    """A signed-in browser that is subscribed."""

    def __init__(self, cast, service, member, subscriber=None) -> None:
        self.client = cast.client_for(member, HTTP_USER_AGENT=CHROME)
        self.browser = subscriber or service.subscriber()
        self.answer = self.ask("post", DEVICES, **self.browser.subscription)

    def ask(self, method, name, *args, **said):
        url = reverse(name, args=args)
        return getattr(self.client, method)(url, json.dumps(said), content_type="application/json")

    @property
    def id(self) -> str:
        return self.answer.json()["id"]

    @property
    def listed(self) -> list[dict]:
        return self.client.get(reverse(DEVICES)).json()["results"]


@pytest.fixture
def device(cast, push_service):
    """`device(cast.bob)`: one more browser of his that is subscribed."""
    return lambda member, subscriber=None: Device(cast, push_service, member, subscriber)


def work(cast) -> None:
    """What workers do: read the ledger, wait their seconds, send."""
    trail.settle(cast)
    hints.do("timeline.push", "timeline.push_to")


def test_the_example_of_rfc_8291() -> None:
    sealed = encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh=decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        auth=decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        sender=private_key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert encoded(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_who_subscribed_is_told_and_nobody_can_read_it_on_the_way(cast, device) -> None:
    bob = device(cast.bob)
    conversation = cast.conversation(visitor=cast.visitor("Vera"))
    work(cast)
    (told,) = bob.browser.told
    assert told == {
        "title": "Vera",
        "text": "waits for somebody to answer",
        "href": reverse("inbox:conversation", args=[conversation.pk]),
        "tag": tag_of(f"inbox.conversation/{conversation.pk}"),
        "always": False,
    }
    (request,) = bob.browser.requests
    assert b"Vera" not in request.body
    wanted = {"ttl": "86400", "urgency": "high", "topic": told["tag"], "content-encoding": "aes128gcm"}
    assert {name: request.headers[name] for name in wanted} == wanted
    assert len(told["tag"]) == 32
    assert bob.listed[0]["last_used_at"] is not None


def test_the_push_service_can_tell_who_sends_and_until_when(cast, device, push_service) -> None:
    bob = device(cast.bob)
    cast.conversation()
    work(cast)
    (request,) = bob.browser.requests
    claims = claims_of(request)
    assert claims["aud"] == push_service.origin
    assert 0 < claims["exp"] - clock.now().timestamp() <= 24 * 3600
    assert claims["sub"].startswith(("mailto:", "https:"))
    assert request.headers["authorization"].endswith(f"k={public_text(configured.VAPID_PRIVATE_KEY)}")


def test_it_waits_some_seconds_and_what_was_read_meanwhile_is_not_pushed(cast, device) -> None:
    bob, carol = device(cast.bob), device(cast.carol)
    cast.conversation()
    trail.settle(cast)
    assert [5 < wait <= 10 for wait, _ in hints.asked("timeline.push")] == [True, True]
    with cast.scope():
        Notification.mark_read(cast.bob)
    hints.do("timeline.push", "timeline.push_to")
    assert (bob.browser.told, len(carol.browser.told)) == ([], 1)


def test_what_is_read_between_two_tries_is_not_pushed(cast, device, push_service) -> None:
    bob = device(cast.bob)
    push_service.answer(500)
    cast.conversation()
    work(cast)
    with cast.scope():
        Notification.mark_read(cast.bob)
    hints.do("timeline.push_to")
    assert len(bob.browser.requests) == 1


def test_who_has_no_device_costs_no_task(cast, device) -> None:
    device(cast.bob)
    cast.conversation()
    trail.settle(cast)
    assert len(hints.asked("timeline.push")) == 1


def week(**quiet) -> dict[str, str]:
    spans = {f"quiet_hours-{day}-0": span for day, span in quiet.items()}
    return {f"{name}-{end}": at for name, span in spans.items() for end, at in zip(("from", "to"), span, strict=True)}


@pytest.mark.parametrize(
    "wishes",
    [
        {"kinds": EVERY, "devices": [ASSIGNED]},
        {"kinds": [ASSIGNED], "devices": EVERY},
        {"kinds": EVERY, "devices": EVERY, **week(**dict.fromkeys(WEEKDAYS, ("08:00", "08:00")))},
    ],
    ids=["not on devices", "muted", "quiet hours"],
)
def test_devices_keep_still_where_their_person_wishes_so(cast, device, wishes) -> None:
    bob, carol = device(cast.bob), device(cast.carol)
    bob.client.post(reverse("timeline:preferences"), {"desktop": EVERY, **wishes})
    cast.conversation()
    work(cast)
    assert (bob.browser.told, len(carol.browser.told)) == ([], 1)


def test_what_is_old_is_not_pushed_any_more(cast, device) -> None:
    bob = device(cast.bob)
    cast.conversation()
    trail.settle(cast)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        hints.do("timeline.push", "timeline.push_to")
    assert bob.browser.told == []


HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe " + "\U0001f600" * 300


def test_hostile_and_long_names_are_short_plain_text(cast, device) -> None:
    bob = device(cast.bob)
    cast.conversation(visitor=cast.visitor(HOSTILE[:120]))
    work(cast)
    (told,) = bob.browser.told
    assert told["title"].startswith("<img src=x onerror=alert(1)>gnp.exe"), "shown as text, without the override"
    assert len(told["title"]) <= 100


def test_every_message_fits_one_record_by_construction() -> None:
    most = Message(HOSTILE * 9, '"\\' * 5000, "/" + "x" * 9000, tag=tag_of("x"))
    assert len(most.body()) < 3000
    assert json.loads(most.body())["href"] == "/notifications/"


def test_all_about_one_subject_has_one_tag(cast, device) -> None:
    bob = device(cast.bob)
    conversation = cast.conversation()
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob)
    work(cast)
    assert len(bob.browser.told) == 2
    assert len({told["tag"] for told in bob.browser.told}) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_ended_is_forgotten(cast, device, push_service, status) -> None:
    bob = device(cast.bob)
    push_service.answer(status)
    cast.conversation()
    work(cast)
    assert bob.listed == []
    assert hints.asked("timeline.push_to") == []


@pytest.mark.parametrize(
    ("status", "headers", "waits"),
    [(500, {}, 30), (429, {}, 30), (429, {"Retry-After": "90"}, 90), (503, {"Retry-After": "nonsense"}, 30)],
)
def test_a_push_service_that_is_busy_is_asked_again_later(cast, device, push_service, status, headers, waits) -> None:
    bob = device(cast.bob)
    push_service.answer(status, **headers)
    cast.conversation()
    work(cast)
    ((wait, _),) = hints.asked("timeline.push_to")
    assert waits - 10 < wait <= waits
    hints.do("timeline.push_to")
    assert len(bob.browser.requests) == 2
    assert len({told["tag"] for told in bob.browser.told}) == 1, "if both arrive, the second replaces the first"
    assert hints.asked("timeline.push_to") == []


def test_the_tries_end(cast, device, push_service) -> None:
    bob = device(cast.bob)
    for _ in range(9):
        push_service.answer(500)
    cast.conversation()
    work(cast)
    for _ in range(9):
        hints.do("timeline.push_to")
    assert len(bob.browser.requests) == 5
    assert len(bob.listed) == 1


def test_one_that_asks_for_hours_is_left_alone(cast, device, push_service) -> None:
    device(cast.bob)
    push_service.answer(429, Retry_After="86400")
    cast.conversation()
    work(cast)
    assert hints.asked("timeline.push_to") == []


def test_a_push_service_that_hangs_keeps_no_other_waiting(cast, device, push_service, monkeypatch) -> None:
    monkeypatch.setattr(post, "TIMEOUT", 0.3)
    devices = [device(cast.bob), device(cast.carol)]
    push_service.answer(HANG)
    cast.conversation()
    work(cast)
    assert [len(each.browser.requests) for each in devices] == [1, 1]
    assert len(hints.asked("timeline.push_to")) == 1, "the one that hung is tried again"


def test_no_redirect_is_followed(cast, device, push_service) -> None:
    bob, elsewhere = device(cast.bob), push_service.subscriber()
    push_service.answer(302, Location=elsewhere.endpoint)
    cast.conversation()
    work(cast)
    assert (len(bob.browser.requests), elsewhere.requests) == (1, [])
    assert hints.asked("timeline.push_to") == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QA",
        "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
    ],
)
def test_the_services_of_the_browsers_are_known(endpoint) -> None:
    assert is_known(endpoint)


FORGED = [
    "https://evil.example/push",
    "http://fcm.googleapis.com/fcm/send/x",
    "https://fcm.googleapis.com:8443/fcm/send/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilpush.apple.com.example/x",
    "https://push.apple.com.evil.example/x",
    "https://fcm.googleapis.com\\@evil.example/x",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "https://127.0.0.1/x",
    "http://127.0.0.1:6379/x",
    "https://[::1]/x",
    "https://10.0.0.1/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/x",
    "file:///etc/passwd",
    "//fcm.googleapis.com/x",
    "https://fcm.googleapis.com/" + "x" * 10_000,
    "<script>alert(1)</script>",
    "",
]


@pytest.mark.parametrize("endpoint", FORGED, ids=lambda each: each[:40])
def test_forged_endpoints_are_refused(cast, device, endpoint) -> None:
    bob = device(cast.bob)
    answer = bob.ask("post", DEVICES, **{**bob.browser.subscription, "endpoint": endpoint})
    assert answer.status_code in (400, 422), answer.content
    assert [each["id"] for each in bob.listed] == [bob.id], "nothing was changed"


def test_what_is_not_to_be_reached_any_more_is_asked_no_more(cast, device, settings) -> None:
    bob = device(cast.bob)
    settings.PUSH_SERVICES = []
    cast.conversation()
    work(cast)
    assert bob.browser.requests == []


@pytest.mark.parametrize("wrong", [{"p256dh": "AAAA"}, {"p256dh": "B" * 87}, {"auth": "AAAA"}, {"auth": "<b>"}])
def test_keys_that_are_none_are_refused(cast, device, wrong) -> None:
    bob = device(cast.bob)
    answer = bob.ask("post", DEVICES, **{**bob.browser.subscription, **wrong})
    assert (answer.status_code, answer.json()["error"]) == (422, "push_keys_wrong")


def test_devices_are_listed_and_taken_off(cast, device) -> None:
    first, second = device(cast.bob), device(cast.bob)
    assert first.answer.status_code == 201
    assert [(each["name"], each["current"]) for each in first.listed] == [
        ("Chrome, Linux", False),
        ("Chrome, Linux", True),
    ]
    page = first.client.get(reverse("timeline:preferences")).content.decode()
    assert page.count("Chrome, Linux") == 2
    assert page.count("pill--good") == 1
    assert second.ask("delete", "api:notification-device", first.id).status_code == 204
    first.client.post(reverse("timeline:device-end", args=[second.id]))
    assert first.listed == []
    cast.conversation()
    work(cast)
    assert first.browser.requests == second.browser.requests == []


def test_the_same_browser_twice_is_one_device(cast, device) -> None:
    bob = device(cast.bob)
    again = bob.ask("post", DEVICES, **bob.browser.subscription)
    assert again.json()["id"] == bob.id
    fresh = bob.browser.service.subscriber()
    bob.ask("post", DEVICES, **fresh.subscription)
    assert len(bob.listed) == 1, "a new endpoint of one session stands in the place of the old"
    cast.conversation()
    work(cast)
    assert (bob.browser.told, len(fresh.told)) == ([], 1)


def test_a_person_has_so_many_devices_and_no_more(cast, device) -> None:
    devices = [device(cast.bob) for _ in range(PushDevice.MOST + 2)]
    assert {each["id"] for each in devices[0].listed} == {each.id for each in devices[2:]}


def test_an_endpoint_belongs_to_who_subscribed_last_over_all_firms(cast, device) -> None:
    bob = device(cast.bob)
    carol = device(cast.carol, bob.browser)
    assert (bob.listed, len(carol.listed)) == ([], 1)
    boris = device(cast.boris, bob.browser)
    assert (carol.listed, len(boris.listed)) == ([], 1)
    cast.conversation()
    work(cast)
    assert bob.browser.requests == []


@pytest.mark.parametrize("who", ["carol", "boris"])
def test_nobody_sees_ends_or_renews_anothers(cast, device, who) -> None:
    bob, other = device(cast.bob), device(getattr(cast, who))
    assert [each["id"] for each in other.listed] == [other.id]
    assert other.ask("delete", "api:notification-device", bob.id).status_code == 404
    assert other.client.post(reverse("timeline:device-end", args=[bob.id])).status_code == 404
    renewal = {**other.browser.subscription, "was": bob.browser.endpoint}
    assert other.ask("put", DEVICES, **renewal).status_code == 404
    assert other.ask("post", "api:notification-devices-test").status_code == 204
    hints.do("timeline.push_to")
    assert (bob.browser.told, len(other.browser.told)) == ([], 1)
    assert [each["id"] for each in bob.listed] == [bob.id]


def test_a_test_goes_to_ones_own_devices(cast, device) -> None:
    bob, carol = device(cast.bob), device(cast.carol)
    answer = bob.client.post(reverse("timeline:devices-test"), follow=True)
    assert "A test is on its way" in answer.content.decode()
    hints.do("timeline.push_to")
    assert [(each["title"], each["always"]) for each in bob.browser.told] == [("A test", True)]
    assert carol.browser.told == []
    with cast.scope():
        PushDevice.objects.filter(membership=cast.bob).delete()
    answer = bob.client.post(reverse("timeline:devices-test"), follow=True)
    assert "Turn them on in this browser first." in answer.content.decode()


ENDS = {
    "signs out": lambda cast, bob: bob.client.post(reverse("account_logout")),
    "signs out everywhere": lambda cast, bob: cast.client_for(cast.bob).post(reverse("accounts:sessions-end")),
    "leaves the firm": lambda cast, bob: leave(cast),
}


def leave(cast) -> None:
    with cast.scope():
        cast.bob.end(by=cast.alice)


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("settled", [True, False], ids=["afterwards", "at once"])
def test_a_browser_is_told_nothing_once_its_person(cast, device, how, settled) -> None:
    bob = device(cast.bob)
    cast.conversation()
    trail.settle(cast)
    ENDS[how](cast, bob)
    if settled:
        trail.settle(cast)
        with cast.scope():
            assert not PushDevice.objects.filter(membership=cast.bob).exists()
    hints.do("timeline.push", "timeline.push_to")
    assert bob.browser.requests == []


def test_a_session_that_ran_out_is_told_nothing_until_its_person_is_back(cast, device) -> None:
    bob = device(cast.bob)
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        cast.conversation()
        work(cast)
        assert bob.browser.requests == []
        back = cast.client_for(cast.bob)
        renewal = json.dumps({**bob.browser.subscription, "was": bob.browser.endpoint})
        answer = back.put(reverse(DEVICES), renewal, content_type="application/json")
        assert (answer.status_code, answer.json()["id"], answer.json()["current"]) == (200, bob.id, True)
        cast.conversation()
        work(cast)
        assert len(bob.browser.told) == 1


def test_a_browser_whose_endpoint_changed_says_so(cast, device, push_service) -> None:
    bob, fresh = device(cast.bob), push_service.subscriber()
    renewal = {**fresh.subscription, "was": bob.browser.endpoint}
    assert bob.ask("put", DEVICES, **renewal).status_code == 200
    assert len(bob.listed) == 1
    bob.ask("delete", "api:notification-device", bob.listed[0]["id"])
    assert bob.ask("put", DEVICES, **{**renewal, "was": fresh.endpoint}).status_code == 404, "it was taken off"


def test_where_it_is_not_set_up_the_page_says_how(cast, device, settings) -> None:
    bob = device(cast.bob)
    settings.VAPID_PRIVATE_KEY = ""
    page = bob.client.get(reverse("timeline:preferences")).content.decode()
    assert "makes a VAPID_PRIVATE_KEY" in page
    answer = bob.ask("post", DEVICES, **bob.browser.subscription)
    assert (answer.status_code, answer.json()["error"]) == (409, "push_not_set_up")
    cast.conversation()
    work(cast)
    assert bob.browser.requests == []


def test_another_firms_notification_reaches_no_device_here(cast, device) -> None:
    """A task that names foreign ids finds nothing."""
    bob, boris = device(cast.bob), device(cast.boris)
    cast.conversation()
    trail.settle(cast)
    ((_, said),) = hints.asked("timeline.push")
    hints.forget()
    sending.push(cast.borealis.pk, said["notification_id"])
    assert sending.push_to(cast.acme.pk, boris.id, said["notification_id"], 0) is None
    assert hints.asked("timeline.push_to") == []
    with cast.scope():
        carols = Notification.objects.filter(~Q(membership=cast.bob), kind=WAITING).first()
    assert sending.push_to(cast.acme.pk, bob.id, carols.pk, 0) is None
    assert bob.browser.requests == boris.browser.requests == []
