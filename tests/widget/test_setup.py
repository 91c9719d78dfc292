"""Setting up inboxes: verbs, audit, who may, and what a wrong word is answered with."""

import pytest

from accounts.models import Team
from inbox.errors import BadColour, InboxNameTaken, InboxNeedsName
from inbox.models import Inbox
from ledger.models import Change, StreamFrame
from tests.inbox import trail
from tests.widget.frame_client import arrived


def save(cast, by, inbox, **said):
    form = {"name": inbox.name, "accent": inbox.accent, "greeting": "", "allowed_origins": ""} | said
    return cast.client_for(by).post(f"/settings/inboxes/{inbox.pk}/", form)


@pytest.mark.covers("W1")
def test_an_admin_sets_up_the_widget_and_the_trail_says_what_changed(cast):
    answer = save(
        cast,
        cast.alice,
        cast.website,
        greeting="Good day",
        allowed_origins="acme.example/contact\nhttps://www.acme.example",
        accent="#aa3300",
    )
    assert answer.status_code == 302
    inbox = cast.fresh(cast.website)
    assert (inbox.greeting, inbox.accent) == ("Good day", "#aa3300")
    assert inbox.allowed_origins == ["https://acme.example", "https://www.acme.example"]
    with cast.scope():
        change = Change.objects.get(kind="inbox.inbox_changed")
    assert change.actor == cast.alice.pk
    assert change.before["accent"] == "#0f6e6e"
    assert change.after["accent"] == "#aa3300"
    page = cast.client_for(cast.alice).get(f"/settings/inboxes/{inbox.pk}/").content.decode()
    assert f"/widget/loader.js&quot; data-inbox=&quot;{inbox.key}&quot;" in page
    assert cast.client_for(cast.alice).get("/settings/audit/").status_code == 200


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"accent": "red; } body { display: none"}, "Write the colour as #"),
        ({"allowed_origins": "https://a.example\nhttps://*.evil.example; script-src *"}, "is no address of a website"),
        ({"name": "Careers"}, "Another inbox has this name."),
        ({"greeting": "x" * 301}, "at most 300"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(cast, said, sentence):
    cast.inbox("Careers")
    answer = save(cast, cast.alice, cast.website, **({"greeting": "Keep what I typed"} | said))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Keep what I typed" in page or "greeting" in said
    assert cast.fresh(cast.website).greeting == ""


def test_teams_that_lose_an_inbox_stop_hearing_it(cast):
    with cast.scope():
        team = Team.form(by=cast.alice, name="Tax")
        team.add(cast.carol, by=cast.alice)
    save(cast, cast.alice, cast.website, teams=[team.pk])
    with cast.scope():
        assert Inbox.objects.visible_to(cast.carol).filter(pk=cast.website.pk).exists()
        assert not Inbox.objects.visible_to(cast.bob).filter(pk=cast.website.pk).exists()
        told = StreamFrame.objects.filter(stream=f"access:{cast.bob.pk}").values_list("body", flat=True)
        assert '{"op":"recheck"}' in told
        assert Change.objects.get(after__has_key="teams").after == {"teams": ["Tax"]}
    save(cast, cast.alice, cast.website)
    with cast.scope():
        assert Inbox.objects.visible_to(cast.bob).filter(pk=cast.website.pk).exists()


def test_only_those_who_manage_inboxes_may(cast):
    for colleague in (cast.bob, cast.dora):
        browser = cast.client_for(colleague)
        for path in ("/settings/inboxes/", f"/settings/inboxes/{cast.website.pk}/"):
            assert browser.get(path).status_code == 403
        assert browser.post(f"/settings/inboxes/{cast.website.pk}/closing/").status_code == 403
    foreign = cast.client_for(cast.boris)
    assert foreign.get(f"/settings/inboxes/{cast.website.pk}/").status_code == 404
    assert foreign.post(f"/settings/inboxes/{cast.website.pk}/closing/").status_code == 404


def test_an_inbox_is_made_closed_and_opened(cast):
    browser = cast.client_for(cast.alice)
    made = browser.post("/settings/inboxes/", {"name": "Careers"})
    assert made.status_code == 302
    assert browser.post("/settings/inboxes/", {"name": "Careers"}).status_code == 422
    with cast.scope():
        careers = Inbox.objects.get(name="Careers")
    browser.post(f"/settings/inboxes/{careers.pk}/closing/")
    assert cast.fresh(careers).is_closed
    assert "This inbox is closed" in browser.get(f"/settings/inboxes/{careers.pk}/").content.decode()
    browser.post(f"/settings/inboxes/{careers.pk}/opening/")
    assert not cast.fresh(careers).is_closed


def test_the_verbs_refuse_what_the_form_would(cast):
    with cast.scope():
        cast.inbox("Careers")
        for wrong, error in (
            ({"name": "  "}, InboxNeedsName),
            ({"name": "Careers"}, InboxNameTaken),
            ({"accent": "teal"}, BadColour),
        ):
            with pytest.raises(error):
                cast.website.change(by=cast.alice, **wrong)
        with pytest.raises(TypeError):
            cast.website.change(by=cast.alice, key="x")
    assert cast.fresh(cast.website).name == "Website"


@pytest.mark.covers("W5")
def test_texts_place_and_files_are_the_firms_choice_and_reach_open_chats(cast):
    frame = arrived(cast.website)
    said = {"title": "Ask Acme <b>", "away_text": "Or call us.", "launcher": "Ask us", "side": "start", "offset": "40"}
    assert save(cast, cast.alice, cast.website, **said).status_code == 302
    told = trail.frames(cast, f"widget:{cast.website.key}")[-1]["inbox"]
    assert (told["firm"], told["away"], told["files"]) == ("Ask Acme <b>", "Or call us.", False)
    config = frame.call("GET", f"config/{cast.website.key}", origin="https://acme.example").json()
    assert {name: config[name] for name in ("launcher", "side", "offset", "open")} == {
        "launcher": "Ask us",
        "side": "start",
        "offset": 40,
        "open": "Chat with Ask Acme <b>",
    }
    assert frame.upload(b"words", "a.txt").json()["error"] == "no_files_here"
    browser, path = cast.client_for(cast.alice), f"/api/v1/inboxes/{cast.website.pk}/"
    assert browser.patch(path, {"takes_files": True}, content_type="application/json").json()["launcher"] == "Ask us"
    assert frame.upload(b"words", "a.txt").status_code == 201
    for wrong in ({"offset": 9000}, {"side": "}; body { display: none"}, {"title": "x" * 61}):
        assert save(cast, cast.alice, cast.website, **wrong).status_code == 422
        assert browser.patch(path, wrong, content_type="application/json").status_code == 400
