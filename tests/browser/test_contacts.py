"""The list of contacts as colleagues use it."""

import pytest
from playwright.sync_api import Page, expect

from crm.models import Company, Contact
from tests.browser.axe import faults

pytestmark = pytest.mark.covers("R1", "R5")


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def make(cast, name: str, **said) -> Contact:
    with cast.scope():
        return Contact.make(by=cast.alice, name=name, **said)


def test_found_as_one_types_and_told_of_who_is_new(cast, page_for) -> None:
    for name in ("Anna Müller", "Bernd Ölz", "Clara Anders"):
        make(cast, name)
    page = live(page_for(cast.bob, "/contacts/"))
    expect(page.locator(".records__rows .row")).to_have_count(3)
    assert faults(page) == []
    make(cast, "Dana Berg")
    expect(page.locator(".records__rows .row").first).to_contain_text("Dana Berg")
    page.keyboard.press("/")
    page.keyboard.type("an")
    expect(page.locator(".records__rows .row")).to_have_count(2)
    make(cast, "Erik Sand")
    page.keyboard.type("n")
    expect(page.locator(".records__rows .row")).to_have_count(1)
    expect(page.locator(".records__rows .row")).to_contain_text("Anna Müller")
    assert page.url.endswith("?q=ann")
    page.keyboard.type("x")
    expect(page.get_by_text("Nothing found").last).to_be_visible()
    assert faults(page) == []
    page.locator("#records-q").fill("")
    expect(page.locator(".records__rows .row")).to_have_count(5)
    page.get_by_role("link", name="Anna Müller").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Müller")


def test_a_contact_is_entered_and_what_is_wrong_is_said_beside_it(cast, page_for, browser) -> None:
    browser.allow("status of 422")
    page = live(page_for(cast.bob, "/contacts/"))
    expect(page.get_by_text("No contacts yet")).to_be_visible()
    page.get_by_role("link", name="New contact").click()
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text("one of them is enough")).to_be_visible()
    page.get_by_label("Name").fill("Anna Müller")
    page.get_by_label("Phone").fill("12345")
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_text("Write the number with its country")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Anna Müller")
    page.get_by_label("Phone").fill("+44 20 7946 0123")
    assert faults(page) == []
    page.get_by_role("button", name="Add contact").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Müller")
    expect(page.locator(".record-card")).to_contain_text("+442079460123")


def test_a_long_list_goes_on_as_one_scrolls(cast, page_for) -> None:
    for number in range(55):
        make(cast, f"Client {number}")
    page = live(page_for(cast.bob, "/contacts/"))
    expect(page.locator(".records__rows .row")).to_have_count(50)
    page.locator(".records__rows > [data-from]").scroll_into_view_if_needed()
    expect(page.locator(".records__rows .row")).to_have_count(55)
    make(cast, "One more")
    expect(page.locator(".records__rows .row").first).to_contain_text("One more")


def test_the_one_box_finds_records_of_every_kind_and_opens_them(cast, page_for) -> None:
    make(cast, "Anna Müller", email="anna@client.example")
    with cast.scope():
        Company.make(by=cast.alice, name="Müller & Söhne")
    page = live(page_for(cast.bob, "/inbox/"))
    page.keyboard.press("Control+k")
    page.keyboard.type("mull")
    options = page.locator("#palette-list [role=option]")
    expect(options.filter(has_text="Anna Müller")).to_contain_text("Contact · anna@client.example")
    expect(options.filter(has_text="Müller & Söhne")).to_contain_text("Company")
    assert faults(page) == []
    page.keyboard.type(" so")
    expect(options.filter(has_text="Anna Müller")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Müller & Söhne")


@pytest.mark.covers("R2")
def test_a_field_is_made_in_the_settings_filled_in_and_seen_by_a_colleague(cast, page_for, browser) -> None:
    browser.allow("status of 422")
    anna = make(cast, "Anna Müller")
    page = live(page_for(cast.alice, "/settings/fields/?of=contact"))
    expect(page.get_by_text("No field of your own yet")).to_be_visible()
    page.get_by_role("link", name="New field").click()
    page.get_by_label("Kind", exact=True).select_option("choice")
    page.get_by_label("Name", exact=True).fill("Interested in")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Write at least one thing to choose from.")).to_be_visible()
    for label in ("Tax", "Audit"):
        page.get_by_role("button", name="Add an option").click()
        page.keyboard.type(label)
    assert faults(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".steps .row__title")).to_have_text("Interested in")
    assert faults(page) == []

    theirs = live(page_for(cast.bob, f"/contacts/{anna.pk}/"))
    page.goto(page.url.split("/settings")[0] + f"/contacts/{anna.pk}/")
    live(page)
    page.get_by_role("button", name="Fill in the details").click()
    page.get_by_label("Interested in").select_option("Audit")
    assert faults(page) == []
    page.locator(".held--form").get_by_role("button", name="Save").click()
    expect(page.locator(".held__fact")).to_contain_text("Audit")
    expect(theirs.locator(".held__fact")).to_contain_text("Audit")
    theirs.get_by_role("button", name="Fill in the details").click()
    with cast.scope():
        anna.change(by=cast.alice, custom={"interested_in": "Tax"})
    expect(page.locator(".held__fact")).to_contain_text("Tax")
    expect(theirs.locator(".held")).to_have_count(1)  # what others change meanwhile waits
    theirs.get_by_role("button", name="Cancel").click()
    expect(theirs.locator(".held__fact")).to_contain_text("Tax")
    theirs.locator(".held summary").click()
    expect(theirs.locator(".held__past")).to_contain_text("Alice Archer")


@pytest.mark.covers("R3", "L5")
def test_ten_thousand_lines_are_brought_in_mended_and_taken_back(cast, page_for, worker, tmp_path, browser) -> None:
    browser.allow("status of 422")
    rows = ["Name,Email,Company", *(f"Person {n},p{n}@c{n % 500}.example,Company {n % 500}" for n in range(9_998))]
    rows += ["Nobody,nobody at all,Company 1", "Twice,p1@c1.example,Company 1"]
    file = tmp_path / "people.csv"
    file.write_text("\n".join(rows))
    page = live(page_for(cast.alice, "/imports/"))
    assert faults(page) == []
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_label("Where Email goes")).to_have_value("contact.email")
    assert faults(page) == []
    page.get_by_role("button", name="See what would become of it").click()
    cell = page.locator("tr", has_text="Contacts").locator("[data-what]")
    expect(cell.first).to_have_text("9998", timeout=60_000)
    expect(page.get_by_text("“nobody at all” is no email address.")).to_be_visible()
    assert faults(page) == []
    with cast.scope():
        assert not Contact.objects.exists()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.locator(".imports__state")).to_have_text("Brought in", timeout=120_000)
    with cast.scope():
        assert (Contact.objects.count(), Company.objects.count()) == (9_998, 500)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download these lines").click()
    mended = tmp_path / "mended.csv"
    mended.write_text(download.value.path().read_text().replace("nobody at all", "nobody@c1.example"))
    page.get_by_role("link", name="Back to the files").click()
    page.locator("input[type=file]").set_input_files(mended)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="See what would become of it").click()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.locator(".imports__state")).to_have_text("Brought in", timeout=60_000)

    page.get_by_role("link", name="Back to the files").click()
    page.get_by_role("link", name="people.csv").click()
    page.get_by_role("button", name="Take all of it back").click()
    expect(page.locator(".imports__state")).to_have_text("Taken back", timeout=120_000)
    with cast.scope():
        assert Contact.objects.get().name == "Nobody"
        assert Company.objects.get().name == "Company 1"


def test_two_are_made_one_from_their_page_and_separated_again(cast, page_for) -> None:
    anna, ann = make(cast, "Anna Weber", email="anna@weber.example"), make(cast, "Ann Weber", phone="+442079460123")
    page = live(page_for(cast.bob, f"/contacts/{anna.pk}/"))
    page.get_by_text("Make it one with another").click()
    page.locator("#related-merge input").fill("ann web")
    page.locator("#related-merge").get_by_role("button", name="Ann Weber").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make them one")
    assert faults(page) == []
    page.get_by_role("button", name="Make them one").click()
    expect(page.get_by_text("Ann Weber is part of this one now.")).to_be_visible()
    expect(page.locator(f"#contact-{anna.pk}")).to_contain_text("+442079460123")
    page.get_by_role("link", name="Separate").click()
    assert faults(page) == []
    page.get_by_role("button", name="Separate them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ann Weber")
    with cast.scope():
        assert Contact.objects.known().count() == 2
        assert Contact.objects.get(pk=ann.pk).phone == "+442079460123"
