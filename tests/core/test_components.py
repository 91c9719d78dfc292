"""The tags that draw the design system's components."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from core.markup import attributes
from core.templatetags.ui import hue, initials


def draw(source: str, **values) -> str:
    return Template(source).render(Context(values))


def test_a_component_gets_its_inputs_and_nothing_of_the_page() -> None:
    drawn = draw('{% ui "pill" label=name %}', name="Open", kind="bad")
    assert "Open" in drawn
    assert "pill--bad" not in drawn


def test_what_it_is_given_is_escaped() -> None:
    drawn = draw('{% ui "button" label=words data_note=words %}', words='<script>"')
    assert "<script>" not in drawn
    assert 'data-note="&lt;script&gt;&quot;"' in drawn


def test_content_and_slots_see_the_page_around_them() -> None:
    drawn = draw(
        '{% wrap "dialog" id="d" title="T" %}{{ words }}{% slot foot %}<b>{{ words }}</b>{% endslot %}{% endwrap %}',
        words="inside",
    )
    assert drawn.count("inside") == 2
    assert "dialog__foot" in drawn


def test_a_slot_outside_its_component_is_a_fault_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% slot foot %}x{% endslot %}")


def test_an_icon_that_is_not_listed_is_a_fault_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"icons\.json"):
        draw('{% icon "no-such-icon" %}')


def test_attributes_say_what_html_means() -> None:
    given = {"data_on": True, "data_off": False, "aria_pressed": False, "hx_get": "/a/?b=1&c", "data_none": None}
    assert attributes(given) == ' data-on="" aria-pressed="false" hx-get="/a/?b=1&amp;c"'


def test_a_literal_with_quotes_stays_one_attribute() -> None:
    assert 'hx-vals="{&quot;from&quot;: &quot;page&quot;}"' in draw(
        """{% ui "button" label="x" hx_vals='{"from": "page"}' %}"""
    )


def test_a_face_has_initials_and_one_hue_for_ever() -> None:
    assert [initials(name) for name in ("Alice Archer", "Björn-Åke von Östlund", "Eve", "", "!!!")] == [
        "AA",
        "BÖ",
        "E",
        "?",
        "?",
    ]
    assert hue("12") == (49 + 50) % 8
