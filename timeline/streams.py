"""Streams every agent's page may hold: their own, who of the firm is here, and the timeline of a record."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Membership
from core.tenancy import current_firm_id
from ledger.frames import Frame, Happening, pushes, refresh, remove, upsert
from live.actors import Actor
from live.streams import StreamKind, register
from timeline.activities import draw
from timeline.events import (
    ActivityDeleted,
    ActivityEdited,
    ActivityLogged,
    ActivityRestored,
    EntryPinned,
    NotificationsRead,
    PeopleNotified,
    SnippetChanged,
    SnippetDeleted,
    SnippetMade,
    SnippetRestored,
    TimelineChanged,
)
from timeline.models import Activity, Entry, Notification
from timeline.notices import as_news, as_notices, shows_on_desktop, unread_count
from timeline.refs import Ref
from timeline.subjects import sees

LIST = "notifications"
SNIPPETS = "snippets"


def is_own(actor: Actor, key: str) -> bool:
    return key == str(actor.id) and _works_here(actor)


def is_own_firm(actor: Actor, key: str) -> bool:
    return key == str(actor.firm_id) and _works_here(actor)


def _works_here(actor: Actor) -> bool:
    return Membership.objects.filter(pk=actor.id, ended_at=None).exists()


def may_watch_timeline(actor: Actor, key: str) -> bool:
    """Who sees the record sees its timeline; what stands there obeys its own permission besides."""
    ref = Ref.parse(key, "-")
    me = Membership.objects.select_related("role").filter(pk=actor.id, ended_at=None).first()
    return ref is not None and me is not None and sees(me, ref)


register(StreamKind(name="timeline", may_subscribe=may_watch_timeline, presence=True))
register(StreamKind(name="person", may_subscribe=is_own))
register(StreamKind(name="firm", may_subscribe=is_own_firm, presence=True, signals={"status"}))


@pushes(PeopleNotified)
def told(fact: PeopleNotified, happening: Happening) -> Iterator[Frame]:
    yield from _shown(fact.notification_ids, new=True)


@pushes(NotificationsRead)
def read(fact: NotificationsRead, happening: Happening) -> Iterator[Frame]:
    yield from _shown(fact.notification_ids)


def _shown(ids: list, *, new: bool = False) -> Iterator[Frame]:
    """Each notification as it now is, and how many are left, to the person it is for; what is new with its words."""
    found = Notification.objects.filter(pk__in=ids).select_related("actor", "membership").order_by("created_at", "id")
    people: dict[int, Membership] = {}
    news: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for notice in as_notices(list(found)):
        membership = people.setdefault(notice.notification.membership_id, notice.notification.membership)
        if new and shows_on_desktop(notice, membership):
            news[membership.pk].append(as_news(notice))
        html = render_to_string("timeline/_notice.html", {"notice": notice})
        yield upsert(f"person:{membership.pk}", f"notification-{notice.notification.pk}", html, list=LIST)
    for membership in people.values():
        told = json.dumps(news[membership.pk]) if news[membership.pk] else ""
        html = render_to_string("timeline/_unread.html", {"count": unread_count(membership), "news": told})
        yield upsert(f"person:{membership.pk}", "unread-notifications", html)


@pushes(ActivityLogged, ActivityEdited, ActivityRestored)
def activity_shown(fact: Any, happening: Happening) -> Iterator[Frame]:
    """On each timeline where it stands."""
    activity = Activity.objects.select_related("author").get(pk=fact.activity_id)
    for entry in activity.entries.filter(hidden=False).order_by("id"):
        yield upsert(
            entry.ref.stream, f"message-{activity.pk}", draw(entry, activity), list=f"timeline-{entry.subject_id}"
        )


@pushes(ActivityEdited, ActivityDeleted, ActivityRestored)
def pinned_words_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    for entry in Entry.objects.of(Activity.SOURCE, fact.activity_id).filter(pinned_at__isnull=False).order_by("id"):
        yield pins_anew(entry.ref)


@pushes(EntryPinned)
def pinned(fact: EntryPinned, happening: Happening) -> Iterator[Frame]:
    entry = Entry.objects.get(pk=fact.entry_id)
    activity = Activity.objects.select_related("author").get(pk=entry.source_id)
    yield upsert(entry.ref.stream, f"message-{activity.pk}", draw(entry, activity), list=f"timeline-{entry.subject_id}")
    yield pins_anew(entry.ref)


def pins_anew(ref: Ref) -> Frame:
    return refresh(ref.stream, f"pins-{ref.id}", reverse("timelines:pins", args=[ref.kind, ref.id]))


@pushes(ActivityDeleted)
def activity_gone(fact: ActivityDeleted, happening: Happening) -> Iterator[Frame]:
    refs = [ref for about in fact.about if (ref := Ref.parse(about))]
    yield from (remove(ref.stream, f"message-{fact.activity_id}") for ref in refs)


@pushes(TimelineChanged)
def timeline_changed(fact: TimelineChanged, happening: Happening) -> Iterator[Frame]:
    yield from (anew(ref) for about in fact.about if (ref := Ref.parse(about)))


def anew(ref: Ref) -> Frame:
    """Each browser asks for the newest page with its own rights: what another room knows is not for everyone."""
    return refresh(ref.stream, f"timeline-{ref.id}", reverse("timelines:entries", args=[ref.kind, ref.id]))


@pushes(SnippetMade, SnippetChanged, SnippetDeleted, SnippetRestored)
def snippets_moved(fact: SnippetMade | SnippetChanged, happening: Happening) -> Iterator[Frame]:
    """Open lists of snippets are asked for anew, with each person's own rights: who did it, and whom it is shared with."""
    url = reverse("snippets:list")
    if happening.by is not None:
        yield refresh(f"person:{happening.by.pk}", SNIPPETS, url)
    if {fact.sharing, getattr(fact, "was", "mine")} != {"mine"}:
        yield refresh(f"firm:{current_firm_id()}", SNIPPETS, url)
