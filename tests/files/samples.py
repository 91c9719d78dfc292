"""Small files of every kind, made here."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def picture(format: str = "PNG", size: tuple[int, int] = (64, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (15, 110, 110)).save(out, format, **options)
    return out.getvalue()


def archive(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if first:
            file.writestr(*first)
        for name in names:
            file.writestr(name, b"-")
    return out.getvalue()


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(500)
HTML = b"<!doctype html><html><script>alert(document.domain)</script></html>"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
