"""Links to content: what they open, for whom, for how long, and how it is served."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core import clock
from files import links, store
from files.errors import LinkInvalid
from files.limits import PREVIEWED
from files.models import File
from live.models import Job
from live.tasks import run_job
from tests.files.samples import PDF, picture

WORDS = b"".join(b"%06d\n" % number for number in range(40_000))


@pytest.fixture
def content():
    return Client(HTTP_HOST=urlsplit(settings.CONTENT_URL).netloc)


def keep(cast, data=WORDS, name="numbers.txt", by=None, firm=None):
    with cast.scope(firm):
        return File.take_in(io.BytesIO(data), name=name, by=by)


def path_of(url):
    return url.removeprefix(settings.CONTENT_URL)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.covers("Z4")
def test_a_link_gives_the_file_as_a_download_that_runs_nothing(cast, content):
    file = keep(cast)
    response = content.get(path_of(file.url()))
    assert body(response) == WORDS
    assert response["Content-Disposition"] == 'attachment; filename="numbers.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


def test_a_picture_is_shown_in_place_and_a_pdf_is_not(cast, content):
    shown = content.get(path_of(keep(cast, picture(), "plan.png").url()))
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Content-Type"] == "image/png"
    assert content.get(path_of(keep(cast, PDF, "offer.pdf").url()))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=65510-65540", slice(65510, 65541)),
        ("bytes=100000-", slice(100000, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=5-99999999", slice(5, None)),
    ],
)
def test_a_range_is_a_part(cast, content, asked, part):
    response = content.get(path_of(keep(cast).url()), headers={"Range": asked})
    assert response.status_code == 206
    assert body(response) == WORDS[part]
    assert int(response["Content-Length"]) == len(WORDS[part])


def test_a_range_behind_the_end_is_refused_and_nonsense_is_ignored(cast, content):
    path = path_of(keep(cast).url())
    behind = content.get(path, headers={"Range": f"bytes={len(WORDS)}-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(WORDS)}")
    for nonsense in ("bytes=9-5", "lines=1-2", "bytes=0-1,5-6", "bytes=-", "x"):
        assert content.get(path, headers={"Range": nonsense}).status_code == 200


def test_what_the_browser_has_is_not_sent_again(cast, content):
    path = path_of(keep(cast).url())
    first = content.get(path)
    body(first)
    assert content.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    changed = content.get(path, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert changed.status_code == 200


def test_a_link_ends(cast, content):
    file = keep(cast)
    path = path_of(file.url(lasts=timedelta(hours=1)))
    with time_machine.travel(clock.now() + timedelta(hours=8)):
        expired = content.get(path)
    assert expired.status_code == 410
    assert "expired" in expired.content.decode()


def test_a_forged_link_opens_nothing(cast, content):
    file = keep(cast)
    path = path_of(file.url())
    head, token = path.rsplit("/", 1)
    for forged in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "A" * 60,
        token[:-4],
        token + "AAAA",
        "ü" * 60,
        "x",
    ):
        assert content.get(f"{head}/{forged}").status_code == 404
    later = links.LAYOUT.pack(cast.acme.pk, 2**32 - 1, file.pk.bytes, 0)
    assert content.get("/f/" + links.base64.urlsafe_b64encode(later + b"0" * 16).decode()).status_code == 404


def test_a_link_is_for_one_firm_and_one_purpose(cast, content):
    file = keep(cast, picture(), "plan.png")
    ends = links.end_of(timedelta(hours=1))
    foreign = links.sign(cast.borealis.pk, file.pk, links.FULL, ends)
    assert content.get(f"/f/{foreign}").status_code == 404
    small = content.get(path_of(file.thumbnail_url()))
    assert small["Content-Type"] == "image/webp"


def test_thumbnails_fit_and_squares_are_square_and_keep_no_metadata(cast, content):
    photo = picture(
        "JPEG", (1600, 900), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    )
    file = keep(cast, photo, "face.jpg")
    for url, size in ((file.thumbnail_url(), (360, 640)), (file.square_url(), (192, 192))):
        for _again in range(2):
            small = Image.open(io.BytesIO(body(content.get(path_of(url)))))
            assert small.size == size
            assert not small.getexif()


def test_damage_is_an_answer(cast, content):
    file = keep(cast)
    path = store.place(file.firm_id, file.sha256)
    data = path.read_bytes()
    path.write_bytes(data[:5000] + b"x" + data[5001:])
    damaged = content.get(path_of(file.url()))
    assert damaged.status_code == 500
    assert "damaged" in damaged.content.decode()


def test_the_content_host_serves_nothing_else_and_sees_no_cookie(content):
    assert content.get("/inbox/").status_code == 404
    assert content.get("/accounts/login/").status_code == 404


def test_a_colleague_opens_what_is_theirs_and_a_stranger_finds_nothing(cast):
    file = keep(cast, by=cast.bob)
    door = f"/files/{file.pk}/"
    assert cast.client_for(cast.bob).get(door)["Location"].startswith(settings.CONTENT_URL)
    assert cast.client_for(cast.carol).get(door).status_code == 404
    assert cast.client_for(cast.boris).get(door).status_code == 404
    assert cast.client_for().get(door).status_code == 302


def test_everybody_in_the_firm_sees_a_face(cast):
    file = keep(cast, picture(), "me.png", by=cast.bob)
    with cast.scope():
        cast.bob.photo = file.pk
        cast.bob.save()
    assert cast.client_for(cast.carol).get(f"/files/{file.pk}/square/").status_code == 302
    assert cast.client_for(cast.boris).get(f"/files/{file.pk}/square/").status_code == 404


def test_a_face_is_kept_without_what_the_camera_noted(cast, content):
    """Every colleague may open the whole photo, by the door and by the API."""
    camera = Image.Exif()
    camera[0x0112] = 6
    camera[0x010F] = "A telling camera"
    camera.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    photo = picture("JPEG", (1600, 900), exif=camera.tobytes())
    bob = cast.client_for(cast.bob)
    assert bob.post(reverse("accounts:photo"), {"photo": SimpleUploadedFile("me.jpg", photo)}).status_code == 302
    seen = cast.client_for(cast.carol).get(f"/files/{cast.fresh(cast.bob).photo}/")
    kept = body(content.get(path_of(seen["Location"])))
    assert Image.open(io.BytesIO(kept)).size == (576, 1024)
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"telling" not in kept


def test_a_browser_asks_for_the_right_to_a_file_each_time(cast):
    """Who signs out leaves no way in behind; small copies may be shown again for a while."""
    file = keep(cast, picture(), "plan.png", by=cast.bob)
    bob = cast.client_for(cast.bob)
    whole = bob.get(f"/files/{file.pk}/")
    assert whole["Cache-Control"] == "no-store"
    assert bob.get(f"/files/{file.pk}/thumbnail/")["Cache-Control"] == "private, max-age=300"
    ends_at = links.read(whole["Location"].rpartition("/")[2]).ends_at
    assert ends_at <= clock.now() + timedelta(hours=6, minutes=10)


def test_an_export_may_be_larger_than_an_upload(cast, content, settings):
    settings.FILE_MAX_BYTES = 1000
    cast.conversation("A long story. " * 100)
    alice = cast.client_for(cast.alice)
    alice.post("/work/", {"kind": "inbox.export"})
    with cast.scope():
        job = Job.objects.get(started_by=cast.alice)
    run_job(firm_id=cast.acme.pk, job_id=str(job.pk))
    done = alice.get(reverse("api:job", args=[job.pk])).json()
    assert done["state"] == "done", done
    exported = content.get(path_of(done["result"]))
    assert b"A long story." in body(exported)
    assert exported["Content-Disposition"].endswith('.jsonl"')


def test_the_same_bytes_are_kept_once_in_a_firm_and_apart_between_firms(cast):
    one, two, theirs = keep(cast), keep(cast, name="again.txt"), keep(cast, firm=cast.borealis)
    assert one.sha256 == two.sha256 == theirs.sha256
    assert store.place(one.firm_id, one.sha256) == store.place(two.firm_id, two.sha256)
    assert store.place(theirs.firm_id, theirs.sha256).exists()
    assert one.pk != two.pk


@pytest.mark.covers("I2")
@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("Fees, <b>gros</b>\n€ 5".encode(), "Fees, &lt;b&gt;gros&lt;/b&gt;\n€ 5"),
        ("Grüße".encode("utf-16"), "Grüße"),
        (b"\xef\xbb\xbfname;fee\n", "name;fee"),
        ("Grüße – 5 €".encode("cp1252"), "Grüße – 5 €"),
    ],
)
def test_a_text_is_read_in_place_whoever_wrote_it(cast, client_for, content, shown) -> None:
    page = client_for(cast.bob).get(reverse("files:text", args=[keep(cast, content, "fees.csv", by=cast.bob).pk]))
    assert shown in page.content.decode()
    assert "This is the beginning" not in page.content.decode()


@pytest.mark.covers("I2")
def test_of_a_long_text_the_beginning_is_read_and_of_other_files_none(cast, client_for) -> None:
    bob = client_for(cast.bob)
    long = bob.get(reverse("files:text", args=[keep(cast, b"\xc3\xa9" * 150_000, by=cast.bob).pk])).content.decode()
    assert "This is the beginning" in long
    assert long.count("é") == PREVIEWED // 2
    assert bob.get(reverse("files:text", args=[keep(cast, PDF, "a.pdf", by=cast.bob).pk])).status_code == 404


@pytest.mark.covers("I2")
def test_a_pdf_is_looked_at_and_nothing_else_is(cast, client_for, content) -> None:
    pdf, text = keep(cast, PDF, "offer.pdf", by=cast.bob), keep(cast, by=cast.bob)
    bob = client_for(cast.bob)
    assert bob.get(reverse("files:look", args=[text.pk])).status_code == 404
    door = bob.get(reverse("files:look", args=[pdf.pk]))
    shown = content.get(path_of(door["Location"]))
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("application/pdf", 'inline; filename="offer.pdf"')
    assert "sandbox" not in shown["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    saved = content.get(path_of(pdf.url()))
    assert saved["Content-Disposition"].startswith("attachment")
    assert "sandbox" in saved["Content-Security-Policy"]
    forged = links.link(text.firm_id, text.pk, links.LOOK, timedelta(minutes=1))
    assert content.get(path_of(forged)).status_code == LinkInvalid.status
