"""The pages speak both languages, and show only commands that exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.reference import commands, errors, hook, source

DOCS = source.ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "contributor" not in page.parts)
FRENCH = [page for page in PAGES if not page.name.endswith(".en.md")]
KNOWN = {command.words: command for command in commands.found()}
PROMPTED = re.compile(r"(?:\.venv/bin/)?selfcontact ")


def outline(page: Path) -> list[int]:
    """Return the levels of the headings of a page, in order, code left out."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [len(found) for found in re.findall(r"^(#+) ", text, re.MULTILINE)]


def shown(text: str) -> Iterator[str]:
    """Yield each command that a page has the reader type: in a block, in an indented line or in a sentence."""
    joined = re.sub(r"\\\n\s*", "", text)
    blocks = re.findall(r"^```text\n(.*?)^```", joined, re.MULTILINE | re.DOTALL)
    lines = [*"".join(blocks).splitlines(), *re.findall(r"^    (.*)$", joined, re.MULTILINE)]
    for line in [*lines, *re.findall(r"`([^`\n]+)`", joined)]:
        # What explains a command stands far to its right, or behind a sharp.
        for part in re.split(r" ;(?: |$)", re.split(r"\s{3,}|\s#", line.strip())[0]):
            if PROMPTED.match(part.strip()):
                yield PROMPTED.sub("", part.strip(), count=1)


def wrong(line: str) -> str:
    """Return what is wrong with a command as it is shown, a verb or an option that does not exist; else nothing."""
    words = shlex.split(re.split(r" [>|] ", line)[0])
    if words == ["--help"]:
        return ""
    plain = [word for word in words if re.fullmatch(r"[a-z-]+", word) and not word.startswith("-")]
    named = next((" ".join(plain[:n]) for n in (3, 2, 1) if " ".join(plain[:n]) in KNOWN), None)
    if named is None:
        # A noun alone stands for all its verbs.
        return "" if len(words) == 1 and any(known.startswith(f"{words[0]} ") for known in KNOWN) else line
    known = {spelling for one in KNOWN[named].parameters for spelling in (*one.opts, *one.secondary_opts)}
    return " ".join(word for word in words if word.startswith("-") and word.split("=")[0] not in known | {"--help"})


@pytest.mark.parametrize("page", FRENCH, ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_for_users_has_an_english_twin_of_the_same_outline(page: Path) -> None:
    twin = page.with_suffix(".en.md")
    assert twin.is_file()
    assert outline(page) == outline(twin)


@pytest.mark.parametrize("page", [*PAGES, source.ROOT / "README.md"], ids=lambda page: page.name)
def test_every_command_that_a_page_shows_exists_with_its_options(page: Path) -> None:
    assert [line for line in shown(page.read_text(encoding="utf-8")) if wrong(line)] == []


def test_every_command_that_an_error_advises_exists() -> None:
    advised = {one.hint for one in errors.found() if one.hint.startswith("selfcontact ")}
    hints = [hint.removeprefix("selfcontact ").split(" ;")[0] for hint in advised if "{" not in hint]
    assert [hint for hint in hints if wrong(hint)] == []


def test_a_command_or_an_option_that_does_not_exist_is_found_out() -> None:
    assert wrong("campaign launch c-1")
    assert wrong("campaign start c-1 --now") == "--now"
    assert not wrong("campaign start c-1")


@pytest.mark.parametrize("suffix", [".md", ".en.md"])
def test_every_part_of_the_reference_is_on_a_page_in_both_languages(suffix: str) -> None:
    pages = [page for page in PAGES if page.name.endswith(".en.md") == (suffix == ".en.md")]
    placed = {name for page in pages for name in hook.MARK.findall(page.read_text(encoding="utf-8"))}
    assert placed == set(hook.PARTS)
