"""The agents' inbox. Who sees nothing there is told so by 404; who sees but may not, by 403."""

import io
import uuid
from datetime import timedelta
from typing import Any

from core import clock
from inbox.bulk import doing
from inbox.models import Block, Macro, Message, Tag, View
from tests.files.samples import picture
from tests.permissions.url_table import Company, Row
from timeline.models import Snippet

ALL_SEE = "200 200 200 200 200 302"
ALL_SEE_OF_ACME = "200 200 200 200 404 302"
AGENTS_SEE_OF_ACME = "200 200 200 403 404 302"
AGENTS_MAKE = "201 201 201 403 404 302"
AGENTS_DO = "204 204 204 403 404 302"
ALL_DO = "204 204 204 204 404 302"
HIS_SEES = "403 403 200 403 404 302"
OURS_DO = "204 204 204 403 404 302"
API_SEE = "200 200 200 200 404 401"
API_SET = "200 200 200 403 404 401"
API_MAKE = "201 201 201 403 404 401"


def talk(company: Company) -> list[uuid.UUID]:
    return [company.conversation().pk]


def bob_follows(company: Company) -> list[Any]:
    return [*talk(company), company.bob.pk]


def said(company: Company) -> dict[str, str]:
    """A search that finds something in Acme."""
    company.conversation("Is the tender still open?")
    return {"q": "tender"}


def waiting(company: Company) -> list[uuid.UUID]:
    """Bob's file, which waits for his message."""
    conversation = company.conversation()
    with company.scope():
        return [conversation.attach(upload(company)["file"], by=company.bob).pk]


def noted(company: Company) -> list[uuid.UUID]:
    """A note that was edited: everybody who sees it may ask what can be done with it, and its earlier versions."""
    conversation = company.conversation()
    with company.scope():
        note = conversation.note(by=company.bob, body="They are slow")
        note.edit(by=company.bob, body="They pay slowly")
    return [note.pk]


def gone(company: Company) -> list[uuid.UUID]:
    """A note that Bob deleted."""
    (id,) = noted(company)
    with company.scope():
        Message.objects.get(pk=id).withdraw(by=company.bob)
    return [id]


def blocked(company: Company) -> list[uuid.UUID]:
    conversation = company.conversation()
    with company.scope():
        return [Block.put(conversation.contact, by=company.bob).pk]


def upload(company: Company) -> dict[str, io.BytesIO]:
    file = io.BytesIO(picture())
    file.name = "plan.png"
    return {"file": file}


def macro(company: Company) -> list[uuid.UUID]:
    """One of the firm's: everybody who reads sees it."""
    with company.scope():
        steps = [{"do": "note", "body": "Seen"}]
        return [Macro.make(by=company.alice, name="The usual", steps=steps, sharing="firm").pk]


def deleted_macro(company: Company) -> list[uuid.UUID]:
    found = macro(company)
    with company.scope():
        Macro.objects.get(pk=found[0]).discard(by=company.alice)
    return found


def macro_here(company: Company) -> list[uuid.UUID]:
    return [*talk(company), *macro(company)]


def foreign_run(company: Company) -> list[uuid.UUID]:
    """Carol's run: nobody else's to take back."""
    conversation, [id] = company.conversation(), macro(company)
    with company.scope():
        run = Macro.objects.get(pk=id).run(conversation, by=company.carol)
    return [conversation.pk, run.pk]


def built(company: Company) -> dict[str, str]:
    return {"name": "The usual", "sharing": "mine", "step-do": "close"}


def built_for_all(company: Company) -> dict[str, str]:
    return {**built(company), "sharing": "firm"}


MADE = {"name": "The usual", "steps": [{"do": "close"}]}


def snippet(company: Company) -> list[uuid.UUID]:
    with company.scope():
        name = f"hello{uuid.uuid4().hex[:20]}"
        return [Snippet.make(by=company.alice, shortcut=name, title="Hi", body="Hello", sharing="firm").pk]


def two(company: Company) -> list[Any]:
    """Two conversations of one client, in two inboxes."""
    elsewhere = company.visitor(inbox=company.inbox(f"Door {uuid.uuid4().hex}"))
    visitor = company.visitor("Vera")
    elsewhere.contact = visitor.contact
    with company.scope():
        elsewhere.save()
    return [company.conversation("Here", visitor=visitor), company.conversation("There", visitor=elsewhere)]


def here(company: Company) -> list[uuid.UUID]:
    """The first of two; `there` is asked after it."""
    first, company.other = two(company)  # type: ignore[attr-defined]
    return [first.pk]


def there(company: Company) -> dict[str, str]:
    return {"other": str(company.other.pk)}  # type: ignore[attr-defined]


def long(company: Company) -> list[uuid.UUID]:
    """A conversation of two messages; `from_there` is asked after it."""
    conversation = company.conversation()
    with company.scope():
        company.other = conversation.note(by=company.bob, body="Another matter").pk  # type: ignore[attr-defined]
    return [conversation.pk]


def from_there(company: Company) -> dict[str, str]:
    return {"from": str(company.other)}  # type: ignore[attr-defined]


def merged(company: Company) -> list[uuid.UUID]:
    first, second = two(company)
    with company.scope():
        return [first.merge(second, by=company.alice).pk]


def later(company: Company) -> list[uuid.UUID]:
    """A reply that waits and stopped, as its author sees this inbox no more: whoever may reply may act on it."""
    conversation = company.conversation()
    with company.scope():
        held = conversation.hold(by=company.bob, body="Later", due_at=clock.now() + timedelta(days=1), scheduled=True)
        held.stopped = "lost"
        held.save()
    return [held.pk]


def tomorrow(company: Company) -> dict[str, str]:
    return {"body": "Good morning", "due_at": (clock.now() + timedelta(days=1)).isoformat()}


def tagged(company: Company) -> list[uuid.UUID]:
    """A tag of Acme."""
    with company.scope():
        return [Tag.make(by=company.alice, name=f"Tag {uuid.uuid4().hex[:12]}").pk]


def new_tag(company: Company) -> dict[str, str]:
    return {"name": f"New {uuid.uuid4().hex[:12]}", "colour": "red"}


def into(company: Company) -> dict[str, str]:
    return {"into": str(tagged(company)[0])}


def view_of_alice(company: Company) -> list[uuid.UUID]:
    """A view that everybody in Acme sees."""
    with company.scope():
        view = View.save_as(by=company.alice, name="Open", filter=OPEN)
        view.share(by=company.alice, shared="firm")
        return [view.pk]


def removed_view(company: Company) -> list[uuid.UUID]:
    ids = view_of_alice(company)
    with company.scope():
        View.objects.get(pk=ids[0]).remove(by=company.alice)
    return ids


def batch_of_alice(company: Company) -> list[uuid.UUID]:
    conversation = company.conversation()
    with company.scope():
        return [doing.do(by=company.alice, id=uuid.uuid4(), deed="close", ids=[conversation.pk]).pk]


def closing(company: Company) -> dict[str, object]:
    return {"deed": "close", "ids": [str(company.conversation().pk)]}


LOOK = {"name": "Open", "icon": "star", "colour": "", "shared": "firm"}
OPEN = {"and": [{"field": "state", "is": "open"}]}
NEW = {"name": "Open", "filter": OPEN}
OWN_ALONE = "200 404 404 404 404 302"


ROWS = [
    Row("inbox:index", "302"),
    Row("inbox:folder", ALL_SEE, args=lambda c: ["mine"]),
    Row("inbox:counts", ALL_SEE),
    Row("inbox:filters", ALL_SEE),
    Row("inbox:sorting", "302", "POST", args=lambda c: ["all"], data=lambda c: {"sort": "oldest"}),
    Row("inbox:search", ALL_SEE, data=said),
    Row("inbox:conversation", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:history", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:transcript", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:messages", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:messages", AGENTS_MAKE, "POST", args=talk, data=lambda c: {"body": "Good morning"}),
    Row("inbox:mentionable", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:draft", AGENTS_DO, "PUT", args=talk, data=lambda c: "body=Good"),
    Row("inbox:closure", AGENTS_DO, "POST", args=talk),
    Row("inbox:closure", AGENTS_DO, "DELETE", args=talk),
    Row("inbox:assignment", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:assignment", AGENTS_DO, "PUT", args=talk, data=lambda c: f"assignee={c.bob.pk}"),
    Row("inbox:handover", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:handover", AGENTS_DO, "POST", args=talk, data=lambda c: {"to": f"person:{c.bob.pk}", "note": "Yours"}),
    Row("inbox:followers", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:follower", AGENTS_DO, "PUT", args=bob_follows),
    Row("inbox:follower", AGENTS_DO, "DELETE", args=bob_follows),
    Row("inbox:snooze", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:snooze", AGENTS_SEE_OF_ACME, "PUT", args=talk, data=lambda c: "until=reply"),
    Row("inbox:snooze", AGENTS_DO, "DELETE", args=talk),
    Row("inbox:priority", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:priority", AGENTS_SEE_OF_ACME, "PUT", args=talk, data=lambda c: "priority=high"),
    Row("inbox:tags", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:tags", AGENTS_SEE_OF_ACME, "PUT", args=talk, data=lambda c: "make=New"),
    Row("inbox_setup:follow-up", "200 200 403 403 200 302"),
    Row("inbox_setup:follow-up", "302 302 403 403 302 302", "POST", data=lambda c: {"days": 3}),
    Row("inbox_tags:tags", "200 200 403 403 200 302"),
    Row("inbox_tags:tags", "302 302 403 403 302 302", "POST", data=new_tag),
    Row("inbox_tags:tag", "200 200 403 403 404 302", args=tagged),
    Row("inbox_tags:tag", "302 302 403 403 404 302", "POST", args=tagged, data=new_tag),
    Row("inbox_tags:merging", "302 302 403 403 404 302", "POST", args=tagged, data=lambda c: {"into": "nobody"}),
    Row("inbox_tags:removal", "302 302 403 403 404 302", "POST", args=tagged),
    Row("inbox:spam", AGENTS_DO, "POST", args=talk),
    Row("inbox:spam", AGENTS_DO, "DELETE", args=talk),
    Row("inbox:block", AGENTS_DO, "POST", args=talk, data=lambda c: {"reason": "Rude"}),
    Row("inbox:block", AGENTS_DO, "DELETE", args=talk),
    Row("inbox_setup:blocks", "200 200 403 403 200 302"),
    Row("inbox_setup:lifting", "302 302 403 403 404 302", "POST", args=blocked),
    Row("api:conversation-spam", API_MAKE, "POST", args=talk),
    Row("api:conversation-spam", "204 204 204 403 404 401", "DELETE", args=talk),
    Row("api:conversation-block", API_MAKE, "POST", args=talk, data=lambda c: {"reason": "Rude"}),
    Row("api:conversation-block", "204 204 204 403 404 401", "DELETE", args=talk),
    Row("api:blocks", "200 200 403 403 200 401"),
    Row("api:block", "204 204 403 403 404 401", "DELETE", args=blocked),
    Row("inbox:reading", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:reading", ALL_DO, "PUT", args=talk, data=lambda c: "seq=1"),
    Row("inbox:attachments", AGENTS_MAKE, "POST", args=talk, data=upload),
    Row("inbox:attachment", AGENTS_DO, "DELETE", args=waiting),
    Row("inbox:message", HIS_SEES, "PUT", args=noted, data=lambda c: "body=They pay late"),
    Row("inbox:reactions", AGENTS_DO, "POST", args=noted, data=lambda c: {"emoji": "👍"}),
    Row("inbox:reactions", AGENTS_DO, "DELETE", args=noted, data=lambda c: "emoji=👍"),
    Row("inbox:preview", ALL_SEE, "POST", data=lambda c: {"body": "**bold**"}),
    Row("inbox:message-menu", ALL_SEE_OF_ACME, args=noted),
    Row("inbox:editing", HIS_SEES, args=noted),
    Row("inbox:versions", ALL_SEE_OF_ACME, args=noted),
    Row("inbox:deletion", OURS_DO, "POST", args=noted),
    Row("inbox:deletion", OURS_DO, "DELETE", args=gone),
    Row("inbox_setup:rules", "200 200 403 403 200 302"),
    Row("inbox_setup:rules", "302 302 403 403 302 302", "POST", data=lambda c: {"edit_minutes": 15}),
    Row("api:message", API_SEE, args=noted),
    Row("api:message", "403 403 200 403 404 401", "PATCH", args=noted, data=lambda c: {"body": "They pay late"}),
    Row("api:message-reactions", API_MAKE, "POST", args=noted, data=lambda c: {"emoji": "👍"}),
    Row("api:message-reactions", "400 400 400 403 404 401", "DELETE", args=noted),
    Row("api:message-versions", API_SEE, args=noted),
    Row("api:message-deletion", "201 201 201 403 404 401", "POST", args=noted),
    Row("api:message-deletion", "204 204 204 403 404 401", "DELETE", args=gone),
    Row("api:writing-rules", "200 200 200 200 200 401"),
    Row("api:writing-rules", "200 200 403 403 200 401", "PUT", data=lambda c: {"edit_minutes": 15}),
    Row("inbox:merging", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:merging", AGENTS_MAKE, "POST", args=here, data=there),
    Row("inbox:splitting", AGENTS_MAKE, "POST", args=long, data=from_there),
    Row("api:conversation-splitting", API_MAKE, "POST", args=long, data=lambda c: {"start": str(c.other)}),
    Row("inbox:merge", AGENTS_DO, "DELETE", args=merged),
    Row("api:conversation-merging", API_MAKE, "POST", args=here, data=there),
    Row("api:merge", "204 204 204 403 404 401", "DELETE", args=merged),
    Row("inbox:departure", AGENTS_SEE_OF_ACME, args=talk),
    Row("inbox:scheduled", ALL_SEE),
    Row("inbox:outgoing", AGENTS_SEE_OF_ACME, args=later),
    Row("inbox:outgoing", AGENTS_DO, "PUT", args=later, data=lambda c: "body=Hello"),
    Row("inbox:outgoing", AGENTS_SEE_OF_ACME, "DELETE", args=later),
    Row("inbox:sending", "204 204 204 403 204 302", "POST", args=later),
    Row("api:my-outgoing", "200 200 200 200 200 401"),
    Row("api:conversation-outgoing", API_SEE, args=talk),
    Row("api:conversation-outgoing", API_MAKE, "POST", args=talk, data=tomorrow),
    Row("api:outgoing", API_SET, args=later),
    Row("api:outgoing", API_SET, "PATCH", args=later, data=lambda c: {"body": "Hello"}),
    Row("api:outgoing", "204 204 204 403 404 401", "DELETE", args=later),
    Row("api:sending", API_MAKE, "POST", args=later),
    Row("inbox:reading", ALL_DO, "DELETE", args=talk),
    Row("inbox:bulk", ALL_SEE),
    Row("inbox:bulk", "200 200 200 403 200 302", "POST", data=closing),
    Row("inbox:bulk-owners", "200 200 200 403 200 302"),
    Row("inbox:bulk-moments", "200 200 200 403 200 302"),
    Row("inbox:batch", OWN_ALONE, args=batch_of_alice),
    Row("inbox:batch", OWN_ALONE, "POST", args=batch_of_alice),
    Row("inbox:views", ALL_SEE),
    Row("inbox:view-counts", ALL_SEE),
    Row("inbox:view-new", ALL_SEE),
    Row("inbox:view-new", "422 422 422 422 422 302", "POST", data=lambda c: {"name": "Open"}),
    Row("inbox:view", ALL_SEE_OF_ACME, args=view_of_alice),
    Row("inbox:view-change", AGENTS_SEE_OF_ACME, args=view_of_alice),
    Row("inbox:view-change", "302 302 302 403 404 302", "POST", args=view_of_alice, data=lambda c: LOOK),
    Row("inbox:view-copy", "302 302 302 302 404 302", "POST", args=view_of_alice),
    Row("inbox:view-removal", AGENTS_DO, "POST", args=view_of_alice),
    Row("inbox:view-removal", "204 204 204 404 404 302", "DELETE", args=removed_view),
    Row("inbox:view-pin", ALL_DO, "POST", args=view_of_alice),
    Row("inbox:view-pin", ALL_DO, "DELETE", args=view_of_alice),
    Row("inbox:view-place", ALL_DO, "POST", args=view_of_alice, data=lambda c: {"step": "1"}),
    Row("inbox:view-sorting", "302 302 302 302 404 302", "POST", args=view_of_alice, data=lambda c: {"sort": "oldest"}),
    Row("api:views", "200 200 200 200 200 401"),
    Row("api:views", "201 201 201 201 201 401", "POST", data=lambda c: NEW),
    Row("api:view", API_SEE, args=view_of_alice),
    Row("api:view", API_SET, "PATCH", args=view_of_alice, data=lambda c: {"name": "Open ones"}),
    Row("api:view", "204 204 204 403 404 401", "DELETE", args=view_of_alice),
    Row("api:conversation-reading", "204 204 204 204 404 401", "DELETE", args=talk),
    Row("api:conversation-bulk", "200 200 200 403 200 401", "POST", data=closing),
    Row("api:conversation-batch", "200 404 404 404 404 401", args=batch_of_alice),
    Row("api:conversation-batch", "200 404 404 404 404 401", "DELETE", args=batch_of_alice),
    Row("api:conversations", "200 200 200 200 200 401"),
    Row("api:conversation-counts", "200 200 200 200 200 401"),
    Row("api:conversation-filters", "200 200 200 200 200 401"),
    Row("api:conversation-search", "200 200 200 200 200 401", data=said),
    Row("api:conversation", API_SEE, args=talk),
    Row("api:conversation-history", API_SEE, args=talk),
    Row("api:conversation-transcript", API_SEE, args=talk),
    Row("api:conversation-messages", API_SEE, args=talk),
    Row("api:conversation-messages", API_MAKE, "POST", args=talk, data=lambda c: {"body": "Good morning"}),
    Row("api:conversation-mentionable", API_SET, args=talk),
    Row("api:conversation-closure", API_MAKE, "POST", args=talk),
    Row("api:conversation-closure", "204 204 204 403 404 401", "DELETE", args=talk),
    Row("api:conversation-assignment", API_SET, "PUT", args=talk, data=lambda c: {"assignee": c.bob.pk}),
    Row(
        "api:conversation-handover",
        API_MAKE,
        "POST",
        args=talk,
        data=lambda c: {"assignee": c.bob.pk, "note": "Yours"},
    ),
    Row("api:conversation-followers", API_SEE, args=talk),
    Row("api:conversation-follower", API_SET, "PUT", args=bob_follows),
    Row("api:conversation-follower", "204 204 204 403 404 401", "DELETE", args=bob_follows),
    Row("api:conversation-snooze", API_SET, "PUT", args=talk, data=lambda c: {"until": None}),
    Row("api:conversation-snooze", "204 204 204 403 404 401", "DELETE", args=talk),
    Row("api:conversation-priority", API_SET, "PUT", args=talk, data=lambda c: {"priority": "high"}),
    Row("api:conversation-tags", API_SET, "PUT", args=talk, data=lambda c: {"add": []}),
    Row("api:follow-up-rules", "200 200 200 200 200 401"),
    Row("api:follow-up-rules", "200 200 403 403 200 401", "PUT", data=lambda c: {"days": 3}),
    Row("api:tags", "200 200 200 200 200 401"),
    Row("api:tags", "201 201 201 403 201 401", "POST", data=new_tag),
    Row("api:tag", API_SEE, args=tagged),
    Row("api:tag", "200 200 403 403 404 401", "PATCH", args=tagged, data=lambda c: {"colour": "red"}),
    Row("api:tag", "204 204 403 403 404 401", "DELETE", args=tagged),
    Row("api:tag-merging", "201 201 403 403 404 401", "POST", args=tagged, data=into),
    Row("api:conversation-reading", API_SEE, args=talk),
    Row("api:conversation-reading", API_SEE, "PUT", args=talk, data=lambda c: {"seq": 1}),
    Row("api:conversation-attachments", API_MAKE, "POST", args=talk, data=upload),
    Row("api:attachment", "204 204 204 403 404 401", "DELETE", args=waiting),
    Row("api:conversation-draft", "404 404 404 404 404 401", args=talk),
    Row("api:conversation-draft", API_SET, "PUT", args=talk, data=lambda c: {"body": "Good"}),
    Row("api:conversation-draft", "204 204 204 204 404 401", "DELETE", args=talk),
    Row("inbox:macros", ALL_SEE_OF_ACME, args=talk),
    Row("inbox:macro", ALL_SEE_OF_ACME, args=macro_here),
    Row("inbox:macro", AGENTS_MAKE, "POST", args=macro_here),
    Row("inbox:macro-run", "404 404 404 404 404 302", "DELETE", args=foreign_run),
    Row("macros:list", ALL_SEE),
    Row("macros:new", ALL_SEE),
    Row("macros:new", "302", "POST", data=built),
    Row("macros:macro", ALL_SEE_OF_ACME, args=macro),
    Row("macros:macro", "302 302 422 422 404 302", "POST", args=macro, data=built_for_all),
    Row("macros:copy", "302 302 302 302 404 302", "POST", args=macro),
    Row("macros:deletion", "204 204 403 403 404 302", "POST", args=macro),
    Row("macros:deletion", "204 204 403 403 404 302", "DELETE", args=deleted_macro),
    Row("api:macros", "200 200 200 200 200 401"),
    Row("api:macros", "201 201 201 201 201 401", "POST", data=lambda c: MADE),
    Row("api:macro", "200 200 200 200 404 401", args=macro),
    Row("api:macro", "200 200 403 403 404 401", "PATCH", args=macro, data=lambda c: {"name": "Usual"}),
    Row("api:macro", "204 204 403 403 404 401", "DELETE", args=macro),
    Row("api:macro-deletion", "200 200 403 403 404 401", "DELETE", args=deleted_macro),
    Row("api:macro-copy", "201 201 201 201 404 401", "POST", args=macro),
    Row("api:conversation-macro", API_SEE, args=macro_here),
    Row("api:conversation-macro", API_MAKE, "POST", args=macro_here),
    Row("api:conversation-run", "404 404 404 404 404 401", "DELETE", args=foreign_run),
    Row("api:conversation-snippet-files", API_MAKE, "POST", args=lambda c: [*talk(c), *snippet(c)]),
]
