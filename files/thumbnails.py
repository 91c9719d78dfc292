"""Small copies of pictures, made when first asked for and kept beside the original, encrypted like it."""

import io
import tempfile
from typing import TYPE_CHECKING, Any

from files import pictures, store
from files.limits import SQUARE_SIDE, THUMBNAIL_SIDE
from files.links import SQUARE, Purpose

if TYPE_CHECKING:
    from files.models import File

IN_MEMORY = 8 * 1024 * 1024


def small_copy(file: "File", purpose: Purpose) -> bytes:
    """The small copy's bytes."""
    name = f"{file.sha256}.{purpose}"
    size = store.size_of(file.firm_id, name)
    if size is not None:
        return b"".join(store.read(file.firm_id, name, size))
    small = _make(file, purpose)
    store.put(file.firm_id, name, len(small), io.BytesIO(small))
    return small


def _make(file: "File", purpose: Purpose) -> bytes:
    whole: Any  # a file in all but its declared type
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as whole:
        whole.writelines(file.read())
        whole.seek(0)
        if purpose == SQUARE:
            return pictures.square(whole, SQUARE_SIDE)
        return pictures.thumbnail(whole, THUMBNAIL_SIDE)
