"""Oneself, and the firm one works in."""

from typing import Any

from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import photos
from accounts.api.shapes import FirmShape, FirmWish, MeShape, PreferencesWish, ProfileWish
from accounts.api_auth import MEMBER, BySessionOnly
from accounts.endpoint import Endpoint
from accounts.firms import places_of
from accounts.policies import FIRM, PROFILE


class Me(Endpoint):
    """GET: who the token or session belongs to, and what it may do. PATCH: one's own profile. DELETE: leave the firm.

    Leaving asks for no permission, and for the person: a token leaves no firm.
    """

    needs = {"GET": MEMBER, "PATCH": PROFILE, "DELETE": MEMBER}
    permission_classes = (BySessionOnly,)
    by_session_only = ("DELETE",)
    serializer_class = ProfileWish
    answer = MeShape

    def get(self, request: Request) -> Response:
        return Response(MeShape(self.me).data)

    def patch(self, request: Request) -> Response:
        self.me.change_profile(by=self.me, **self.checked())
        return Response(MeShape(self.me).data)

    def delete(self, request: Request) -> Response:
        self.me.end(by=self.me)
        return Response(status=204)


class PhotoWish(serializers.Serializer[Any]):
    photo = serializers.FileField(allow_empty_file=True)  # an empty one is refused with a sentence of our own


class Photo(Endpoint):
    """PUT: show this picture, sent as multipart/form-data. DELETE: show none."""

    needs = PROFILE
    serializer_class = PhotoWish
    answer = MeShape
    parser_classes = (MultiPartParser,)

    def put(self, request: Request) -> Response:
        self.me.change_photo(by=self.me, photo=photos.keep_photo(self.checked()["photo"], self.me))
        return Response(MeShape(self.me).data)

    def delete(self, request: Request) -> Response:
        self.me.change_photo(by=self.me, photo=None)
        return Response(status=204)


class PlaceShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="firm_id")
    name = serializers.CharField(source="firm")
    role = serializers.CharField()


class Firms(Endpoint):
    """GET: the firms I work in; a browser chooses on its page. A token works in one firm and hears of no other."""

    needs = MEMBER
    permission_classes = (BySessionOnly,)
    answer, lists = PlaceShape, True
    pagination_class = None

    def get(self, request: Request) -> Response:
        return Response({"results": PlaceShape(places_of(self.me.person), many=True).data})


class Preferences(Endpoint):
    """PATCH: how the screens look and behave for me."""

    needs = PROFILE
    serializer_class = PreferencesWish
    answer = PreferencesWish

    def patch(self, request: Request) -> Response:
        self.me.prefer(**self.checked())
        return Response(self.me.preferences)


class OwnFirm(Endpoint):
    """GET and PATCH: the firm."""

    needs = {"GET": MEMBER, "PATCH": FIRM}
    serializer_class = FirmWish
    answer = FirmShape

    def get(self, request: Request) -> Response:
        return Response(FirmShape(self.me.firm).data)

    def patch(self, request: Request) -> Response:
        self.me.firm.change(by=self.me, **self.checked())
        return Response(FirmShape(self.me.firm).data)
