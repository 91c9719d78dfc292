"""Small copies of large pictures: what they cost, whatever somebody made to cost much."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from files import errors, pictures
from files.intake import examine
from files.limits import MAX_PIXELS, THUMBNAIL_SIDE
from tests.files.samples import flood, picture
from tools.environment import variables
from tools.places import PYTHON, ROOT

LARGEST = [
    ("PNG", "RGBA", (6000, 6000)),
    ("PNG", "RGBA", (300, 120_000)),
    ("GIF", "P", (6000, 6000)),
    ("WEBP", "RGBA", (4000, 4000)),
    ("JPEG", "RGB", (60_000, 800)),
    ("JPEG", "RGB", (7000, 7000)),
]
MOST = 330
"""Megabytes above what the process took before."""
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024
AT_ONCE = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from files.pictures import square, thumbnail

def small(make):
    with open(sys.argv[1], "rb") as file:
        return make(file, 640)

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with ThreadPoolExecutor(4) as threads:
    list(threads.map(small, [thumbnail, square] * 2))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(("format", "mode", "size"), LARGEST)
def test_many_of_the_largest_at_once_take_no_more_memory_than_one(tmp_path: Path, format, mode, size) -> None:
    assert size[0] * size[1] <= MAX_PIXELS[format]
    file = tmp_path / "large"
    Image.new(mode, size).save(file, format)
    command = [PYTHON, "-c", AT_ONCE, file]
    taken = subprocess.run(command, cwd=ROOT, env=variables(), check=True, capture_output=True, text=True).stdout
    assert int(taken) / MEGABYTE < MOST


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP"])
def test_what_is_decoded_whole_may_have_fewer_pixels_than_a_photo(format) -> None:
    assert MAX_PIXELS[format] < MAX_PIXELS["JPEG"]


def test_the_sentence_says_the_limit_of_this_format() -> None:
    with pytest.raises(errors.TooManyPixels, match="more than 36 million pixels"):
        examine(io.BytesIO(flood(6001, 6001)), "scan.png")


@pytest.mark.parametrize("size", [(64, 40), (2000, 31), (31, 2000), (1281, 1279), (1, 1)])
def test_a_small_copy_has_the_pictures_shape_and_is_never_larger(size) -> None:
    small = Image.open(io.BytesIO(pictures.thumbnail(io.BytesIO(picture("PNG", size)), THUMBNAIL_SIDE)))
    scale = min(1, THUMBNAIL_SIDE / max(size))
    assert small.size == pytest.approx([max(1, round(side * scale)) for side in size], abs=1)


def test_a_small_copy_shows_the_same_picture_and_what_one_sees_through() -> None:
    large = Image.new("RGBA", (3000, 2000), (200, 10, 10, 255))
    large.paste((0, 0, 0, 0), (0, 0, 1500, 2000))
    out = io.BytesIO()
    large.save(out, "PNG")
    small = Image.open(io.BytesIO(pictures.thumbnail(out, THUMBNAIL_SIDE)))
    assert small.getpixel((100, 200))[3] == 0
    assert small.getpixel((540, 200)) == pytest.approx((200, 10, 10, 255), abs=8)
    cut = Image.open(io.BytesIO(pictures.square(out, 192)))
    assert cut.getpixel((40, 100))[3] == 0
    assert cut.getpixel((150, 100))[3] == 255
