"""Examining what someone uploads, before a byte of it is kept."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import filesizeformat

from files import kinds, pictures
from files.errors import BadPicture, Disguised, EmptyFile, NotTaken, TooLarge, TooManyEntries, TooManyPixels
from files.kinds import Kind
from files.limits import MAX_ENTRIES
from files.names import ending_of, fitting, tidy_name

CHUNK = 256 * 1024


@dataclass(frozen=True)
class Examined:
    """What the content is, whatever the browser said about it."""

    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


def examine(content: BinaryIO, name: str, largest: int | None = None) -> Examined:
    """What this file is; raises a FileRefused with a sentence where it is not taken, or has more than `largest` bytes."""
    name = tidy_name(name) or "file"
    size, sha256 = weigh(content, name, settings.FILE_MAX_BYTES if largest is None else largest)
    kind = recognise(content, name)
    check_kind(kind, name, content)
    width, height = measure(content, name) if kind.is_picture else (None, None)
    content.seek(0)
    return Examined(fitting(name, kind), kind.media_type, size, sha256, width, height)


def weigh(content: BinaryIO, name: str, limit: int) -> tuple[int, str]:
    """Size and hash, read once; stops at the limit."""
    size, digest = 0, hashlib.sha256()
    content.seek(0)
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge(name=name, limit=filesizeformat(limit))
        digest.update(chunk)
    if not size:
        raise EmptyFile(name=name)
    return size, digest.hexdigest()


def recognise(content: BinaryIO, name: str) -> Kind:
    try:
        return kinds.recognise(content)
    except kinds.EntryFlood as error:
        raise TooManyEntries(name=name, limit=intcomma(MAX_ENTRIES)) from error


def check_kind(kind: Kind, name: str, content: BinaryIO) -> None:
    """The allow-list, and whether name and content tell the same story."""
    ending = ending_of(name)
    if ending in kinds.PROGRAM_NAMES:
        raise NotTaken(name=name, kind=kinds.BY_RISKY_NAME.get(ending, kinds.PROGRAM).label)
    claimed = kinds.claimed_by(ending)
    if claimed and kind not in claimed and not (kind.is_picture and any(one.is_picture for one in claimed)):
        raise Disguised(name=name, kind=kind.label)
    if not kind.is_taken:
        raise NotTaken(name=name, kind=kind.label)
    if kinds.is_two_things(kind, content):
        raise Disguised(name=name, kind=kinds.TWO_THINGS)


def measure(content: BinaryIO, name: str) -> tuple[int, int]:
    try:
        return pictures.measure(content)
    except pictures.PixelFlood as error:
        raise TooManyPixels(name=name, limit=error.limit // 1_000_000) from error
    except pictures.NoPicture as error:
        raise BadPicture(name=name) from error
