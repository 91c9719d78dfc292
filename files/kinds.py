"""Which kinds of file are taken, and how the content is told apart. The name is never asked.

Pure: bytes in, a Kind out.
"""

import codecs
import re
import zipfile
from dataclasses import dataclass
from typing import Any, BinaryIO

import puremagic
from django.utils.translation import gettext_lazy as _

from files.limits import LONGEST_LIST, MAX_ENTRIES


@dataclass(frozen=True)
class Kind:
    """`extensions` are the names it may go by, the usual one first; `label` goes into a sentence."""

    media_type: str
    label: Any
    extensions: tuple[str, ...]
    is_picture: bool = False
    is_taken: bool = True


def _kind(media_type: str, label: Any, extensions: str, **more: bool) -> Kind:
    return Kind(media_type, label, tuple(extensions.split()), **more)


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."

PNG = _kind("image/png", _("a PNG picture"), "png", is_picture=True)
JPEG = _kind("image/jpeg", _("a JPEG picture"), "jpg jpeg jfif jpe", is_picture=True)
GIF = _kind("image/gif", _("a GIF picture"), "gif", is_picture=True)
WEBP = _kind("image/webp", _("a WebP picture"), "webp", is_picture=True)
SHOWN = (PNG, JPEG, GIF, WEBP)
"""Pictures that every browser shows and that carry no script. All else is only ever downloaded."""

TEXT = _kind(
    "text/plain",
    _("plain text"),
    "txt csv tsv md log key json jsonl yaml yml ini eml vcf ics srt tex sql rst conf xml po",
)
ZIP = _kind("application/zip", _("a ZIP archive"), "zip")
# Documents with macros are taken, under the names that say so: clients send them daily, the older .doc and .xls hold
# macros without saying so, all of them are only ever downloaded, and Office runs no macro that came from the internet.
WORD = _kind(f"{OFFICE}wordprocessingml.document", _("a Word document"), "docx dotx docm")
EXCEL = _kind(f"{OFFICE}spreadsheetml.sheet", _("an Excel workbook"), "xlsx xltx xlsm")
POWERPOINT = _kind(f"{OFFICE}presentationml.presentation", _("a PowerPoint presentation"), "pptx potx ppsx pptm")
WRITER = _kind(f"{OPEN}text", _("an OpenDocument text"), "odt ott")
CALC = _kind(f"{OPEN}spreadsheet", _("an OpenDocument spreadsheet"), "ods ots")
IMPRESS = _kind(f"{OPEN}presentation", _("an OpenDocument presentation"), "odp otp odg")
PAGES = _kind("application/x-iwork", _("an iWork document"), "pages numbers key")

PROGRAM = _kind("application/x-executable", _("a program"), "", is_taken=False)
WEB_PAGE = _kind("text/html", _("a web page"), "html htm", is_taken=False)
DRAWING = _kind("image/svg+xml", _("an SVG drawing"), "svg", is_taken=False)
UNKNOWN = _kind("application/octet-stream", _("of a kind we do not know"), "", is_taken=False)

PDF = _kind("application/pdf", _("a PDF"), "pdf ai")

BY_MAGIC = {
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".gif": GIF,
    ".webp": WEBP,
    ".pdf": PDF,
    ".rtf": _kind("application/rtf", _("a rich text"), "rtf doc"),
    ".doc": _kind("application/x-ole-storage", _("an Office document"), "doc xls ppt msg dot xlt vsd pps"),
    ".heic": _kind("image/heic", _("a HEIC picture"), "heic heif hif"),
    ".avif": _kind("image/avif", _("an AVIF picture"), "avif"),
    ".tif": _kind("image/tiff", _("a TIFF picture"), "tif tiff"),
    ".tiff": _kind("image/tiff", _("a TIFF picture"), "tif tiff"),
    ".mp3": _kind("audio/mpeg", _("an MP3 recording"), "mp3"),
    ".m4a": _kind("audio/mp4", _("an M4A recording"), "m4a"),
    ".ogg": _kind("audio/ogg", _("an Ogg recording"), "ogg oga opus ogv"),
    ".wav": _kind("audio/wav", _("a WAV recording"), "wav"),
    ".flac": _kind("audio/flac", _("a FLAC recording"), "flac"),
    ".mp4": _kind("video/mp4", _("an MP4 film"), "mp4 m4v m4a"),
    ".mov": _kind("video/quicktime", _("a QuickTime film"), "mov qt"),
    ".webm": _kind("video/webm", _("a WebM film"), "webm mkv weba"),
    ".7z": _kind("application/x-7z-compressed", _("a 7-Zip archive"), "7z"),
    ".rar": _kind("application/vnd.rar", _("a RAR archive"), "rar"),
    ".gz": _kind("application/gzip", _("a gzip archive"), "gz tgz"),
}
SHORTEST_MAGIC = 3
"""Signatures of one or two bytes say nothing."""
WRITTEN = {b"%PDF-": ".pdf", b"{\\rtf": ".rtf"}
"""Documents that may be text throughout."""
BRANDS = {
    ".heic": "heic heix heim heis hevc hevx mif1 msf1",
    ".avif": "avif avis",
    ".m4a": "M4A M4B M4P",
    ".mov": "qt",
}

PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\0\0\0\x01\x14\x02\0",
)
PROGRAM_NAMES = frozenset(
    """
    exe com scr bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta msi msp msix lnk url scf reg jar apk app dmg pkg deb rpm
    sh bash zsh appx appxbundle msixbundle msu vsix xpi crx ipa
    cpl dll sys pif gadget inf iso img vhd xll one chm htm html xhtml shtml mht mhtml svg svgz swf
    """.split()  # noqa: SIM905  (a list of words reads better as words)
)
"""Names that a computer runs, installs or opens as a page when clicked. Refused whatever is inside. Text under any other
name that we do not know becomes a .txt (files/names.py), for there are always more."""

# The opening tags by which browsers take text for a page (WHATWG MIME Sniffing Standard, section 7.1).
PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
SVG = re.compile(
    rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*|<!doctype\s+svg[^>]*>\s*)*<(?:\w+:)?svg[\s>]", re.IGNORECASE | re.DOTALL
)
MARKUP_IN_PICTURE = re.compile(rb"<(?:script|html|svg|!doctype\s|iframe|\?php)", re.IGNORECASE)
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
HEAD = 4096
ENTRY = b"PK\x01\x02"
"""Begins each entry in an archive's list (APPNOTE.TXT, 4.3.12)."""


class EntryFlood(ValueError):
    """An archive with more than MAX_ENTRIES; its list is never read to the end."""


def recognise(content: BinaryIO) -> Kind:
    """What the content is. Reads the beginning, the end and, of an archive, the list of its entries.

    Raises EntryFlood.
    """
    content.seek(0)
    head = content.read(HEAD)
    content.seek(0)
    if head.startswith(PROGRAMS):
        return PROGRAM
    text = _as_text(head)
    if text is not None and SVG.match(text):
        return DRAWING
    if text is not None and PAGE.match(text):
        return WEB_PAGE
    if text is not None:
        return next((BY_MAGIC[extension] for magic, extension in WRITTEN.items() if head.startswith(magic)), TEXT)
    if head.startswith(b"PK"):
        return _archive(content)
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    return _by_magic(content)


def as_words(content: bytes) -> str:
    """A text, or its beginning, whose encoding nobody has told: by its mark, else UTF-8, else what Windows writes in the West."""
    for bom, encoding in BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content)  # a character that is cut at the end is left out
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def is_two_things(kind: Kind, content: BinaryIO) -> bool:
    """Whether a picture is something else as well: a page or a PDF at its head, an archive at its end."""
    if not kind.is_picture:
        return False
    content.seek(0)
    head = content.read(HEAD)[:1024]
    content.seek(0)
    return b"%PDF-" in head or MARKUP_IN_PICTURE.search(head) is not None or zipfile.is_zipfile(content)


def _by_magic(content: BinaryIO) -> Kind:
    try:
        answers = puremagic.magic_stream(content)  # most telling first
    except puremagic.PureError:
        return UNKNOWN
    for answer in answers:
        if answer.extension in BY_MAGIC and len(answer.byte_match) >= SHORTEST_MAGIC and 0 <= answer.offset <= 16:
            return BY_MAGIC[answer.extension]
    return UNKNOWN


def _by_brand(head: bytes) -> Kind:
    """The family of ISO base media (ISO/IEC 14496-12): films, recordings and pictures tell themselves by a brand."""
    brand = head[8:12].decode("latin-1")
    for extension, brands in BRANDS.items():
        if brand in brands.split():
            return BY_MAGIC[extension]
    return BY_MAGIC[".mp4"]


class _Listed:
    """An archive of which its list may be read, while that is of a reasonable length.

    What an archive says of its list's length may be a lie, so what is read is counted.
    """

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self._left, self._entries_left = LONGEST_LIST, MAX_ENTRIES
        self.seek, self.tell, self.seekable = content.seek, content.tell, content.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(data)
        self._entries_left -= data.count(ENTRY)
        if self._left < 0 or self._entries_left < 0:
            raise EntryFlood
        return data


def _archive(content: BinaryIO) -> Kind:
    """A ZIP by the names of its entries; nothing is unpacked."""
    try:
        with zipfile.ZipFile(_Listed(content)) as archive:
            names = set(archive.namelist())
    except EntryFlood:
        raise
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return UNKNOWN
    finally:
        content.seek(0)
    if names & {"META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex"} and "[Content_Types].xml" not in names:
        return PROGRAM if "META-INF/manifest.xml" not in names else WRITER
    if "[Content_Types].xml" in names:
        tops = {name.split("/", 1)[0] for name in names}
        return WORD if "word" in tops else EXCEL if "xl" in tops else POWERPOINT if "ppt" in tops else ZIP
    if "mimetype" in names:
        return _open_document(content)
    if "Index/Document.iwa" in names:
        return PAGES
    return ZIP


def _open_document(content: BinaryIO) -> Kind:
    content.seek(0)
    head = content.read(128)
    content.seek(0)
    for kind in (WRITER, CALC, IMPRESS):
        if kind.media_type.encode() in head:
            return kind
    return ZIP


def _as_text(head: bytes) -> bytes | None:
    """The head as UTF-8 where it is text of some kind, else None."""
    for bom, encoding in BOMS.items():
        if head.startswith(bom):
            return head[: len(head) // 2 * 2].decode(encoding, errors="ignore").encode()
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return None
    return head


BY_RISKY_NAME = {
    "html": WEB_PAGE,
    "htm": WEB_PAGE,
    "xhtml": WEB_PAGE,
    "shtml": WEB_PAGE,
    "svg": DRAWING,
    "svgz": DRAWING,
}
TWO_THINGS = _("a picture and something else in one")
_CLAIMS: dict[str, set[Kind]] = {}
for _one in (*BY_MAGIC.values(), WEBP, TEXT, ZIP, WORD, EXCEL, POWERPOINT, WRITER, CALC, IMPRESS, PAGES):
    for _ending in _one.extensions:
        _CLAIMS.setdefault(_ending, set()).add(_one)


def claimed_by(ending: str) -> set[Kind]:
    """The kinds that a name with this ending promises; empty for an ending we do not know."""
    return _CLAIMS.get(ending, set())
