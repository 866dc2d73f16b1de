"""The little Markdown of a policy: headings, paragraphs, lists, emphasis, links and addresses. HTML is only letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Kind = Literal["heading", "paragraph", "item"]
GRAMMAR = ("heading", "list", "emphasis", "link", "autolink", "escape", "newline")
#: What a link may lead to; anything else stays the letters that were typed.
SCHEMES = ("https://", "http://", "mailto:")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A piece of the text that is read in one breath; `depth` is the level of a heading, from 2."""

    kind: Kind
    text: str
    depth: int = 0


def render(text: str) -> str:
    """Return the text as HTML that is safe whatever was written; its headings begin under the page's own."""
    parser = _parser()
    return str(parser.renderer.render(_tokens(parser, text), parser.options, {}))


def blocks(text: str) -> list[Block]:
    """Return the text cut in pieces, as it was typed but for line breaks."""
    return list(_blocks(_tokens(_parser(), text)))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(list(GRAMMAR))
    parser.validateLink = _leads_somewhere  # type: ignore[method-assign]
    return parser


def _leads_somewhere(url: str) -> bool:
    return url.lower().startswith(SCHEMES)


def _tokens(parser: MarkdownIt, text: str) -> list[Token]:
    """Parse, with headings that never jump over a level: a reader by ear would look for the one between."""
    found, level = parser.parse(text), 1
    for token in found:
        if token.type == "heading_open":
            level = min(max(int(token.tag[1:]), 2), level + 1, 6)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
    return found


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    kind: Kind = "paragraph"
    depth = items = 0
    for token in tokens:
        items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            kind, depth = "heading", int(token.tag[1:])
        elif token.type == "paragraph_open":
            kind, depth = "item" if items else "paragraph", 0
        elif token.type == "inline" and (said := " ".join(token.content.split())):
            yield Block(kind=kind, text=said, depth=depth)
