"""Files in the website chat: picked, pasted, dropped; with progress, refusals in sentences, and a download at the other end."""

import os
import re

import pytest
from django.conf import settings
from playwright.sync_api import Route, expect

from files.models import File
from inbox.models import Conversation
from tests.browser.holding import on_its_way
from tests.browser.visitors import Visitor
from tests.files.samples import EXE, PDF, picture

PASTE = """([base64, name, type]) => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, {type}));
    return carried;
}"""


def pick(vera: Visitor, *files: tuple[str, bytes]) -> None:
    vera.chat.locator("#picker").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    )


@pytest.mark.covers("W2")
def test_files_go_to_the_firm_and_come_from_it(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    pick(vera, ("plan.png", picture(size=(800, 600))), ("sums.csv", b"a,b\n1,2\n"))
    waiting = vera.chat.locator("#waiting .file")
    expect(waiting).to_have_count(2)
    expect(vera.chat.locator("#waiting progress")).to_have_count(0)
    message = vera.sent("Our plan")
    expect(waiting).to_have_count(0)
    image = message.locator("img")
    expect(image).to_have_attribute("alt", "plan.png")
    assert (image.get_attribute("width"), image.get_attribute("height")) == ("240", "180")
    image.evaluate("image => image.decode()")
    with vera.page.expect_download() as downloaded:
        message.get_by_role("link", name=re.compile("sums.csv")).click()
    assert downloaded.value.suggested_filename == "sums.csv"
    with cast.scope():
        conversation = Conversation.objects.get()
        offer = conversation.attach(named(PDF, "offer.pdf"), by=cast.bob)
        conversation.reply(by=cast.bob, body="", attachments=[offer.pk])
    expect(vera.chat.get_by_role("link", name=re.compile(r"File offer.pdf"))).to_be_visible()


def named(content: bytes, name: str):
    from io import BytesIO

    file = BytesIO(content)
    file.name = name
    return file


@pytest.mark.parametrize("gesture", ["paste", "drop"])
def test_files_are_pasted_and_dropped(cast, visitor, gesture):
    from base64 import b64encode

    vera: Visitor = visitor(cast.website).arrive().open()
    carried = vera.frame.evaluate_handle(PASTE, [b64encode(picture()).decode(), "shot.png", "image/png"])
    if gesture == "paste":
        vera.text.evaluate(
            "(text, clipboardData) => text.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true}))",
            carried,
        )
    else:
        vera.chat.locator("#log").dispatch_event("dragover", {"dataTransfer": carried})
        expect(vera.chat.locator("#writing")).to_have_attribute("data-dropping", "")
        vera.chat.locator("#log").dispatch_event("drop", {"dataTransfer": carried})
    expect(vera.chat.locator("#waiting .file__name")).to_have_text("shot.png")
    expect(vera.chat.locator("#waiting progress")).to_have_count(0)
    expect(vera.sent("Look").locator("img")).to_have_attribute("alt", "shot.png")


def test_what_is_not_taken_is_said_and_nothing_that_was_written_is_lost(cast, visitor, browser, tmp_path):
    browser.allow("status of 415")
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.text.fill("What I wrote")
    said = vera.chat.locator("#said")
    pick(vera, ("photo.png", EXE))
    expect(said).to_contain_text("is not what its name says: inside it is a program.")
    expect(vera.chat.locator("#waiting .file")).to_have_count(0)
    huge = tmp_path / "huge.zip"
    huge.touch()
    os.truncate(huge, settings.FILE_MAX_BYTES + 1)
    vera.chat.locator("#picker").set_input_files(huge)
    expect(said).to_contain_text("“huge.zip” is larger than")
    pick(vera, *[(f"{number}.txt", b"words") for number in range(11)])
    expect(said).to_have_text("Send at most ten files with one message.")
    expect(vera.chat.locator("#waiting .file")).to_have_count(10)
    expect(vera.text).to_have_value("What I wrote")


def test_an_upload_that_breaks_can_be_tried_again_or_taken_off(cast, visitor, browser):
    browser.allow("ERR_FAILED")
    vera: Visitor = visitor(cast.website).arrive().open()
    broken: list[Route] = []

    def break_it(route: Route) -> None:
        broken.append(route)
        route.abort()

    vera.page.route("**/widget/api/attachments", break_it)
    pick(vera, ("plan.png", picture()), ("other.png", picture("GIF")))
    expect(vera.chat.locator("#waiting .file--failed")).to_have_count(2)
    vera.page.unroute("**/widget/api/attachments")
    vera.chat.get_by_role("button", name="Remove other.png").click()
    vera.chat.get_by_role("button", name="Try again").click()
    expect(vera.chat.locator("#waiting progress")).to_have_count(0)
    expect(vera.sent("Now").locator("img")).to_have_attribute("alt", "plan.png")
    with cast.scope():
        assert File.objects.count() == 1


def test_a_message_waits_for_its_files(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    held: list[Route] = []
    vera.page.route("**/widget/api/attachments", lambda route: held.append(route))
    pick(vera, ("plan.png", picture()))
    expect(vera.chat.locator("#waiting progress")).to_have_count(1)
    vera.text.fill("With the plan")
    vera.text.press("Enter")
    expect(vera.chat.locator("#said")).to_contain_text("Some files are still on their way.")
    expect(vera.text).to_have_value("With the plan")
    on_its_way(vera.page, held).continue_()
    expect(vera.chat.locator("#waiting progress")).to_have_count(0)
    vera.text.press("Enter")
    expect(vera.message("With the plan").locator("img")).to_be_visible()
