"""Faces of colleagues: kept like any file, shown as a square without the camera's metadata."""

import io
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership
from accounts.photos import Photos, register
from files.errors import BadPicture, NotAPicture
from files.intake import examine
from files.kinds import SHOWN
from files.limits import PHOTO_SIDE
from files.models import File
from files.pictures import NoPicture, thumbnail


def keep(upload: Any, by: Membership) -> UUID:
    """Only a copy is kept, without what the camera noted: every colleague may open it, and where somebody lives stays theirs."""
    found = examine(upload, upload.name or "")
    if not any(kind.media_type == found.media_type for kind in SHOWN):
        raise NotAPicture(name=found.name)
    try:
        photo = thumbnail(upload, PHOTO_SIDE)
    except NoPicture as error:
        raise BadPicture(name=found.name) from error
    return File.take_in(io.BytesIO(photo), name=found.name, by=by).pk


def url(id: UUID) -> str:
    """The colleagues' door to the square, whichever host is being answered now."""
    return reverse("files:square", urlconf=settings.ROOT_URLCONF, args=[id])


register(Photos(keep=keep, url=url))
