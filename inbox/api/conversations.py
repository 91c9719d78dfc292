"""Conversations: lists by folder, one, and what is done to it as a whole."""

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.endpoint import Endpoint
from accounts.models import Firm, Membership, Team
from core.ids import parse_uuid
from core.place import Place
from inbox.api.reach import AboutConversation
from inbox.api.shapes import (
    AssignmentWish,
    ConversationShape,
    CountsShape,
    FieldShape,
    HandoverWish,
    ReadingShape,
    StepShape,
    TranscriptShape,
)
from inbox.filters.fields import KNOWN, Viewer
from inbox.filters.language import parse
from inbox.filters.sorts import orders_of
from inbox.filters.words import offered
from inbox.folders import FOLDERS
from inbox.history import changes_of
from inbox.listing import Listing, counts
from inbox.models import Inbox
from inbox.policies import ASSIGN, CLOSE, NOTE, READ
from inbox.transcript import Transcript
from inbox.views.reach import a_number


class Conversations(Endpoint):
    needs = READ
    answer, lists = ConversationShape, True

    def get(self, request: Request) -> Response:
        """Those of a folder, `?folder=`, of an inbox, `?inbox=ID`, or of all.

        Folders: mine, unassigned, waiting, snoozed, mentions, closed, spam or all (all).

        In the folder's own order, or `?sort=` newest, oldest or unanswered (the client who waits longest comes first).

        `?filter=` is a filter as JSON: {"and": [{"field": "state", "is": "open"}, {"or": […]}]}, up to three levels and 30
        conditions; `conversations/filters/` lists the fields. `next` is the address of the following page, or null;
        a page of a filtered list may hold few, or none, and still have a next one.
        """
        listing = Listing(
            self.me,
            self.folder(request),
            inbox_id=read(request, "inbox", parse_uuid),
            before=read(request, "before", Place.parse),
            filter=parse(request.query_params.get("filter", ""), KNOWN),
            order=read(request, "sort", orders_of(self.folder(request)).get),
        )
        if listing.inbox_id and not listing.inbox:
            raise Http404
        listing.must_be_found()
        return Response(
            {"next": following(request, listing.next_key), "results": ConversationShape(listing.rows, many=True).data}
        )

    def folder(self, request: Request) -> Any:
        name = request.query_params.get("folder") or "all"
        if name not in FOLDERS:
            raise serializers.ValidationError({"folder": [f"There are these: {', '.join(FOLDERS)}."]})
        return FOLDERS[name]


class Filters(Endpoint):
    needs = READ
    answer, lists = FieldShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        """What conversations can be filtered by, and what may be said of each field."""
        return Response({"results": offered(Viewer(self.me))})


class Counts(Endpoint):
    needs = READ
    answer = CountsShape

    def get(self, request: Request) -> Response:
        """How many are open in the folders that are counted."""
        return Response(counts(self.me, list(Inbox.objects.visible_to(self.me))))


class OneConversation(AboutConversation):
    needs = READ
    answer = ConversationShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(ConversationShape(self.conversation(id)).data)


class Closure(AboutConversation):
    needs = CLOSE
    answer = ConversationShape
    serializer_class = None

    def post(self, request: Request, id: UUID) -> Response:
        """Close it. The client's next message opens it again."""
        self.conversation(id).close(by=self.me)
        return Response(ConversationShape(self.conversation(id)).data, status=201)

    def delete(self, request: Request, id: UUID) -> Response:
        """Open it again."""
        self.conversation(id).reopen(by=self.me)
        return Response(status=204)


class TranscriptOf(AboutConversation):
    needs = READ
    answer = TranscriptShape

    def get(self, request: Request, id: UUID) -> Response:
        """What both sides said, to hand on: as `text` and as `html`. Never a note."""
        conversation = self.conversation(id)
        made = Transcript(conversation, Firm.objects.get(pk=conversation.firm_id))
        return Response({"text": made.text(), "html": made.html()})


class Assignment(AboutConversation):
    needs = ASSIGN
    serializer_class = AssignmentWish
    answer = ConversationShape

    def put(self, request: Request, id: UUID) -> Response:
        """Give it to a colleague and a team, to one of them, or back to nobody."""
        conversation, said = self.conversation(id), self.checked()
        to = chosen(said, "assignee", Membership, conversation.assignee)
        team = chosen(said, "team", Team, conversation.team)
        conversation.assign(by=self.me, to=to, team=team)
        return Response(ConversationShape(self.conversation(id)).data)


class Handover(AboutConversation):
    needs = ASSIGN
    serializer_class = HandoverWish
    answer = ConversationShape

    def post(self, request: Request, id: UUID) -> Response:
        """Give it to a colleague or a team with a note for them: both, or neither."""
        require(self.me, NOTE)
        conversation, said = self.conversation(id), self.checked()
        to = chosen(said, "assignee", Membership, None)
        team = chosen(said, "team", Team, None)
        conversation.hand_over(by=self.me, note=said["note"], to=to, team=team, follow=said["follow"])
        return Response(ConversationShape(self.conversation(id)).data, status=201)


class Reading(AboutConversation):
    needs = READ
    serializer_class = ReadingShape
    answer = ReadingShape

    def get(self, request: Request, id: UUID) -> Response:
        """How far you have read."""
        return Response({"seq": self.conversation(id).read_seq(self.me)})

    def put(self, request: Request, id: UUID) -> Response:
        """You have read up to line `seq`. It never goes back."""
        conversation = self.conversation(id)
        conversation.mark_read(by=self.me, seq=self.checked()["seq"])
        return Response({"seq": conversation.read_seq(self.me)})

    def delete(self, request: Request, id: UUID) -> Response:
        """As if you had not read line `?from=` and what follows; without it, the newest words of others."""
        self.conversation(id).mark_unread(by=self.me, seq=a_number(request.query_params, "from"))
        return Response(status=204)


class History(AboutConversation):
    needs = READ
    answer, lists = StepShape, True
    pagination_class = None

    def get(self, request: Request, id: UUID) -> Response:
        """Who changed what, when, from what, to what; the newest first."""
        return Response({"results": StepShape(changes_of(self.conversation(id)), many=True).data})


def read(request: Request, name: str, parse: Any) -> Any:
    text = request.query_params.get(name)
    value = parse(text) if text else None
    if text and value is None:
        raise serializers.ValidationError({name: ["This is none."]})
    return value


def following(request: Request, key: str) -> str | None:
    if not key:
        return None
    asked = request.query_params.copy()
    asked["before"] = key
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def chosen(said: dict[str, Any], name: str, kind: Any, now: Any) -> Any:
    if name not in said:
        return now
    if said[name] is None:
        return None
    found = kind.objects.filter(pk=said[name]).first()
    if found is None:
        raise serializers.ValidationError({name: ["There is none with this id in this firm."]})
    return found
