"""Files in a conversation: dropped anywhere on it, pasted, refused in a sentence, looked at in place."""

import io

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.files.samples import picture

DROP = """([name, size]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(size).fill(65)], name, { type: "text/plain" }));
    const on = document.querySelector("#conversation .thread-head");
    for (const kind of ["dragenter", "dragover", "drop"]) {
        on.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""
PASTE = """(words) => {
    const data = new DataTransfer();
    data.setData("text/plain", words);
    const text = document.querySelector(".inbox__composer textarea");
    text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.mark.covers("I2", "I11")
def test_files_are_dropped_pasted_refused_and_looked_at(cast, page_for) -> None:
    conversation = cast.conversation("Two plans, please")
    with cast.scope():
        ids = []
        for name in ("first.png", "second.png"):
            file = io.BytesIO(picture())
            file.name = name
            ids.append(conversation.attach(file, by=cast.bob).pk)
        conversation.reply(by=cast.bob, body="Here", attachments=ids)
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    chips = page.locator(".composer__files .file")

    page.evaluate(DROP, ["terms.txt", 10])
    expect(chips.filter(has_text="terms.txt").locator("input[name=attachments]")).to_have_count(1)
    page.evaluate(DROP, ["huge.txt", settings.FILE_MAX_BYTES + 1])
    expect(chips.filter(has_text="huge.txt")).to_contain_text("Larger than 25 MB. Make it smaller, or split it.")
    chips.filter(has_text="huge.txt").get_by_role("button", name="Remove huge.txt").click()
    page.evaluate(PASTE, "a word " * 5_000)
    expect(chips.filter(has_text="Pasted text.txt").locator("input[name=attachments]")).to_have_count(1)
    expect(page.locator(".inbox__kept")).to_contain_text("attached as a file")
    page.locator(".inbox__composer textarea").press("Control+Enter")
    expect(page.locator(".message--ours .file", has_text="Pasted text.txt")).to_be_visible()

    page.locator(".message a.picture").first.click()
    viewer = page.get_by_role("dialog", name="Picture")
    expect(viewer.get_by_role("img", name="first.png")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="second.png")).to_be_visible()
    expect(viewer).to_contain_text("second.png, 2 of 2")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator(".message a.picture").nth(1)).to_be_focused()


@pytest.mark.covers("I2", "I11")
def test_a_text_is_read_in_place_and_downloaded_from_there(cast, page_for) -> None:
    conversation = cast.conversation("Your fees, please")
    with cast.scope():
        file = io.BytesIO(b"name;fee\n<b>audit</b>;5\n")
        file.name = "fees.csv"
        conversation.reply(by=cast.bob, body="Here", attachments=[conversation.attach(file, by=cast.bob).pk])
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    chip = page.get_by_role("link", name="fees.csv")
    chip.press("Enter")
    reader = page.get_by_role("dialog", name="fees.csv")
    expect(reader).to_contain_text("<b>audit</b>;5")
    assert faults(page) == []
    with page.expect_download() as downloaded:
        reader.get_by_role("link", name="Download").click()
    assert downloaded.value.suggested_filename == "fees.csv"
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()


@pytest.mark.covers("I2")
def test_a_pdf_opens_in_a_tab_of_its_own(cast, page_for, browser) -> None:
    browser.allow("favicon")
    conversation = cast.conversation("Your offer, please")
    with cast.scope():
        file = io.BytesIO(picture("PDF"))
        file.name = "offer.pdf"
        conversation.reply(by=cast.bob, body="Here", attachments=[conversation.attach(file, by=cast.bob).pk])
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="offer.pdf").click()
    opened.value.wait_for_url("**/f/*")
    assert opened.value.evaluate("document.contentType") == "application/pdf"


@pytest.mark.covers("I2")
def test_a_page_that_passes_for_a_pdf_never_runs(cast, page_for, browser) -> None:
    browser.allow("favicon")
    conversation = cast.conversation("Your offer, please")
    page_in_it = (
        b"%PDF-1.4\n<html><body><script>document.title = 'ran'</script><img src=x onerror=\"document.title='ran'\">"
    )
    with cast.scope():
        file = io.BytesIO(page_in_it)
        file.name = "offer.pdf"
        conversation.reply(by=cast.bob, body="Here", attachments=[conversation.attach(file, by=cast.bob).pk])
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="offer.pdf").click()
    opened.value.wait_for_url("**/f/*")
    assert opened.value.evaluate("document.contentType") == "application/pdf"
    assert opened.value.evaluate("document.scripts.length") == 0
    assert opened.value.title() != "ran"
