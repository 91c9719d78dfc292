"""Formatting: a small subset of Markdown becomes a tree of known tags; hostile text stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rich import as_html, as_json, html_of, plain_of, tree_of
from inbox.lines import line_of
from tests.widget.frame_client import arrived

pytestmark = pytest.mark.covers("I2")
TAGS = {"p", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a", "br"}


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("**b** _i_ ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>", "b i s c"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>", "one two"),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>', "3. three 4. four"),
        ("> said\n\nso *there*", "<blockquote><p>said</p></blockquote><p>so <em>there</em></p>", "said so there"),
        ("*a*\nb", "<p><em>a</em><br>b</p>", "a b"),
        ("```\nx = <1>\n```", "<pre><code>x = &lt;1&gt;</code></pre>", "x = <1>"),
        ("2 * 3 * 4 = snake_case_name", "2 * 3 * 4 = snake_case_name", "2 * 3 * 4 = snake_case_name"),
        ("# no heading", "# no heading", "# no heading"),
        (r"\*as it is\*", "<p>*as it is*</p>", "*as it is*"),
        ("1986. What a year", '<ol start="1986"><li>What a year</li></ol>', "1986. What a year"),
    ],
    ids=range(10),
)
def test_what_is_written_and_how_it_looks(text: str, html: str, plain: str) -> None:
    assert (html_of(text), plain_of(text)) == (html, plain)


def test_addresses_are_links_whatever_signs_are_in_them() -> None:
    html = html_of("**see** https://x.example/a_b_*c*/ [here](https://y.example/?a=1&b=2)")
    assert '<a href="https://x.example/a_b_*c*/"' in html
    assert '<a href="https://y.example/?a=1&amp;b=2"' in html
    assert 'rel="noopener noreferrer nofollow"' in html


HOSTILE = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x) **b**",
    "<script>alert(1)</script> **b**",
    '[x](https://a.example/"onmouseover="alert(1)) **b**',
    "**<img src=x onerror=alert(1)>**",
    "`<b>` <b>",
    "![x](https://a.example/pixel.png)",
    "[x](//evil.example)",
    "[x](/inbox/)",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    html = html_of(text)
    for bad in ("<script", "<img", "<b>", 'href="javascript', 'href="data', 'href="vbscript', 'href="/', '"onmouse'):
        assert bad not in html.lower()


FLOODS = ["*", "**a *b ", "[", "[a](", "[a](b) ", "`a", ">", "> ", "- ", "_a ", "*a_ ", "~~a", "\\*", "http://", "1. "]


@pytest.mark.parametrize("flood", FLOODS, ids=range(len(FLOODS)))
def test_a_flood_comes_to_an_end(flood: str) -> None:
    assert len(html_of((flood * 20_000)[:20_000])) < 10 * 20_000


@given(st.text(alphabet="ab *_~`[]()>-1.\\\n<&:/hтע\u2066", max_size=80))
def test_whatever_is_written_the_tree_has_known_tags_alone(text: str) -> None:
    def known(nodes) -> bool:
        return all(isinstance(node, str) or (node.tag in TAGS and known(node.children)) for node in nodes)

    tree = tree_of(text)
    if tree is not None:
        assert known(tree)
        assert "<script" not in as_html(tree)
        assert isinstance(as_json(tree), list)


@pytest.mark.covers("W2")
def test_colleagues_and_the_visitor_see_it_and_lists_show_words(cast) -> None:
    frame = arrived(cast.website)
    frame.write("I said *no*")
    with cast.scope():
        visitor_line = cast.website.conversations.get().messages.get()
        reply = visitor_line.conversation.reply(by=cast.bob, body="It is **free**, see [this](https://a.example)")
    with cast.scope():
        assert line_of(visitor_line.pk).body == "I said *no*", "a client's words are shown as they are"
        assert "<strong>free</strong>" in line_of(reply.pk).body
    assert cast.fresh(reply.conversation).preview == "It is free, see this"
    hello, answer = frame.conversation()["messages"]
    assert (hello["rich"], answer["body"]) == (None, "It is **free**, see [this](https://a.example)")
    assert answer["rich"] == [
        ["p", ["It is ", ["strong", ["free"]], ", see ", ["a", ["this"], "https://a.example"]]],
    ]
