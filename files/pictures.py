"""Pictures: their size before they are decoded, and small copies of them."""

import io
import warnings
from collections.abc import Callable
from threading import Lock
from typing import BinaryIO

from PIL import Image, ImageOps

from files.limits import MAX_PIXELS

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
TURNED = range(5, 9)
"""EXIF orientations that lie on their side."""
ORIENTATION = 0x0112
TURNABLE = ("JPEG", "WEBP")
"""Formats in which cameras lay pictures on their side, and whose header says so without decoding."""
STRIP = 2_000_000
"""Pixels that are copied at a time."""
LANCZOS = Image.Resampling.LANCZOS
Box = tuple[int, int, int, int]

_one_at_a_time = Lock()


class NoPicture(ValueError):
    """Pillow cannot read it."""


class PixelFlood(ValueError):
    """More than MAX_PIXELS of its format; never decoded."""

    def __init__(self, limit: int) -> None:
        self.limit = limit


def measure(content: BinaryIO) -> tuple[int, int]:
    """Width and height as shown. Reads the header and checks the structure, decodes nothing."""
    try:
        with _opened(content) as picture:
            width, height = picture.size
            turned = picture.format in TURNABLE and picture.getexif().get(ORIENTATION) in TURNED
        with _opened(content) as picture:
            picture.verify()
    except PixelFlood:
        raise
    except Exception as error:  # Pillow raises what its decoders raise: OSError, SyntaxError, struct.error, …
        raise NoPicture(str(error)) from error
    finally:
        content.seek(0)
    return (height, width) if turned else (width, height)


def thumbnail(content: BinaryIO, side: int) -> bytes:
    """A WebP that fits into a square of `side`, upright, without the original's metadata."""
    return _small(content, side, lambda picture: ImageOps.contain(picture, _smaller(picture, side), LANCZOS))


def square(content: BinaryIO, side: int) -> bytes:
    """The middle of the picture as a square of `side`, for faces."""
    return _small(content, side, lambda picture: ImageOps.fit(picture, (side, side), LANCZOS), cut=True)


def _small(content: BinaryIO, side: int, shrink: Callable[[Image.Image], Image.Image], *, cut: bool = False) -> bytes:
    out = io.BytesIO()
    try:
        with _one_at_a_time, _opened(content) as original:
            original.draft("RGB", (side * 2, side * 2))  # a JPEG is decoded at the size it is needed in
            box = _middle(original.size) if cut else (0, 0, *original.size)
            upright = ImageOps.exif_transpose(_reduced(original, box, side))
            shrink(upright).save(out, "WEBP", quality=82, method=4)
    except PixelFlood:
        raise
    except Exception as error:
        raise NoPicture(str(error)) from error
    return out.getvalue()


def _opened(content: BinaryIO) -> Image.Image:
    content.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(content, formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise PixelFlood(max(MAX_PIXELS.values())) from error
    limit = MAX_PIXELS[picture.format or "WEBP"]
    if picture.width * picture.height > limit:
        raise PixelFlood(limit)
    return picture


def _reduced(picture: Image.Image, box: Box, side: int) -> Image.Image:
    """The part of the picture in `box`, at most some four times as large as `side` asks for. Made strip by strip: what
    was decoded is never copied whole."""
    left, top, right, bottom = box
    factor = max(1, max(right - left, bottom - top) // (side * 2))
    mode = "RGBA" if _see_through(picture) else "RGB"
    small = Image.new(mode, (-(-(right - left) // factor), -(-(bottom - top) // factor)))
    rows = max(1, STRIP // (factor * (right - left)))
    for row in range(0, small.height, rows):
        strip = (left, top + row * factor, right, min(top + (row + rows) * factor, bottom))
        small.paste(picture.crop(strip).convert(mode).reduce(factor), (0, row))
    small.getexif()[ORIENTATION] = picture.getexif().get(ORIENTATION, 1)
    return small


def _middle(size: tuple[int, int]) -> Box:
    width, height = size
    side = min(size)
    left, top = (width - side) // 2, (height - side) // 2
    return (left, top, left + side, top + side)


def _smaller(picture: Image.Image, side: int) -> tuple[int, int]:
    """Nothing is made larger."""
    return (min(side, picture.width), min(side, picture.height))


def _see_through(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
