"""Macros over JSON: made, changed, and run on a conversation."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.shapes import OneLine
from accounts.endpoint import Endpoint
from accounts.models import Team
from inbox.api.reach import AboutConversation
from inbox.api.shapes import ConversationShape
from inbox.macro_words import told
from inbox.models import Macro, MacroRun
from inbox.policies import READ


class MacroShape(serializers.ModelSerializer[Macro]):
    """`steps` are done in order; `ran` counts everybody's runs, `ran_by_me` yours."""

    teams = serializers.SerializerMethodField()
    author = serializers.IntegerField(source="author_id", allow_null=True)
    ran = serializers.IntegerField(default=0)
    ran_by_me = serializers.IntegerField(source="mine", default=0)

    class Meta:
        model = Macro
        fields: Any = (
            "id", "name", "steps", "sharing", "teams", "author", "ran", "ran_by_me", "created_at", "changed_at",
        )  # fmt: skip

    def get_teams(self, macro: Macro) -> list[int]:
        return sorted(macro.team_ids)


class MacroWish(serializers.Serializer[Any]):
    """A step is an object: `{"do": "reply", "body": "Hello {{contact.first_name|there}}"}` or with `"snippet": ID`, the
    same for `note`; `{"do": "assign", "to": "me"}` (`nobody`, `person:ID`, `team:ID`); `{"do": "close"}`, `reopen`;
    `{"do": "snooze", "until": "3d"}` or `"reply"`; `{"do": "priority", "priority": "high"}`;
    `{"do": "tag", "tag": ID}`, `untag`.
    """

    name = OneLine(max_length=80)
    steps = serializers.ListField(child=serializers.DictField(child=serializers.CharField(trim_whitespace=False)))
    sharing = serializers.ChoiceField(choices=Macro.Sharing.values, required=False)
    teams = serializers.ListField(child=serializers.IntegerField(), max_length=100, required=False)

    def validate_teams(self, ids: list[int]) -> list[Team]:
        found = list(Team.objects.filter(pk__in=[id for id in ids if abs(id) < 2**31]))
        if len(found) != len(set(ids)):
            raise serializers.ValidationError("There is no such team in this firm.")
        return found


class RunWish(serializers.Serializer[Any]):
    """`id` is a UUID of your own, so that a retry runs once. With `seen`, 409 `thread_moved` where others wrote since."""

    id = serializers.UUIDField(required=False)
    seen = serializers.IntegerField(required=False, min_value=0, max_value=2**53)


class RunShape(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="pk")
    macro = serializers.UUIDField(source="macro_id")
    ran_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)


class StepTold(serializers.Serializer[Any]):
    """What a step would do; `trouble` is what stands in its way."""

    sentence = serializers.CharField()
    words = serializers.CharField()
    missing = serializers.BooleanField()
    trouble = serializers.CharField()


class Reach(Endpoint):
    needs: Any = READ

    def macro(self, id: UUID) -> Macro:
        seen = Macro.objects.visible_to(self.me).counted_for(self.me)
        found: Macro = get_object_or_404(seen, pk=id)
        return found

    def shown(self, id: UUID) -> Any:
        return MacroShape(self.macro(id)).data


class Macros(Reach):
    serializer_class = MacroWish
    answer, lists = MacroShape, True
    ordering = ("name", "id")

    def get(self, request: Request) -> Response:
        """Yours, your teams' and the firm's, by name."""
        found = Macro.objects.visible_to(self.me).counted_for(self.me).prefetch_related("links")
        return self.get_paginated_response(MacroShape(self.paginate_queryset(found) or [], many=True).data)

    def post(self, request: Request) -> Response:
        """Make one; without `sharing` it is yours alone."""
        return Response(self.shown(Macro.make(by=self.me, **self.checked()).pk), status=201)


class OneMacro(Reach):
    serializer_class = MacroWish
    answer = MacroShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(self.shown(id))

    def patch(self, request: Request, id: UUID) -> Response:
        """Change what is named."""
        self.macro(id).change(by=self.me, **self.checked(partial=True))
        return Response(self.shown(id))

    def delete(self, request: Request, id: UUID) -> Response:
        """Delete it. DELETE on its deletion/ puts it back."""
        self.macro(id).discard(by=self.me)
        return Response(status=204)


class MacroDeletion(Reach):
    answer = MacroShape

    def delete(self, request: Request, id: UUID) -> Response:
        """Put it back."""
        get_object_or_404(Macro.objects.all_seen_by(self.me), pk=id).restore(by=self.me)
        return Response(self.shown(id))


class MacroCopy(Reach):
    serializer_class = None
    answer = MacroShape

    def post(self, request: Request, id: UUID) -> Response:
        """Make one of your own of it."""
        return Response(self.shown(self.macro(id).copy(by=self.me).pk), status=201)


class MacroHere(AboutConversation):
    needs = READ
    serializer_class = RunWish
    answer = RunShape

    def found(self, id: UUID) -> Macro:
        found: Macro = get_object_or_404(Macro.objects.visible_to(self.me), pk=id)
        return found

    def get(self, request: Request, id: UUID, macro: UUID) -> Response:
        """What it would do in this conversation, step by step."""
        steps = told(self.found(macro), self.conversation(id), self.me)
        return Response({"results": StepTold(steps, many=True).data})

    def post(self, request: Request, id: UUID, macro: UUID) -> Response:
        """Run it: all its steps, or none; `step_refused` says which could not be done and why."""
        run = self.found(macro).run(self.conversation(id), by=self.me, **self.checked())
        return Response(RunShape(run).data, status=201)


class OneRun(AboutConversation):
    needs = READ
    answer = ConversationShape

    def delete(self, request: Request, id: UUID, run: UUID) -> Response:
        """Take your run back. What was written stays, and what others have changed since."""
        found = MacroRun.objects.filter(pk=run, conversation=self.conversation(id), membership=self.me).first()
        if found is None:
            raise Http404
        found.undo(by=self.me)
        return Response(ConversationShape(self.conversation(id)).data)
