"""Invitations."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from accounts.links import invitation_link
from accounts.models import Invitation, Role
from accounts.policies import INVITE


class InvitationShape(serializers.ModelSerializer[Invitation]):
    role = serializers.CharField(source="role.label")
    invited_by = serializers.CharField(source="invited_by.name", default=None)
    state = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields: Any = (
            "id",
            "email",
            "role",
            "invited_by",
            "created_at",
            "expires_at",
            "mailed_at",
            "undeliverable_at",
            "state",
        )

    def get_state(self, invitation: Invitation) -> str:
        return invitation.closed_because or "open"


class SentInvitationShape(InvitationShape):
    link = serializers.CharField(required=False, help_text="Only in the answer to POST.")

    class Meta(InvitationShape.Meta):
        fields: Any = (*InvitationShape.Meta.fields, "link")


class InvitationWish(serializers.Serializer[Any]):
    email = serializers.EmailField()
    role = serializers.IntegerField(help_text="The id of a role of the firm.")


class Invitations(Endpoint):
    """GET: those that are neither used nor taken back. POST: invite; the answer holds the link, once."""

    needs = INVITE
    serializer_class = InvitationWish
    answer, lists = SentInvitationShape, True
    ordering = "-pk"

    def get(self, request: Request) -> Response:
        waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None).select_related("role", "invited_by")
        return self.get_paginated_response(InvitationShape(self.paginate_queryset(waiting), many=True).data)

    def post(self, request: Request) -> Response:
        wish = self.checked()
        role = Role.objects.filter(pk=wish["role"]).first()
        if role is None:
            raise serializers.ValidationError({"role": ["There is no such role in this firm."]})
        invitation, token = Invitation.send(email=wish["email"], role=role, by=self.me)
        return Response({**InvitationShape(invitation).data, "link": invitation_link(token)}, status=201)


class OneInvitation(Endpoint):
    """DELETE: take it back."""

    needs = INVITE

    def delete(self, request: Request, pk: int) -> Response:
        get_object_or_404(Invitation.objects.all(), pk=pk).revoke(by=self.me)
        return Response(status=204)
