"""Contacts over JSON, under /api/v1/."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from crm.forms import ContactForm
from crm.models import Contact
from crm.policies import EDIT, READ


class ContactShape(serializers.ModelSerializer[Contact]):
    class Meta:
        model = Contact
        fields = ("id", "name", "email", "phone", "label", "created_at")


class ContactWish(serializers.Serializer[Any]):
    """Any of these, each by itself. A phone number with its country; it is kept as E.164. A new one may bring an `id`, a UUID
    of your own making."""

    name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    email = serializers.EmailField(allow_blank=True, required=False)
    phone = serializers.CharField(max_length=60, allow_blank=True, required=False)
    id = serializers.UUIDField(required=False)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """The screens' own rules."""
        form = ContactForm(said)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(words) for words in form.errors[name]] for name in form.errors if name in said}
            )
        return {name: form.cleaned_data.get(name, said[name]) for name in said}


class Contacts(Endpoint):
    needs = {"GET": READ, "POST": EDIT}
    serializer_class = ContactWish
    answer, lists = ContactShape, True
    ordering = ("-created_at", "-id")

    def get(self, request: Request) -> Response:
        """The people the firm knows, the newest first; with `?q=` those who are found by the beginnings of its words."""
        found = Contact.objects.filter(merged_into=None).found_by(request.query_params.get("q", "")[:200])
        page = self.paginate_queryset(found)
        return self.get_paginated_response(ContactShape(page, many=True).data)

    def post(self, request: Request) -> Response:
        """Enter one: a name, an email or a number is enough."""
        return Response(ContactShape(Contact.make(by=self.me, **self.checked())).data, status=201)


class OneContact(Endpoint):
    needs = {"GET": READ, "PATCH": EDIT}
    serializer_class = ContactWish
    answer = ContactShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(ContactShape(get_object_or_404(Contact.objects.all(), pk=id)).data)

    def patch(self, request: Request, id: UUID) -> Response:
        """Set what is named; the rest stays."""
        found = get_object_or_404(Contact.objects.all(), pk=id)
        said = self.checked()
        said.pop("id", None)
        found.change(by=self.me, **said)
        return Response(ContactShape(found).data)


urlpatterns = [
    path("contacts/", Contacts.as_view(), name="contacts"),
    path("contacts/<uuid:id>/", OneContact.as_view(), name="contact"),
]
