"""What is taken in, and the sentence for what is not."""

import io

import pytest

from files import errors
from files.intake import examine
from tests.files.samples import EXE, HTML, PDF, SVG, archive, flood, picture

TAKEN = [
    (picture("PNG"), "plan.png", "image/png"),
    (picture("JPEG"), "photo.JPG", "image/jpeg"),
    (picture("GIF"), "wave.gif", "image/gif"),
    (picture("WEBP"), "small.webp", "image/webp"),
    (PDF, "offer.pdf", "application/pdf"),
    (b"Dear Alice,\n\xc3\xbcber alles.\n", "letter.txt", "text/plain"),
    (b"name,amount\nAcme,12\n", "sums.csv", "text/plain"),
    (b"MM and II begin this line, as BM does", "notes.txt", "text/plain"),
    (b"<note>not a page</note>", "data.xml", "text/plain"),
    (b"\xff\xfe" + "Grüße".encode("utf-16-le"), "notes.txt", "text/plain"),
    (b"{\\rtf1\\ansi Hello}", "letter.rtf", "application/rtf"),
    (archive("a.txt"), "all.zip", "application/zip"),
    (
        archive("[Content_Types].xml", "word/document.xml"),
        "offer.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        archive("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
        "sums.ods",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", "application/x-ole-storage"),
    (b"\x00\x00\x00\x18ftypheic" + bytes(64), "phone.heic", "image/heic"),
    (b"\x00\x00\x00\x18ftypiso6" + bytes(64), "film.mp4", "video/mp4"),
    (b"ID3\x04\x00" + bytes(64), "voice.mp3", "audio/mpeg"),
]

REFUSED = [
    (b"", "empty.pdf", errors.EmptyFile),
    (EXE, "setup.exe", errors.NotTaken),
    (EXE, "photo.png", errors.Disguised),
    (EXE, "invoice.pdf", errors.Disguised),
    (EXE, "noname", errors.NotTaken),
    (b"#!/bin/sh\nrm -rf ~\n", "readme.txt", errors.Disguised),
    (HTML, "page.html", errors.NotTaken),
    (HTML, "photo.jpg", errors.Disguised),
    (HTML, "letter.txt", errors.Disguised),
    (b"\xef\xbb\xbf  <!-- x --><script>1</script>", "letter.txt", errors.Disguised),
    (b"\xff\xfe" + "<html><body>".encode("utf-16-le"), "letter.txt", errors.Disguised),
    (SVG, "logo.svg", errors.NotTaken),
    (SVG, "logo.png", errors.Disguised),
    (b"plain words", "logo.svg", errors.NotTaken),
    (PDF, "photo.png", errors.Disguised),
    (picture("PNG"), "offer.pdf", errors.Disguised),
    (picture("JPEG") + archive("evil.class"), "photo.jpg", errors.Disguised),
    (picture("GIF")[:6] + b"/*<script>*/" + picture("GIF")[6:], "photo.gif", errors.FileRefused),
    (archive("META-INF/MANIFEST.MF", "A.class"), "tool.zip", errors.Disguised),
    (archive("a.txt"), "offer.docx", errors.Disguised),
    (picture("PNG")[:60], "cut.png", errors.BadPicture),
    (flood(30_000, 30_000), "flood.png", errors.TooManyPixels),
    (bytes(range(256)) * 4, "riddle", errors.NotTaken),
    (archive("AppxManifest.xml"), "tool.msixbundle", errors.NotTaken),
]


@pytest.mark.parametrize(("content", "name", "media_type"), TAKEN)
def test_the_content_says_what_it_is(content, name, media_type):
    found = examine(io.BytesIO(content), name)
    assert (found.media_type, found.size) == (media_type, len(content))


@pytest.mark.parametrize(("content", "name", "error"), REFUSED)
def test_what_is_not_taken_ends_in_a_sentence(content, name, error):
    with pytest.raises(error) as refused:
        examine(io.BytesIO(content), name)
    assert str(refused.value).endswith(".")
    assert "%(" not in str(refused.value)
    assert name in str(refused.value)


def test_too_large_says_the_limit(settings):
    settings.FILE_MAX_BYTES = 1024
    examine(io.BytesIO(b"x" * 1024), "just.txt")
    with pytest.raises(errors.TooLarge, match=r"1\.0\xa0KB"):
        examine(io.BytesIO(b"x" * 1025), "more.txt")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\a\\sums.txt", "sums.txt"),
        ("two\nlines\u202etxt.exe.txt", "two linestxt.exe.txt"),
        ('a<b>:"c"|?*.txt', "a_b___c____.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
        ("...", "file.txt"),
        ("noending", "noending.txt"),
    ],
)
def test_names_are_tidied(said, kept):
    assert examine(io.BytesIO(b"words"), said).name == kept


@pytest.mark.parametrize(
    "ending",
    ["rdp", "library-ms", "settingcontent-ms", "application", "command", "desktop", "py", "wsb", "ps1xml", "c"],
)
def test_text_behind_an_ending_we_do_not_know_opens_as_text(ending):
    assert examine(io.BytesIO(b"[Shell]\nCommand=calc\n"), f"offer.{ending}").name == f"offer.{ending}.txt"
    long = examine(io.BytesIO(b"words"), f"{'x' * 300}.{ending}").name
    assert long.endswith(".txt")
    assert len(long) <= 120


@pytest.mark.parametrize("name", ["sums.csv", "export.jsonl", "Read.MD", "invite.ics"])
def test_text_that_says_what_it_is_keeps_its_name(name):
    assert examine(io.BytesIO(b"words"), name).name == name


def test_a_document_with_macros_keeps_the_name_that_says_so():
    document = archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")
    assert examine(io.BytesIO(document), "sums.xlsm").name == "sums.xlsm"


def test_an_archive_of_very_many_files_is_refused_before_they_are_counted():
    with pytest.raises(errors.TooManyEntries, match=r"more than 10,000 files\."):
        examine(io.BytesIO(archive(*(f"{number}" for number in range(10_001)))), "all.zip")
    assert examine(io.BytesIO(archive(*(f"{number}" for number in range(10_000)))), "all.zip").name == "all.zip"


def test_an_archive_that_lies_about_its_list_is_refused():
    many = bytearray(archive(*(f"{number}" for number in range(10_001))))
    end = many.rindex(b"PK\x05\x06")
    many[end + 8 : end + 12] = b"\1\0\1\0"  # one entry, it says
    with pytest.raises(errors.TooManyEntries):
        examine(io.BytesIO(many), "all.zip")


def test_an_archive_with_names_without_end_is_refused():
    with pytest.raises(errors.TooManyEntries):
        examine(io.BytesIO(archive(*(f"{number:060000}" for number in range(80)))), "all.zip")


def test_a_picture_under_another_pictures_name_gets_its_own():
    assert examine(io.BytesIO(picture("WEBP")), "photo.jpg").name == "photo.webp"


def test_a_picture_is_measured_as_it_is_shown():
    on_its_side = picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
    found = examine(io.BytesIO(on_its_side), "phone.jpg")
    assert (found.width, found.height) == (40, 64)
