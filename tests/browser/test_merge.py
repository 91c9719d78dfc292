"""Merging as agents and the client see it: every screen goes on in the survivor, and undo takes it apart again."""

import pytest
from playwright.sync_api import expect

from inbox.models import Conversation
from tests.browser.axe import faults
from tests.browser.holding import holds, on_its_way


@pytest.mark.covers("I2")
def test_two_conversations_become_one_on_every_screen_and_two_again(cast, page_for) -> None:
    careers, visitor = cast.inbox("Careers"), cast.visitor("Vera")
    elsewhere = cast.visitor(inbox=careers)
    elsewhere.contact = visitor.contact
    with cast.scope():
        elsewhere.save()
    one = cast.conversation("Is the tender open?", visitor=visitor)
    other = cast.conversation("I would like to apply", visitor=elsewhere)
    pages = [
        page_for(who, f"/inbox/conversations/{it.pk}/?in=all") for who, it in ((cast.alice, one), (cast.bob, other))
    ]
    for each in pages:
        each.wait_for_selector("html[data-live=live]")
    alice, bob = pages
    bob.locator("textarea[name=body]").fill("Dear Vera")  # what is being written survives the move
    alice.get_by_role("button", name="Merge with another conversation").click()
    expect(alice.locator(".merge__choice")).to_contain_text("I would like to apply")
    holds(alice, "document.activeElement.matches('.merge__choice')")
    assert faults(alice) == []
    alice.keyboard.press("Enter")
    for each in pages:
        expect(each.locator(".thread > .message")).to_have_count(2)
        expect(each.locator(".thread > .happened")).to_contain_text("Alice Archer merged another conversation")
        expect(each.locator("#rows > .row")).to_have_count(1)
    assert str(one.pk) in bob.url
    expect(bob.locator("textarea[name=body]")).to_have_value("Dear Vera")
    assert faults(alice) == []
    alice.keyboard.press("z")
    for each in pages:
        expect(each.locator(".thread > .message")).to_have_count(1)
        expect(each.get_by_role("button", name="Separate again")).to_have_count(0)
        expect(each.locator("#rows > .row")).to_have_count(2)


@pytest.mark.covers("I2", "W1")
def test_the_clients_chat_goes_on_through_a_merge_and_a_split(cast, visitor) -> None:
    vera = visitor(cast.website).arrive().open()
    vera.sent("Is the tender open?")
    with cast.scope():
        one = Conversation.objects.select_related("contact").get()
    door = cast.visitor(inbox=cast.inbox("Careers"))
    door.contact = one.contact
    with cast.scope():
        door.save()
    other = cast.conversation("I would like to apply", visitor=door)
    with cast.scope():
        other.merge(one, by=cast.alice)  # the chat's own conversation goes into the other
    expect(vera.message("I would like to apply")).to_be_visible()
    with cast.scope():
        other.reply(by=cast.bob, body="It is open until Friday")
    expect(vera.message("It is open until Friday")).to_be_visible()
    with cast.scope():
        ids = dict(other.messages.values_list("body", "pk"))
        branch = other.split([ids["I would like to apply"]], by=cast.alice)
        branch.reply(by=cast.carol, body="Send us your papers")
    expect(vera.message("Send us your papers")).to_be_visible()
    expect(vera.message("Is the tender open?")).to_have_count(1)
    vera.sent("Gladly")
    with cast.scope():
        assert branch.messages.filter(body="Gladly").exists()


@pytest.mark.covers("I2", "W2")
def test_what_is_said_while_the_chat_is_read_anew_stays(cast, visitor) -> None:
    vera = visitor(cast.website).arrive().open()
    vera.sent("Is the tender open?")
    vera.sent("And until when?")
    held = []

    def hold_the_first(route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    vera.page.route("**/widget/api/conversation", hold_the_first)
    with cast.scope():
        one = Conversation.objects.get()
        branch = one.split([one.messages.get(body="And until when?").pk], by=cast.alice)
    route, answer = on_its_way(vera.page, held)
    vera.sent("We are in a hurry")
    with cast.scope():
        branch.reply(by=cast.bob, body="Until Friday")
    expect(vera.message("Until Friday")).to_be_visible()
    route.fulfill(response=answer)  # it was read before all that
    with cast.scope():
        branch.reply(by=cast.bob, body="At noon")
    expect(vera.message("At noon")).to_be_visible()
    assert vera.read() == ["Is the tender open?", "And until when?", "We are in a hurry", "Until Friday", "At noon"]
