"""Finding what was said, over JSON."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from core.place import Place
from inbox.api.conversations import following, read
from inbox.api.shapes import ConversationShape
from inbox.models import Message
from inbox.policies import READ
from inbox.search.found import Search


class PieceShape(serializers.Serializer[Any]):
    text = serializers.CharField()
    marked = serializers.BooleanField()


class HitShape(serializers.Serializer[Any]):
    """A conversation and its newest line that answers. `snippet` is the telling part of what the line says, in pieces, those
    that were asked for marked; `files` are names of the line's files."""

    conversation = ConversationShape()
    id = serializers.UUIDField(source="line.id")
    seq = serializers.IntegerField(source="line.seq")
    kind = serializers.ChoiceField(source="line.kind", choices=Message.Kind.choices)
    created_at = serializers.DateTimeField(source="line.created_at")
    snippet = PieceShape(many=True)
    files = serializers.ListField(source="file_names", child=serializers.CharField())


class ConversationSearch(Endpoint):
    needs = READ
    answer, lists = HitShape, True

    def get(self, request: Request) -> Response:
        """Conversations in which a line, with the client's name, address and number, has all words of `?q=`.

        In any order; how a word begins is enough; case and accents do not matter. In `q` also `from:client`, `from:team`,
        `is:open`, `is:closed`, `is:note`, `in:INBOX`, `tag:NAME`. The newest line first. A page may hold few rows
        and still have a `next`; it is null at the end.
        """
        search = Search.of(self.me, request.query_params.get("q", ""), before=read(request, "before", Place.parse))
        if search.refusal:
            raise search.refusal
        results = HitShape(search.hits, many=True).data
        return Response({"next": following(request, search.next_key), "results": results})
