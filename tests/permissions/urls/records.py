"""Timelines, a person's own notifications, and snippets."""

import uuid

from tests.cast import Cast
from tests.permissions.url_table import Company, Row
from tests.permissions.urls.inbox import snippet, upload
from timeline.digest.leaving import leaving_link
from timeline.models import Activity, PushDevice, Snippet
from timeline.refs import Ref

OWN = "200 200 200 200 200 302"
OWN_DONE = "204 204 204 204 204 302"

SEEN = "200 200 200 200 404 302"
SHARED = "200 200 403 403 200 302"


def deleted(company: Company) -> list[uuid.UUID]:
    with company.scope():
        Snippet.objects.get(pk=(found := snippet(company))[0]).discard(by=company.alice)
    return found


def words(company: Company) -> dict[str, str]:
    name = f"hi{uuid.uuid4().hex[:20]}"
    return {"shortcut": name, "title": "Hi", "body": "Hello {{contact.name|you}}", "sharing": "firm"}


def own(company: Company) -> dict[str, str]:
    return {**words(company), "sharing": "mine"}


def contact(company: Company) -> list[uuid.UUID]:
    return [company.visitor("Vera").contact_id]


def record(company: Company) -> list[object]:
    return ["contact", *contact(company)]


def logged(company: Company) -> Activity:
    """By Bob, on a contact."""
    about = [Ref("contact", contact(company)[0])]
    with company.scope():
        return Activity.log(by=company.bob, kind="note", body="Prefers mornings", about=about)


def entry(company: Company) -> list[uuid.UUID]:
    activity = logged(company)
    with company.scope():
        return [activity.entries.get().pk]


def activity(company: Company) -> list[uuid.UUID]:
    return [logged(company).pk]


def deleted_activity(company: Company) -> list[uuid.UUID]:
    activity = logged(company)
    with company.scope():
        activity.discard(by=company.bob)
    return [activity.pk]


def note(company: Company) -> dict[str, object]:
    return {"body": "Prefers evenings", "about": [f"contact:{contact(company)[0]}"]}


def subscription(company: Cast) -> dict[str, str]:
    """What a browser gives; the key is the one of RFC 8291's example."""
    return {
        "endpoint": f"https://fcm.googleapis.com/fcm/send/{uuid.uuid4()}",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    }


def a_device(company: Cast) -> list[uuid.UUID]:
    """Alice's, on another browser of hers."""
    with company.scope():
        given = {**subscription(company), "session_key": uuid.uuid4().hex, "name": "Firefox"}
        return [PushDevice.add(company.alice, **given).pk]


def digest_link(company: Company) -> list[str]:
    return [leaving_link(company.alice).rsplit("/", 2)[1]]


ROWS = [
    Row("timelines:entries", SEEN, args=record),
    Row("timelines:log", "201 201 201 403 404 302", "POST", args=record, data=lambda c: {"body": "Hello"}),
    Row("timelines:editing", "200 200 200 403 404 302", args=entry),
    Row("timelines:editing", "422 422 200 403 404 302", "POST", args=entry, data=lambda c: {"body": "Hello"}),
    Row("timelines:pins", SEEN, args=record),
    Row("timelines:also", "200 200 200 403 404 302", args=record),
    Row("timelines:pin", "204 204 204 403 404 302", "POST", args=entry),
    Row("timelines:pin", "204 204 204 403 404 302", "DELETE", args=entry),
    Row("api:entry-pin", "204 204 204 403 404 401", "POST", args=entry),
    Row("api:entry-pin", "204 204 204 403 404 401", "DELETE", args=entry),
    Row("timelines:deletion", "204 204 204 403 404 302", "POST", args=entry),
    Row("timelines:deletion", "204 204 204 403 404 302", "DELETE", args=entry),
    Row("api:timeline", "200 200 200 200 404 401", args=record),
    Row("api:activities", "201 201 201 403 400 401", "POST", data=note),
    Row("api:activity", "200 200 200 200 404 401", args=activity),
    Row("api:activity", "403 403 200 403 404 401", "PATCH", args=activity, data=lambda c: {"body": "Hello"}),
    Row("api:activity", "204 204 204 403 404 401", "DELETE", args=activity),
    Row("api:activity-deletion", "200 200 200 403 404 401", "DELETE", args=deleted_activity),
    Row("timeline:notifications", OWN),
    Row("timeline:reading", OWN_DONE, "POST"),
    Row("timeline:read_one", OWN_DONE, "POST", args=lambda c: [uuid.uuid4()]),
    Row("timeline:preferences", OWN),
    Row("timeline:preferences", "302", "POST", data=lambda c: {"kinds": ["inbox.assigned"]}),
    Row("timeline:digest-off", "200", args=digest_link),
    Row("timeline:digest-off", "200", "POST", args=digest_link),
    Row("timeline:devices-test", "302", "POST"),
    Row("timeline:device-end", "302 404 404 404 404 302", "POST", args=a_device),
    Row("api:notification-devices", "200 200 200 200 200 401"),
    Row("api:notification-devices", "201 201 201 201 201 401", "POST", data=subscription),
    Row("api:notification-devices", "404 404 404 404 404 401", "PUT", data=lambda c: {**subscription(c), "was": "x"}),
    Row("api:notification-devices-test", "409 409 409 409 409 401", "POST"),
    Row("api:notification-device", "204 404 404 404 404 401", "DELETE", args=a_device),
    Row("api:notifications", "200 200 200 200 200 401"),
    Row("api:notifications-reading", "204 204 204 204 204 401", "POST"),
    Row("api:notification-reading", "204 204 204 204 204 401", "POST", args=lambda c: [uuid.uuid4()]),
    Row("api:notification-preferences", "200 200 200 200 200 401"),
    Row("api:notification-preferences", "200 200 200 200 200 401", "PUT", data=lambda c: {"kinds": ["inbox.assigned"]}),
    Row("snippets:list", OWN),
    Row("snippets:new", OWN),
    Row("snippets:new", "302", "POST", data=own),
    Row("snippets:preview", OWN, "POST", data=own),
    Row("snippets:library", SHARED),
    Row("snippets:library", "302 302 403 403 302 302", "POST"),
    Row("snippets:library-removal", "302 302 403 403 302 302", "POST"),
    Row("snippets:snippet", SEEN, args=snippet),
    Row("snippets:snippet", "302 302 422 422 404 302", "POST", args=snippet, data=words),
    Row("snippets:copy", "302 302 302 302 404 302", "POST", args=snippet),
    Row("snippets:deletion", "204 204 403 403 404 302", "POST", args=snippet),
    Row("snippets:deletion", "204 204 403 403 404 302", "DELETE", args=deleted),
    Row("api:snippets", "200 200 200 200 200 401"),
    Row("api:snippets", "201 201 201 201 201 401", "POST", data=own),
    Row("api:snippets-found", "200 200 200 200 200 401"),
    Row("api:snippet-blanks", "200 200 200 200 200 401"),
    Row("api:snippet-library", "201 201 403 403 201 401", "POST"),
    Row("api:snippet-library", "200 200 403 403 200 401", "DELETE"),
    Row("api:snippet", "200 200 200 200 404 401", args=snippet),
    Row("api:snippet", "200 200 403 403 404 401", "PATCH", args=snippet, data=lambda c: {"title": "Hello"}),
    Row("api:snippet", "204 204 403 403 404 401", "DELETE", args=snippet),
    Row("api:snippet-deletion", "200 200 403 403 404 401", "DELETE", args=deleted),
    Row("api:snippet-copy", "201 201 201 201 404 401", "POST", args=snippet),
    Row("api:snippet-files", "201 201 403 403 404 401", "POST", args=snippet, data=upload),
    Row("api:snippet-file", "200 200 403 403 404 401", "DELETE", args=lambda c: [*snippet(c), uuid.uuid4()]),
    Row("api:snippet-filling", "200 200 200 200 404 401", args=snippet),
]
