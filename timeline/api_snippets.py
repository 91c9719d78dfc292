"""Snippets over JSON: found, written, filled."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.shapes import OneLine
from accounts.endpoint import Endpoint
from accounts.models import Team
from files.api import UploadShape
from files.policies import UPLOAD
from timeline import filling
from timeline.library import remove, take_in
from timeline.models import Snippet
from timeline.policies import SHARE, USE, can_edit
from timeline.subjects import subjects_of

FOUND, MOST_FOUND = 20, 100


class SnippetShape(serializers.ModelSerializer[Snippet]):
    """`sent` by everybody and by you (`sent_by_me`)."""

    teams = serializers.SerializerMethodField()
    author = serializers.IntegerField(source="author_id", allow_null=True)
    sent = serializers.IntegerField(default=0)
    sent_by_me = serializers.IntegerField(source="mine", default=0)
    used_at = serializers.DateTimeField(allow_null=True, default=None)
    may_edit = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    class Meta:
        model = Snippet
        fields: Any = (
            "id", "shortcut", "title", "folder", "body", "sharing", "teams", "author", "sent", "sent_by_me", "used_at",
            "created_at", "changed_at", "may_edit", "files",
        )  # fmt: skip

    def get_teams(self, snippet: Snippet) -> list[int]:
        return sorted(snippet.team_ids)

    def get_files(self, snippet: Snippet) -> list[dict[str, Any]]:
        """`[{"id", "name", "size"}]`; many at once tell only of those that have some."""
        along = snippet.its_files if getattr(snippet, "along", 1) else []
        return [{"id": str(file.pk), "name": file.name, "size": file.size} for file in along]

    def get_may_edit(self, snippet: Snippet) -> bool:
        me = self.context.get("me")
        return me is not None and can_edit(me, snippet)


class SnippetWish(serializers.Serializer[Any]):
    shortcut = OneLine(max_length=60)
    title = OneLine(max_length=120)
    body = serializers.CharField(trim_whitespace=False)
    folder = OneLine(max_length=60, allow_blank=True, required=False)
    sharing = serializers.ChoiceField(choices=Snippet.Sharing.values, required=False)
    teams = serializers.ListField(child=serializers.IntegerField(), max_length=100, required=False)

    def validate_teams(self, ids: list[int]) -> list[Team]:
        found = list(Team.objects.filter(pk__in=[id for id in ids if abs(id) < 2**31]))
        if len(found) != len(set(ids)):
            raise serializers.ValidationError("There is no such team in this firm.")
        return found


class FoundShape(serializers.Serializer[Any]):
    """What a text box needs to offer one."""

    id = serializers.UUIDField()
    shortcut = serializers.CharField()
    title = serializers.CharField()
    folder = serializers.CharField()
    sharing = serializers.CharField()
    files = serializers.IntegerField(source="along", help_text="How many come along.")
    preview = serializers.SerializerMethodField()

    def get_preview(self, snippet: Snippet) -> str:
        return " ".join(snippet.body[:300].split())[:160]


class FilledShape(serializers.Serializer[Any]):
    """The text with its blanks filled; `missing` are the marks that stand where nothing filled them."""

    text = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())


class BlankShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    example = serializers.CharField()


class NumberShape(serializers.Serializer[Any]):
    number = serializers.IntegerField()


class Reach(Endpoint):
    """What this person does not see is not there."""

    needs: Any = USE

    def snippet(self, id: UUID) -> Snippet:
        seen = Snippet.objects.visible_to(self.me).counted_for(self.me)
        found: Snippet = get_object_or_404(seen, pk=id)
        return found

    def shown(self, id: UUID) -> Any:
        return SnippetShape(self.snippet(id), context={"me": self.me}).data


class Snippets(Reach):
    serializer_class = SnippetWish
    answer, lists = SnippetShape, True
    ordering = ("shortcut", "id")

    def get(self, request: Request) -> Response:
        """Yours, your teams' and the firm's, by shortcut. `?folder=` and `?sharing=` narrow them."""
        found = Snippet.objects.visible_to(self.me).counted_for(self.me).prefetch_related("links")
        asked = {name: request.query_params[name] for name in ("folder", "sharing") if name in request.query_params}
        page = self.paginate_queryset(found.filter(**asked)) or []
        return self.get_paginated_response(SnippetShape(page, many=True, context={"me": self.me}).data)

    def post(self, request: Request) -> Response:
        """Write one; without `sharing` it is yours alone."""
        made = Snippet.make(by=self.me, **self.checked())
        return Response(self.shown(made.pk), status=201)


class FoundSnippets(Reach):
    answer, lists = FoundShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Those that fit what is typed (`?q=`), the best first: by shortcut, title, then text; what you send most leads."""
        limit = request.query_params.get("limit", "")
        most = min(int(limit), MOST_FOUND) if limit.isascii() and limit.isdigit() and len(limit) < 4 else FOUND
        found = Snippet.objects.found_by(self.me, request.query_params.get("q", ""))[:most]
        return Response({"results": FoundShape(found, many=True).data})


class OneSnippet(Reach):
    serializer_class = SnippetWish
    answer = SnippetShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(self.shown(id))

    def patch(self, request: Request, id: UUID) -> Response:
        """Change what is named."""
        self.snippet(id).change(by=self.me, **self.checked(partial=True))
        return Response(self.shown(id))

    def delete(self, request: Request, id: UUID) -> Response:
        """Into the bin. For thirty days DELETE on its deletion/ puts it back."""
        self.snippet(id).discard(by=self.me)
        return Response(status=204)


class Deletion(Reach):
    answer = SnippetShape

    def delete(self, request: Request, id: UUID) -> Response:
        """Put it back."""
        get_object_or_404(Snippet.objects.all_seen_by(self.me), pk=id).restore(by=self.me)
        return Response(self.shown(id))


class Copy(Reach):
    serializer_class = None
    answer = SnippetShape

    def post(self, request: Request, id: UUID) -> Response:
        """Make one of your own of it."""
        return Response(self.shown(self.snippet(id).copy(by=self.me).pk), status=201)


class SnippetFiles(Reach):
    """Files that come along when it is put in."""

    needs = UPLOAD
    serializer_class = UploadShape
    answer = SnippetShape
    parser_classes = (MultiPartParser,)

    def post(self, request: Request, id: UUID) -> Response:
        """Bring one more, as `file`."""
        snippet = self.snippet(id)
        snippet.attach([self.checked()["file"]], by=self.me)
        return Response(self.shown(id), status=201)


class OneSnippetFile(Reach):
    answer = SnippetShape

    def delete(self, request: Request, id: UUID, file: UUID) -> Response:
        """It comes along no more."""
        self.snippet(id).detach([file], by=self.me)
        return Response(self.shown(id))


class Filling(Reach):
    answer = FilledShape

    def get(self, request: Request, id: UUID) -> Response:
        """The text, filled for `?about=conversation:ID` or `contact:ID`; without it, with what is known of you and the firm."""
        snippet = self.snippet(id)
        subjects = subjects_of(self.me, request.query_params.get("about", ""))
        if subjects is None:
            raise Http404
        text = filling.fill(snippet.body, subjects)
        return Response({"text": text, "missing": filling.missing_in(text)})


class Blanks(Endpoint):
    needs = USE
    answer, lists = BlankShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        """The names that may stand between double braces in a snippet."""
        return Response({"results": BlankShape(filling.blanks(), many=True).data})


class Library(Endpoint):
    needs = SHARE
    serializer_class = None
    answer = NumberShape

    def post(self, request: Request) -> Response:
        """Take the ready-made ones in for the whole firm; how many were new."""
        return Response({"number": take_in(self.me)}, status=201)

    def delete(self, request: Request) -> Response:
        """Remove those that are as they came; how many."""
        return Response({"number": remove(self.me)})


urlpatterns = [
    path("snippets/", Snippets.as_view(), name="snippets"),
    path("snippets/found/", FoundSnippets.as_view(), name="snippets-found"),
    path("snippets/blanks/", Blanks.as_view(), name="snippet-blanks"),
    path("snippets/library/", Library.as_view(), name="snippet-library"),
    path("snippets/<uuid:id>/", OneSnippet.as_view(), name="snippet"),
    path("snippets/<uuid:id>/deletion/", Deletion.as_view(), name="snippet-deletion"),
    path("snippets/<uuid:id>/copy/", Copy.as_view(), name="snippet-copy"),
    path("snippets/<uuid:id>/files/", SnippetFiles.as_view(), name="snippet-files"),
    path("snippets/<uuid:id>/files/<uuid:file>/", OneSnippetFile.as_view(), name="snippet-file"),
    path("snippets/<uuid:id>/filling/", Filling.as_view(), name="snippet-filling"),
]
