"""The lines of a conversation, files for them, and drafts."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.endpoint import Endpoint
from files.policies import UPLOAD
from inbox.api.conversations import following
from inbox.api.reach import AboutConversation
from inbox.api.shapes import (
    AttachmentShape,
    DraftShape,
    DraftWish,
    LineShape,
    MentionableShape,
    MessageWish,
    UploadWish,
)
from inbox.errors import MentionInReply
from inbox.lines import PAGE, line_of, lines_of
from inbox.mentions import mentionable
from inbox.models import Attachment, Conversation
from inbox.policies import NOTE, READ, REPLY
from inbox.views.reach import a_number
from timeline.models import Snippet


class Messages(AboutConversation):
    needs = READ
    serializer_class = MessageWish
    answer, lists = LineShape, True

    def get(self, request: Request, id: UUID) -> Response:
        """Its lines, the newest page first, each page in order. `next` leads to older ones, or is null."""
        lines = lines_of(self.conversation(id), a_number(request.query_params, "before"))
        first = lines[0].message.seq if lines else 1
        older = following(request, str(first) if len(lines) == PAGE and first > 1 else "")
        return Response({"next": older, "results": LineShape(lines, many=True).data})

    def post(self, request: Request, id: UUID) -> Response:
        """Send a reply to the client, or add a note for colleagues.

        With `seen`, 409 `thread_moved` where others wrote after that line; `more` names them. Send without it, or with the
        newest seq, to send anyway.
        """
        conversation, said = self.conversation(id), self.checked()
        seen, mentions = said.pop("seen", None), said.pop("mentions", [])
        if said.pop("kind") == "note":
            require(self.me, NOTE)
            message = conversation.note(by=self.me, mentions=mentions, **said)
        else:
            require(self.me, REPLY)
            if mentions:
                raise MentionInReply
            message = conversation.reply(by=self.me, seen=seen, **said)
        return Response(LineShape(line_of(message.pk)).data, status=201)


class Mentionable(AboutConversation):
    needs = NOTE
    answer, lists = MentionableShape, True
    pagination_class = None

    def get(self, request: Request, id: UUID) -> Response:
        """Whom a note here can mention: all who see its inbox, and the teams of which somebody does."""
        found = mentionable(self.conversation(id).inbox)
        return Response({"results": MentionableShape(found, many=True).data})


class Attachments(AboutConversation):
    needs = UPLOAD
    serializer_class = UploadWish
    answer = AttachmentShape
    parser_classes = (MultiPartParser,)

    def post(self, request: Request, id: UUID) -> Response:
        """Bring a file, as `file`. It waits here until a message of yours names its id."""
        attachment = self.conversation(id).attach(request.FILES.get("file"), by=self.me)
        return Response(AttachmentShape(attachment).data, status=201)


class SnippetFilesHere(AboutConversation):
    needs = UPLOAD
    serializer_class = None
    answer, lists = AttachmentShape, True
    pagination_class = None

    def post(self, request: Request, id: UUID, snippet: UUID) -> Response:
        """What comes along with a snippet waits here until a message of yours names it."""
        found = get_object_or_404(Snippet.objects.visible_to(self.me), pk=snippet)
        brought = self.conversation(id).bring_along(found, by=self.me)
        return Response({"results": AttachmentShape(brought, many=True).data}, status=201)


class OneAttachment(Endpoint):
    needs = UPLOAD

    def delete(self, request: Request, id: UUID) -> Response:
        """Take a file off that is not sent yet."""
        visible = Conversation.objects.visible_to(self.me)
        found = Attachment.objects.filter(pk=id, conversation__in=visible).first()
        if found is None:
            raise Http404
        found.discard(by=self.me)
        return Response(status=204)


class Drafts(AboutConversation):
    needs = {"GET": READ, "PUT": READ, "DELETE": READ}
    serializer_class = DraftWish
    answer = DraftShape

    def get(self, request: Request, id: UUID) -> Response:
        """What you have begun to write here; 404 for nothing."""
        draft = self.conversation(id).draft_of(self.me)
        if draft is None:
            raise Http404
        return Response(DraftShape(draft).data)

    def put(self, request: Request, id: UUID) -> Response:
        """Keep it, on all your devices."""
        conversation, said = self.conversation(id), self.checked()
        require(self.me, NOTE if said["kind"] == "note" else REPLY)
        conversation.keep_draft(by=self.me, **said)
        draft = conversation.draft_of(self.me)
        return Response(
            DraftShape(draft).data if draft else {"kind": said["kind"], "body": "", "mentions": [], "updated_at": None}
        )

    def delete(self, request: Request, id: UUID) -> Response:
        """Forget it."""
        self.conversation(id).forget_draft(self.me)
        return Response(status=204)
