"""The numbers of this room. Bytes, pixels and seconds; FILE_MAX_BYTES is a setting."""

from datetime import timedelta

MAX_PIXELS = {"JPEG": 50_000_000, "PNG": 36_000_000, "GIF": 36_000_000, "WEBP": 16_000_000}
"""A phone's largest photo, a page scanned at 600 dpi. Only a JPEG is decoded at the size it is needed in: a pixel of PNG
takes 4 bytes, one of WebP 16. So no decoding takes more than about 250 MB, for a moment, one at a time in a process."""
MAX_ENTRIES = 10_000
LONGEST_LIST = 4 * 1024 * 1024
"""Of an archive: its entries, and the bytes of their list, which takes about ten times as many when it is read."""
NAME_LENGTH = 120

THUMBNAIL_SIDE = 640
SHOWN_WIDTH, SHOWN_HEIGHT = 320, 256
"""CSS pixels that a picture takes at most in a thread."""
PREVIEWED = 200 * 1024
"""Of a text, to be read in place."""
SQUARE_SIDE = 192
PHOTO_SIDE = 1024
"""A colleague's photo is kept no larger."""

LINK_LASTS = timedelta(hours=24)
LINK_STEP = timedelta(hours=6)
"""Links end on whole steps, so that a page shown again names the same address and the browser keeps the picture."""

KEPT_UNCLAIMED = timedelta(days=1)
"""Bytes without a row are swept once they are this old."""
