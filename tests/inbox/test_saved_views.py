"""Saved views: made, shared, arranged, removed and brought back; each viewer sees by their own rights."""

import json

import pytest
from django.urls import reverse

from core.ids import uuid7
from inbox.errors import TooManyViews, ViewNeedsFilter, ViewNeedsName
from inbox.models import View
from inbox.models import view as view_module
from inbox.view_counts import view_counts
from tests.inbox import trail
from tests.inbox.test_states import team

pytestmark = pytest.mark.covers("I1")

OPEN = {"and": [{"field": "state", "is": "open"}]}
MINE = {"and": [{"field": "assignee", "is": "me"}]}


def at(name: str, *args) -> str:
    return reverse(f"inbox:{name}", args=args)


def save(cast, by, name: str = "Waiting", filter: dict = OPEN, **more) -> View:
    with cast.scope(by):
        return View.save_as(by=by, name=name, filter=filter, **more)


def seen(cast, who) -> list[str]:
    with cast.scope(who):
        return [view.name for view in View.objects.arranged_for(who)]


def test_who_sees_a_view(cast) -> None:
    view, sales = save(cast, cast.alice), team(cast, "Sales", cast.carol)
    assert [seen(cast, who) for who in (cast.alice, cast.bob, cast.carol)] == [["Waiting"], [], []]
    with cast.scope():
        view.share(by=cast.alice, shared="teams", teams=[sales])
    assert [seen(cast, who) for who in (cast.alice, cast.bob, cast.carol)] == [["Waiting"], [], ["Waiting"]]
    with cast.scope():
        view.share(by=cast.alice, shared="firm")
    assert [seen(cast, who) for who in (cast.alice, cast.bob, cast.boris)] == [["Waiting"], ["Waiting"], []]
    with cast.scope():
        view.remove(by=cast.alice)
        view.remove(by=cast.alice)
    assert seen(cast, cast.alice) == []
    with cast.scope():
        view.restore(by=cast.alice)
    assert seen(cast, cast.bob) == ["Waiting"]
    assert trail.kinds(cast, view) == ["view_saved", "view_changed", "view_changed", "view_removed", "view_restored"]


def test_a_shared_view_shows_each_their_own(cast, client_for) -> None:
    view = save(cast, cast.alice, filter=MINE)
    with cast.scope():
        view.share(by=cast.alice, shared="firm")
    for_bob, for_alice = cast.conversation("For Bob"), cast.conversation("For Alice")
    with cast.scope():
        for_bob.assign(by=cast.alice, to=cast.bob)
        for_alice.assign(by=cast.alice, to=cast.alice)
    page = client_for(cast.bob).get(at("view", view.pk)).content.decode()
    assert (f'id="row-{for_bob.pk}"' in page, f'id="row-{for_alice.pk}"' in page) == (True, False)
    with cast.scope():
        assert view_counts(cast.bob, [view]) == {view.pk: "1"}
    assert client_for(cast.boris).get(at("view", view.pk)).status_code == 404


def test_each_arranges_their_own(cast, client_for) -> None:
    views = [save(cast, cast.alice, name) for name in ("First", "Second", "Third")]
    with cast.scope():
        for view in views:
            view.share(by=cast.alice, shared="firm")
    alice = client_for(cast.alice)
    assert alice.post(at("view-place", views[2].pk), {"step": "-1"}).status_code == 204
    assert alice.post(at("view-place", views[0].pk), {"step": "-1"}).status_code == 204, "the first goes no further"
    assert seen(cast, cast.alice) == ["First", "Third", "Second"]
    assert seen(cast, cast.bob) == ["First", "Second", "Third"]

    def pinned(who) -> list[str]:
        with cast.scope(who):
            return [view.name for view in View.objects.arranged_for(who) if view.stands_beside(who)]

    assert (pinned(cast.alice), pinned(cast.bob)) == (["First", "Third", "Second"], []), "one's own are, from the start"
    bob = client_for(cast.bob)
    assert bob.post(at("view-pin", views[1].pk)).status_code == 204
    assert alice.delete(at("view-pin", views[0].pk)).status_code == 204
    assert (pinned(cast.alice), pinned(cast.bob)) == (["Third", "Second"], ["Second"])


def test_who_may_change_what(cast, client_for) -> None:
    own, shared = save(cast, cast.dora, "Dora's"), save(cast, cast.alice, "Shared")
    with cast.scope():
        shared.share(by=cast.alice, shared="firm")
    dora, bob = client_for(cast.dora), client_for(cast.bob)
    look = {"name": "New name", "icon": "star", "colour": "", "shared": "nobody"}
    assert dora.post(at("view-change", own.pk), look).status_code == 302, "one's own, also as a viewer"
    assert dora.post(at("view-change", shared.pk), look | {"shared": "firm"}).status_code == 403
    assert dora.post(at("view-removal", shared.pk)).status_code == 403
    assert dora.post(at("view-change", own.pk), look | {"shared": "firm"}).status_code == 403, "a viewer shares nothing"
    assert bob.post(at("view-change", own.pk), look).status_code == 404, "what is not shared is not there"
    assert bob.post(at("view-change", shared.pk), look | {"shared": "firm"}).status_code == 302
    assert (cast.fresh(own).name, cast.fresh(own).shared, cast.fresh(shared).name) == ("New name", "nobody", "New name")
    removed = bob.post(at("view-removal", shared.pk))
    assert json.loads(removed["HX-Trigger"])["toast"]["undo"] == at("view-removal", shared.pk)
    assert bob.delete(at("view-removal", shared.pk)).status_code == 204
    assert cast.fresh(shared).removed_at is None
    copied = bob.post(at("view-copy", shared.pk))
    with cast.scope():
        copy = View.objects.get(owner=cast.bob)
    assert copied["Location"] == at("view-change", copy.pk)
    assert (copy.name, copy.shared, copy.filter) == ("Copy of New name", "nobody", OPEN)


def test_what_is_refused(cast, client_for, monkeypatch) -> None:
    with cast.scope(), pytest.raises(ViewNeedsName):
        View.save_as(by=cast.alice, name=" \u202e ", filter=OPEN)
    with cast.scope(), pytest.raises(ViewNeedsFilter):
        View.save_as(by=cast.alice, name="All", filter={})
    monkeypatch.setattr(view_module, "MOST", 1)
    save(cast, cast.alice)
    with cast.scope(), pytest.raises(TooManyViews):
        View.save_as(by=cast.alice, name="One more", filter=OPEN)
    alice = client_for(cast.alice)
    page = alice.post(at("view-new") + "?filter={", {"name": "x"})
    assert page.status_code == 422
    assert "no JSON" in page.content.decode()
    assert alice.post(at("view-new"), {"name": ""}).status_code == 422


def test_by_the_api(cast, client_for) -> None:
    bob, id = client_for(cast.bob), str(uuid7())
    wish = {"id": id, "name": "Long <b>waits</b>", "filter": OPEN, "sort": "waiting", "icon": "flag", "shared": "firm"}
    for _ in range(2):
        made = bob.post(reverse("api:views"), wish, content_type="application/json")
        assert made.status_code == 201, made.content
    here = reverse("api:view", args=[id])
    got = bob.get(here).json()
    assert (got["name"], got["sort"], got["shared"], got["pinned"]) == ("Long <b>waits</b>", "waiting", "firm", True)
    bad = bob.patch(here, {"filter": {"and": [{"field": "mood", "is": 1}]}}, content_type="application/json")
    assert (bad.status_code, bad.json()["error"]) == (422, "bad_filter")
    assert (
        bob.patch(here, {"name": "Waits", "pinned": False}, content_type="application/json").json()["name"] == "Waits"
    )
    listed = client_for(cast.carol).get(reverse("api:views")).json()["results"]
    assert [(view["name"], view["pinned"]) for view in listed] == [("Waits", False)]
    dora = client_for(cast.dora)
    assert dora.patch(here, {"name": "x"}, content_type="application/json").status_code == 403
    assert bob.delete(here).status_code == 204
    assert bob.get(here).status_code == 404
