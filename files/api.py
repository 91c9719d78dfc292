"""Files over the API: bring one, then hang it on something by its id."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api_auth import MEMBER
from accounts.endpoint import Endpoint
from files.models import File
from files.policies import UPLOAD


class FileShape(serializers.ModelSerializer[File]):
    """`url` and `thumbnail_url` work without a token for about a day; ask again for fresh ones."""

    url = serializers.SerializerMethodField()
    thumbnail_url = serializers.SerializerMethodField()

    class Meta:
        model = File
        fields = ["id", "name", "media_type", "size", "width", "height", "created_at", "url", "thumbnail_url"]

    def get_url(self, file: File) -> str:
        return file.url()

    def get_thumbnail_url(self, file: File) -> str:
        return file.thumbnail_url()


class UploadShape(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True)  # an empty one is refused with our own sentence


class Files(Endpoint):
    needs = {"POST": UPLOAD}
    serializer_class = UploadShape
    answer = FileShape
    parser_classes = [MultiPartParser]

    def post(self, request: Request) -> Response:
        """Examine and keep a file. It opens only to you until you hang it on something."""
        file = File.take_in(self.checked()["file"], by=self.me)
        return Response(FileShape(file).data, status=201)


class OneFile(Endpoint):
    needs = MEMBER
    answer = FileShape

    def get(self, request: Request, pk: UUID) -> Response:
        """A file you may read, with fresh links to it."""
        return Response(FileShape(get_object_or_404(File.objects.visible_to(self.me), pk=pk)).data)


urlpatterns = [
    path("files/", Files.as_view(), name="files"),
    path("files/<uuid:pk>/", OneFile.as_view(), name="file"),
]
