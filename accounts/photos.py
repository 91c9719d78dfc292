"""Where photos are kept and shown from. The files room stands above this one, so it is registered at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass
class Photos:
    """`keep(upload, by)` checks and stores a picture and returns its file id; `url(id)` is where it is shown."""

    keep: Callable[[Any, Any], UUID]
    url: Callable[[UUID], str]


_photos: list[Photos] = []


def register(photos: Photos) -> None:
    _photos[:] = [photos]


def can_keep() -> bool:
    return bool(_photos)


def keep_photo(upload: Any, by: Any) -> UUID:
    return _photos[0].keep(upload, by)


def photo_url(id: UUID) -> str:
    return _photos[0].url(id) if _photos else ""
