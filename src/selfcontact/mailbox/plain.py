"""Octets and HTML of strangers turned into plain text: linear in their length, nothing rendered, nothing fetched."""

import html
import re

LONGEST = 200_000
#: Character sets that text mail really uses; others decode to something else than text, or slowly on purpose.
CHARSETS = re.compile(
    r"utf-?8|us-ascii|ascii|utf-?16(le|be)?|iso-?8859-\d{1,2}|latin-?\d|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc-(jp|kr)|iso-2022-jp|macintosh",
)
#: Everything below a space but line ends and tabs, and what turns the direction of writing around.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
SKIPPED = frozenset({"script", "style", "head", "svg", "title", "template", "object", "iframe"})
BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr", "ul", "ol"})
NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")


def decoded(octets: bytes, charset: str | None) -> str:
    """Return octets as clean text; a charset that is wrong or unknown is replaced, never raised."""
    octets, name = octets[: LONGEST * 4], (charset or "utf-8").casefold()
    if not CHARSETS.fullmatch(name):
        name = "utf-8"
    try:
        return clean(octets.decode(name))
    except (UnicodeDecodeError, LookupError):
        return clean(octets.decode("cp1252", errors="replace"))


def clean(text: str) -> str:
    """Return text without what cannot be seen, bounded, its line ends plain."""
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    # A lone surrogate cannot be written as UTF-8.
    return UNSEEN.sub(" ", text).encode("utf-8", errors="replace").decode()


def from_html(markup: str) -> str:
    """Return what somebody would read of an HTML mail, without a single address that it points to."""
    pieces, place, markup = [], 0, markup[:LONGEST]
    while (start := markup.find("<", place)) >= 0:
        pieces.append(markup[place:start])
        end = markup.find(">", start)
        if end < 0:
            place = len(markup)
            break
        name = _name(markup[start + 1 : min(end, start + 40)])
        place = _past(markup, name, end + 1)
        pieces.append("\n" if name.strip("/") in BREAKS else "")
    text = html.unescape("".join([*pieces, markup[place:]]))
    lines = (" ".join(line.split()) for line in clean(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _name(tag: str) -> str:
    found = NAME.match(tag)
    return found[0].casefold() if found else ""


def _past(markup: str, name: str, place: int) -> int:
    """Return where reading goes on: after the end of what is never shown, or nowhere when it has no end."""
    if name not in SKIPPED:
        return place
    end = re.compile(rf"</{name}\b", re.IGNORECASE).search(markup, place)
    return end.start() if end else len(markup)
