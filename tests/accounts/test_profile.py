"""One's own profile: photo, signature, hours, languages, preferences; and the firm's name and colour."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts import zones
from accounts.models import Firm
from accounts.signature import clean
from tests.accounts.told import changes, kinds

pytestmark = pytest.mark.covers("Z2", "H6")
WEEK = {
    f"working_hours-{day}-0-{edge}": hour
    for day in ("mon", "tue")
    for edge, hour in (("from", "09:00"), ("to", "17:00"))
}


def wish(**more):
    return {"name": "Bob B. Brandt", "job_title": "Partner", "time_zone": "Europe/Vienna", "signature": "", **more}


def test_a_profile_is_saved_and_every_change_is_in_the_trail(cast) -> None:
    client = cast.client_for(cast.bob)
    answer = client.post(reverse("accounts:profile"), wish(languages=["de", "en", ""], **WEEK))
    assert answer.status_code == 302
    bob = cast.fresh(cast.bob)
    assert (bob.name, bob.languages) == ("Bob B. Brandt", ["de", "en"])
    assert bob.working_hours == {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}
    change = changes(cast, "accounts.profile_changed")[0]
    assert (change.before["name"], change.after["name"]) == ("Bob Brandt", "Bob B. Brandt")


def test_saving_the_same_again_is_no_fact(cast) -> None:
    client = cast.client_for(cast.bob)
    for _ in range(2):
        client.post(reverse("accounts:profile"), wish())
    assert kinds(cast).count("accounts.profile_changed") == 1


def test_what_was_typed_stays_when_something_is_wrong(cast) -> None:
    hours = {"working_hours-mon-0-from": "17:00", "working_hours-mon-0-to": "09:00"}
    page = cast.client_for(cast.bob).post(reverse("accounts:profile"), wish(name="", signature="<b>Bob</b>", **hours))
    text = page.content.decode()
    assert page.status_code == 422
    assert 'name="working_hours-mon-0-from" value="17:00"' in text
    assert "&lt;b&gt;Bob&lt;/b&gt;</textarea>" in text
    assert "Give each stretch of work a start and a later end" in text
    assert cast.fresh(cast.bob).name == "Bob Brandt"


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<svg onload="alert(1)"></svg>',
    "<style>*{display:none}</style>",
    '<p style="position:fixed">x</p>',
    '<form action="https://evil.example"><input name="password"></form>',
    "<iframe src='https://evil.example'></iframe>",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_a_hostile_signature_is_defused_when_written_and_in_the_preview(cast, html: str) -> None:
    client = cast.client_for(cast.bob)
    preview = client.post(reverse("accounts:signature-preview"), {"signature": html}).content.decode()
    client.post(reverse("accounts:profile"), wish(signature=html))
    kept = cast.fresh(cast.bob).signature
    for text in (kept, preview):
        for evil in (
            "<script",
            "onerror",
            "onload",
            "javascript:",
            "<style",
            "style=",
            "<form",
            "<input",
            "<iframe",
            "data:",
        ):
            assert evil not in text.lower()


def test_a_decent_signature_stays(cast) -> None:
    html = '<p><b>Bob</b>, <a href="https://acme.example">Acme</a><br><img src="https://acme.example/bob.png" alt="Bob"></p>'
    assert 'href="https://acme.example"' in clean(html)
    assert '<img src="https://acme.example/bob.png" alt="Bob">' in clean(html)


@given(st.text())
def test_cleaning_twice_changes_nothing(html: str) -> None:
    assert clean(clean(html)) == clean(html)


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, kind)
    return SimpleUploadedFile(f"me.{kind.lower()}", out.getvalue())


def test_a_photo_is_shown_and_taken_away(cast) -> None:
    client = cast.client_for(cast.bob)
    client.post(reverse("accounts:photo"), {"photo": picture()})
    bob = cast.fresh(cast.bob)
    assert bob.photo_url
    assert bob.photo_url.encode() in client.get(reverse("accounts:person", args=[bob.pk])).content
    assert cast.client_for(cast.dora).get(bob.photo_url).status_code in (200, 302)
    assert cast.client_for(cast.boris).get(bob.photo_url).status_code == 404
    client.post(reverse("accounts:photo"), {"remove": "1"})
    assert cast.fresh(cast.bob).photo_url == ""


@pytest.mark.parametrize("upload", [b"GIF89a<script>alert(1)</script>", b"<svg onload=alert(1)>", b"just words", b""])
def test_what_is_no_picture_is_refused_with_a_reason(cast, upload: bytes) -> None:
    page = cast.client_for(cast.bob).post(reverse("accounts:photo"), {"photo": SimpleUploadedFile("me.png", upload)})
    assert page.status_code == 422
    assert b"field__error" in page.content
    assert cast.fresh(cast.bob).photo is None


def test_preferences_dress_the_page(cast) -> None:
    client = cast.client_for(cast.bob)
    client.post(reverse("accounts:preferences"), {"theme": "dark", "density": "compact", "sounds": "on"})
    page = client.get(reverse("accounts:preferences")).content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="compact"' in page
    bob = cast.fresh(cast.bob)
    assert (bob.preference("shortcuts"), bob.preference("sounds")) == (False, True)


def test_a_quick_wish_that_is_none_of_the_choices_is_left(cast) -> None:
    client = cast.client_for(cast.bob)
    for data in ({"theme": "<script>"}, {"density": "huge"}, {"unknown": "x"}, {"theme": "light"}):
        assert client.post(reverse("accounts:quick-preference"), data).status_code == 204
    assert cast.fresh(cast.bob).preferences == {"theme": "light"}


def test_the_firms_name_and_colour(cast) -> None:
    client = cast.client_for(cast.alice)
    data = {"name": "Acme & Sons", "time_zone": "Europe/Berlin", "language": "en", "accent": "#AA3300"}
    assert client.post(reverse("accounts:firm"), data).status_code == 302
    page = client.get(reverse("accounts:firm")).content.decode()
    assert "Acme &amp; Sons" in page
    assert "--brand: #aa3300" in page
    assert changes(cast, "accounts.firm_changed")[0].before["name"] == "Acme Advisory"


def test_the_language_of_mails_is_chosen_by_the_page_and_by_the_api(cast) -> None:
    with cast.scope():
        Firm.objects.filter(pk=cast.acme.pk).update(language="fr")  # kept by a version that spoke it
    client, wish = cast.client_for(cast.alice), {"name": "Acme Advisory", "time_zone": "UTC"}
    assert b'name="language"' in client.get(reverse("accounts:firm")).content
    client.post(reverse("accounts:firm"), wish)
    assert client.get("/api/v1/firm/").json()["language"] == "fr"
    client.post(reverse("accounts:firm"), {**wish, "language": "en"})
    assert client.get("/api/v1/firm/").json()["language"] == "en"
    told = client.patch("/api/v1/firm/", {"language": "xx"}, content_type="application/json").json()
    assert list(told["fields"]) == ["language"]
    page = client.post(reverse("accounts:firm"), {**wish, "language": "xx"})
    assert (page.status_code, b"field__error" in page.content) == (422, True)
    with cast.scope():
        Firm.objects.filter(pk=cast.acme.pk).update(language="fr")
    answer = client.patch("/api/v1/firm/", {"language": "en"}, content_type="application/json")
    assert answer.json()["language"] == "en"
    assert [change.after for change in changes(cast, "accounts.firm_changed")] == [{"language": "en"}] * 2


@pytest.mark.parametrize("accent", ["red", "#12", "#12345g", "}</style><script>"])
def test_a_colour_that_is_none_is_told(cast, accent: str) -> None:
    page = cast.client_for(cast.alice).post(
        reverse("accounts:firm"), {"name": "Acme", "time_zone": "UTC", "accent": accent}
    )
    assert page.status_code == 422
    assert b"field__error" in page.content


@pytest.mark.parametrize(
    ("hours", "kept"),
    [
        ({}, {}),
        ({"mon": []}, {}),
        ({"fri": [["13:00", "15:00"], ["09:00", "12:00"]]}, {"fri": [["09:00", "12:00"], ["13:00", "15:00"]]}),
        ({"fri": [["09:00", "12:00"], ["12:00", "13:00"]]}, {"fri": [["09:00", "12:00"], ["12:00", "13:00"]]}),
    ],
)
def test_hours_are_put_in_order(hours, kept) -> None:
    assert zones.check_hours(hours) == kept


@pytest.mark.parametrize(
    "hours",
    [[], {"someday": []}, {"mon": [["09:00"]]}, {"mon": [["09:00", "09:00"]]}, {"mon": [["9", "x"]]},
     {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}, {"mon": "09:00"}],
)  # fmt: skip
def test_hours_that_are_none_are_refused(hours) -> None:
    with pytest.raises((ValueError, TypeError)):
        zones.check_hours(hours)
