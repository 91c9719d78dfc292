"""Tags: the firm's words for its conversations."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core import clock
from core.place import Place
from core.tenancy import current_firm_id
from inbox.errors import MergedIntoItself, NoSuchColour, TagNameTaken, TagNeedsName, TooManyTags
from inbox.events import ConversationTagged, TagsLookDifferent
from inbox.filters import fields
from inbox.history import changes_of
from inbox.lines import lines_of
from inbox.models import Tag, Tagging
from inbox.search.found import Search
from inbox.tags import PAGE, tags_like
from tests.inbox import trail
from tests.inbox.test_states import team

pytestmark = pytest.mark.covers("I2")


def make(cast, *names: str) -> list[Tag]:
    with cast.scope():
        return [Tag.make(by=cast.alice, name=name) for name in names]


def put(cast, conversation, add=(), remove=(), by=None) -> None:
    with cast.scope():
        conversation.tag(by=by or cast.alice, add=add, remove=remove)


def names(cast, conversation) -> list[str]:
    with cast.scope():
        return [tag.name for tag in type(conversation).objects.for_rows().get(pk=conversation.pk).tags]


def sentences(cast, conversation) -> list[str]:
    with cast.scope():
        return [line.sentence for line in lines_of(conversation) if line.sentence]


@pytest.mark.covers("I16")
def test_on_and_off_with_a_line_and_a_trail(cast) -> None:
    conversation, (vip, tax) = cast.conversation(), make(cast, "VIP", "tax")
    put(cast, conversation, add=[vip, tax])
    put(cast, conversation, add=[vip])
    put(cast, conversation, remove=[vip], by=cast.bob)
    assert names(cast, conversation) == ["tax"]
    assert sentences(cast, conversation) == ["Alice Archer added VIP, tax", "Bob Brandt took off VIP"]
    assert len(trail.facts(cast, conversation, ConversationTagged)) == 2
    with cast.scope():
        steps = [(step.who, step.what, step.before, step.after) for step in changes_of(conversation)]
    assert steps[:2] == [("Bob Brandt", "Tags", "tax, VIP", "tax"), ("Alice Archer", "Tags", "", "tax, VIP")]


def test_what_one_tags_in_a_row_is_one_line(cast) -> None:
    conversation, (one, two, three) = cast.conversation(), make(cast, "one", "two", "three")
    put(cast, conversation, add=[one])
    put(cast, conversation, add=[two])
    put(cast, conversation, remove=[one])
    assert sentences(cast, conversation) == ["Alice Archer added two"]
    put(cast, conversation, remove=[two])
    assert sentences(cast, conversation) == ["Alice Archer tagged this and took it back"]
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        put(cast, conversation, add=[three])
    assert sentences(cast, conversation)[1:] == ["Alice Archer added three"]
    put(cast, conversation, add=[one], by=cast.bob)
    assert sentences(cast, conversation)[2:] == ["Bob Brandt added one"]


def test_at_most_fifty(cast) -> None:
    conversation, tags = cast.conversation(), make(cast, *(f"tag {number}" for number in range(51)))
    put(cast, conversation, add=tags[:50])
    with pytest.raises(TooManyTags), cast.scope():
        conversation.tag(by=cast.alice, add=tags[50:])
    put(cast, conversation, add=tags[50:], remove=tags[:1])
    assert len(names(cast, conversation)) == 50


def test_a_name_is_one_of_its_firm_whatever_its_case(cast) -> None:
    (straße,) = make(cast, " Straße \u202e ")
    assert straße.name == "Straße"
    for name in ("STRASSE", "straße"):
        with pytest.raises(TagNameTaken), cast.scope():
            Tag.make(by=cast.alice, name=name)
    for name in ("", "  ", "\u202e", "\x00", "\u200b"):
        with pytest.raises(TagNeedsName), cast.scope():
            Tag.make(by=cast.alice, name=name)
    with pytest.raises(NoSuchColour), cast.scope():
        Tag.make(by=cast.alice, name="x", colour="<b>")
    with cast.scope(cast.boris):
        assert Tag.make(by=cast.boris, name="Straße").firm_id == current_firm_id()
    with cast.scope():
        assert Tag.called("STRASSE") == straße
        assert len(Tag.make(by=cast.alice, name="😀" * 500).name) == 40


def test_renamed_recoloured_merged_removed(cast) -> None:
    first, second = cast.conversation(), cast.conversation()
    vip, gold, old = make(cast, "VIP", "Gold", "Old")
    put(cast, first, add=[vip, gold, old])
    put(cast, second, add=[vip])
    with cast.scope():
        gold.change(by=cast.alice, name="gold", colour="yellow")
        gold.change(by=cast.alice, name="gold")
    with pytest.raises(TagNameTaken), cast.scope():
        gold.change(by=cast.alice, name="vip")
    with pytest.raises(MergedIntoItself), cast.scope():
        vip.merge(by=cast.alice, into=vip)
    with cast.scope():
        vip.merge(by=cast.alice, into=gold)
        old.remove(by=cast.alice)
    assert (names(cast, first), names(cast, second)) == (["gold"], ["gold"])
    assert sentences(cast, first) == ["Alice Archer added a former tag, a former tag, gold"]
    trail.settle(cast)
    assert len(trail.facts(cast, first, TagsLookDifferent)) == 3
    with cast.scope():
        assert list(Tag.objects.values_list("name", "colour")) == [("gold", "yellow")]
        assert Tagging.objects.count() == 2


def test_ten_thousand_are_found_page_by_page(cast, client_for) -> None:
    with cast.scope():
        Tag.objects.bulk_create(
            Tag(firm_id=cast.acme.pk, name=f"Tag {number:05}", key=f"tag {number:05}") for number in range(10_000)
        )
    conversation, client = cast.conversation(), client_for(cast.bob)
    (last,) = make(cast, "zebra")
    put(cast, conversation, add=[last])
    url = reverse("inbox:tags", args=[conversation.pk])
    page = client.get(url).content.decode()
    assert page.count('role="option"') == PAGE + 1
    assert page.index("zebra") < page.index("Tag 00000"), "its own come first"
    assert f'data-next="{PAGE}"' in page
    following = client.get(url + f"?from={PAGE}").content.decode()
    assert "Tag 00050" in following
    assert "zebra" not in following
    found = client.get(url + "?q=TAG 0777").content.decode()
    assert found.count('role="option"') == 11, "and one to make"
    assert "Make the tag" in found
    assert "Make the tag" not in client.get(url + "?q=tag 07777").content.decode()
    with cast.scope():
        begins_first = [tag.name for tag in tags_like("999")[:3]]
    assert begins_first == ["Tag 00999", "Tag 01999", "Tag 02999"]
    settings = client_for(cast.alice).get(reverse("inbox_tags:tags") + "?q=zebra").content.decode()
    assert "1 conversation" in settings


def test_a_list_of_what_has_a_tag(cast, client_for, monkeypatch) -> None:
    tagged, other, (vip,) = cast.conversation("Tagged"), cast.conversation("Another"), make(cast, "V&P <b>")
    put(cast, tagged, add=[vip])
    client = client_for(cast.bob)
    page = client.get(reverse("inbox:conversation", args=[tagged.pk])).content.decode()
    link = re.search(r'<a class="tag[^"]*" href="([^"]*)"', page)
    assert link
    for few in (500, 0):
        monkeypatch.setattr(fields, "FEW", few)
        rows = client.get(html.unescape(link[1])).content.decode()
        assert f"row-{tagged.pk}" in rows
        assert f"row-{other.pk}" not in rows
        rows = client.get(html.unescape(link[1]).replace("%22is%22", "%22is_not%22")).content.decode()
        assert f"row-{other.pk}" in rows
        assert f"row-{tagged.pk}" not in rows


@pytest.mark.covers("R4")
def test_the_search_finds_by_tag(cast, client_for) -> None:
    tagged, other = cast.conversation("A tender of Vera"), cast.conversation("A tender of Tom")
    closed, theirs = cast.conversation("Done"), cast.inbox("Partners")
    hidden = cast.conversation("A tender of a partner", inbox=theirs)
    vip, tax = make(cast, "VIP client", "Tax")
    put(cast, tagged, add=[vip, tax])
    put(cast, closed, add=[vip])
    put(cast, hidden, add=[vip])
    with cast.scope():
        closed.close(by=cast.alice)
        theirs.teams.add(team(cast, "Sales", cast.carol), through_defaults={"firm_id": cast.acme.pk})

    def found(text: str, **how: int) -> set:
        with cast.scope():
            return {hit.conversation.pk for hit in replace(Search.of(cast.bob, text), **how).hits}

    for glance in (1_000, 0):
        assert found("tender", glance=glance) == {tagged.pk, other.pk}
        assert found("tender tag:vip", glance=glance) == {tagged.pk}
        assert found('tag:"vip client" tag:tax tender', glance=glance) == {tagged.pk}
        assert found("tender tag:tax tag:vip is:closed", glance=glance) == set()
    assert found("tag:vip") == {tagged.pk, closed.pk}
    assert found("tag:vip is:closed") == {closed.pk}
    assert found("tag:vip tag:tax") == {tagged.pk}
    with cast.scope():
        assert str(Search.of(cast.bob, "tag:x").refusal).startswith("There is no tag that is called “x”")
        assert Search.of(cast.bob, "tag:vip is:note").refusal, "whose line is asked of words alone"
        first = replace(Search.of(cast.bob, "tag:vip"), page=1)
        second = replace(Search.of(cast.bob, "tag:vip", before=Place.parse(first.next_key)), page=1)
        assert [hit.conversation for hit in first.hits + second.hits] == [closed, tagged]
        assert second.next_key == ""
    url = reverse("api:conversation-search")
    rows = client_for(cast.bob).get(url, {"q": "tag:tax"}).json()["results"]
    assert [row["conversation"]["tags"][0]["name"] for row in rows] == ["Tax"]


class TestThePicker:
    def url(self, conversation) -> str:
        return reverse("inbox:tags", args=[conversation.pk])

    def test_puts_on_takes_off_makes_and_undoes(self, cast, client_for) -> None:
        conversation, client, (vip,) = cast.conversation(), client_for(cast.bob), make(cast, "VIP")
        assert client.put(self.url(conversation), f"add={vip.pk}").json() == {"back": f"remove={vip.pk}"}
        assert client.put(self.url(conversation), f"add={vip.pk}").json() == {"back": ""}
        back = client.put(self.url(conversation), "make=vip&make=").json()["back"]
        assert back == "", "there is one of this name"
        back = client.put(self.url(conversation), "make=Brand+new").json()["back"]
        assert names(cast, conversation) == ["Brand new", "VIP"]
        client.put(self.url(conversation), f"{back}&remove={vip.pk}")
        assert names(cast, conversation) == []
        rows = client.get(reverse("inbox:folder", args=["all"])).content.decode()
        assert "Tags:" not in rows

    def test_says_what_is_wrong(self, cast, client_for) -> None:
        conversation, client = cast.conversation(), client_for(cast.bob)
        with cast.scope(cast.boris):
            theirs = Tag.make(by=cast.boris, name="Theirs")
        for wish in (f"add={theirs.pk}", "add=x", "make=%E2%80%AE"):
            assert client.put(self.url(conversation), wish).status_code == 422, wish
        assert names(cast, conversation) == []
        assert "&lt;b&gt;" in client.get(self.url(conversation) + "?q=<b>").content.decode()

    def test_who_may_not_make_chooses_among_those_there_are(self, cast, client_for) -> None:
        from accounts.models import Role

        with cast.scope():
            role = Role.make(by=cast.alice, name="Clerk", permissions=["inbox.read", "inbox.sort"])
            cast.bob.change_role(by=cast.alice, role=role)
        conversation, client, _tags = cast.conversation(), client_for(cast.bob), make(cast, "VIP")
        assert "Make the tag" not in client.get(self.url(conversation) + "?q=new").content.decode()
        assert client.put(self.url(conversation), "make=new").status_code == 403
        assert client.put(self.url(conversation), "make=vip").status_code == 200
        assert names(cast, conversation) == ["VIP"]


def test_the_settings(cast, client_for) -> None:
    client, (vip, tax) = client_for(cast.alice), make(cast, "VIP", "Tax")
    here = reverse("inbox_tags:tag", args=[vip.pk])
    assert client.post(here, {"name": "TAX", "colour": "red"}).status_code == 422
    assert client.post(here, {"name": "Gold", "colour": "red"}).status_code == 302
    merging = reverse("inbox_tags:merging", args=[vip.pk])
    client.post(merging, {"into": "nobody"})
    assert "no tag that is called “nobody”" in client.get(here).content.decode()
    client.post(merging, {"into": "gold"})
    assert "This is the same tag" in client.get(here).content.decode()
    client.post(merging, {"into": "tax"})
    assert client.get(here).status_code == 404
    client.post(reverse("inbox_tags:removal", args=[tax.pk]))
    assert client.post(reverse("inbox_tags:tags"), {"name": "New", "colour": "blue"}).status_code == 302
    with cast.scope():
        assert [tag.name for tag in Tag.objects.all()] == ["New"]


def test_over_json(cast, client_for) -> None:
    conversation, client = cast.conversation(), client_for(cast.alice)

    def sent(method: str, address: str, body: dict | None = None, status: int = 200) -> dict:
        response = getattr(client, method)(address, body or {}, content_type="application/json")
        assert response.status_code == status, response.content
        return response.json() if response.content else {}

    vip = sent("post", reverse("api:tags"), {"name": "VIP", "colour": "pink"}, 201)
    tax = sent("post", reverse("api:tags"), {"name": "Tax"}, 201)
    assert sent("post", reverse("api:tags"), {"name": "vip"}, 409)["error"] == "tag_name_taken"
    url = reverse("api:conversation-tags", args=[conversation.pk])
    assert sent("put", url, {"add": [vip["id"], tax["id"]]})["tags"] == [tax, vip]
    assert sent("put", url, {"remove": [tax["id"]]})["tags"] == [vip]
    sent("put", url, {"add": [str(conversation.pk)]}, 400)
    assert sent("patch", reverse("api:tag", args=[vip["id"]]), {"name": "Gold"})["name"] == "Gold"
    assert [tag["name"] for tag in sent("get", reverse("api:tags") + "?q=gol")["results"]] == ["Gold"]
    assert sent("post", reverse("api:tag-merging", args=[vip["id"]]), {"into": tax["id"]}, 201) == tax
    sent("delete", reverse("api:tag", args=[tax["id"]]), status=204)
    assert sent("get", reverse("api:conversation", args=[conversation.pk]))["tags"] == []
