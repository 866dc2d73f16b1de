"""Whatever was typed, what is shown is safe, and its headings can be followed by ear."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcontact.policies.text import blocks, render

ALLOWED = {"h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "em", "strong", "a", "br"}
PIECES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![i](https://e.example/i)",
    "<javascript:alert(1)>",
    "<https://cnil.fr>",
    "<dpo@e.example>",
    '[a](https://e.example "t")',
    "&lt;b&gt;",
    "`code`",
    "# titre",
    "###### bas",
    "- un",
    "1. un",
    "> cité",
    "**gras**",
    "\\<b>",
    "\n",
    "\n\n",
    "    ",
    "<!--",
    "-->",
    '"',
    "'",
    "<style>*{}</style>",
    "[x](data:text/html,<b>)",
    "[x](//e.example)",
    "[x](vbscript:x)",
    "mot",
    " ",
    "<a href=//x>",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=80)


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


@given(TEXTS)
def test_nothing_but_the_few_elements_of_a_text_comes_out_whatever_goes_in(text: str) -> None:
    for tag, attributes in Seen(render(text)).tags:
        assert tag in ALLOWED
        assert set(attributes) <= ({"href", "title"} if tag == "a" else {"start"} if tag == "ol" else set())
        if tag == "a":
            assert str(attributes["href"]).lower().startswith(("https://", "http://", "mailto:"))


@given(TEXTS)
def test_no_heading_jumps_over_a_level_and_none_is_the_pages_own(text: str) -> None:
    level = 1
    for tag, _ in Seen(render(text)).tags:
        if tag.startswith("h"):
            assert 2 <= int(tag[1]) <= level + 1
            level = int(tag[1])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# Un\n\n### Trois", "<h2>Un</h2>\n<h3>Trois</h3>\n"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"),
        ("<dpo@e.example>", '<p><a href="mailto:dpo@e.example">dpo@e.example</a></p>\n'),
        ("<b>gras</b>", "<p>&lt;b&gt;gras&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ],
)
def test_a_text_is_shown_as_its_author_meant_it(typed: str, shown: str) -> None:
    assert render(typed) == shown


def test_a_text_is_cut_where_a_reader_breathes() -> None:
    found = blocks("# Titre\n\nUne\nphrase.\n\n- un\n- deux\n\nFin")
    assert [(one.kind, one.text) for one in found] == [
        ("heading", "Titre"),
        ("paragraph", "Une phrase."),
        ("item", "un"),
        ("item", "deux"),
        ("paragraph", "Fin"),
    ]
