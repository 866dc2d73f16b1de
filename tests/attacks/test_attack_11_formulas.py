"""Attack 11: what a provider's file holds must calculate nothing and run nothing in what a person opens."""

import csv
import io
import json
import re
from typing import Any

import pytest
from tests.answers.sample import document

from selfcontact.answers.formats.archive import files
from selfcontact.answers.formats.machine import as_csv, as_json
from selfcontact.answers.formats.paper import as_pdf
from selfcontact.answers.reading import sections
from selfcontact.lib.csv_cells import harmless

HOSTILE = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1",
    "\u3000=1+1", "\u200b=1+1", "\ufeff=1+1", "\u2066=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20SUM(A1)",
    "|calc", "%0A=1+1", "x;=1+1", "x,=1+1", "x\t=1+1", "x\r\n=1+1", "x\n=1+1", 'x";=1+1', "x; \uff1d1+1",
    "+33639980000*1", "+33 6 39 98 00 00", '=HYPERLINK("http://127.0.0.1/","x")',
]  # fmt: skip
FORMULA = re.compile(r"[\s\u200b\ufeff\u2066]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")


def cells(written: bytes, delimiter: str = ";") -> list[str]:
    """Return every cell that a spreadsheet makes of a file, with the separator it takes."""
    text = written.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]


@pytest.mark.parametrize("value", HOSTILE)
def test_attack_11_no_cell_begins_like_a_formula_whatever_a_file_holds(value: str) -> None:
    written = as_csv(document(surname=value, address=value))
    # Only apostrophes are added.
    assert value.replace("'", "") in [cell.replace("'", "") for cell in cells(written)]
    for cell in cells(written):
        assert not FORMULA.match(cell) or re.fullmatch(r"\+\d{6,15}", cell), cell
    # Cut at every other separator, and at a line's end inside a cell.
    for cell in cells(written):
        for piece in re.split(r"[,;\t|\r\n]", cell):
            assert not FORMULA.match(piece) or re.fullmatch(r"\+\d{6,15}", piece), piece


@pytest.mark.parametrize("number", ["+33639980000", "+262639980000", "+590690001234"])
def test_attack_11_a_number_survives_exactly(number: str) -> None:
    assert number in cells(as_csv(document(number=number)))
    assert harmless(number) == number


@pytest.mark.parametrize("value", HOSTILE)
def test_attack_11_the_json_and_what_is_read_keep_the_value_as_it_is_held(value: str) -> None:
    made = document(surname=value)
    read: dict[str, Any] = json.loads(as_json(made))
    assert read["contacts"][0]["data"]["surname"] == value
    assert value in [text for part in sections(made, "fr") for block in part.blocks for text in flat(block)]


def flat(block: Any) -> list[str]:
    return [block.text] if block.kind == "text" else [value for _, value in block.rows]


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        "(Tj) ET Q /JS",
        "{{ 7*7 }}",
        "%s%n",
        "Ελένη",
        "مريم",
        "😀",
        "a" * 20_000,
        "\x00\x07",
    ],
)
def test_attack_11_a_hostile_name_neither_breaks_nor_runs_in_the_pages(value: str) -> None:
    made = document(surname=value, text=value)
    for language in ("fr", "en"):
        page = as_pdf(made, language)
        assert page.startswith(b"%PDF")
        assert not any(word in page for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile"))


def test_attack_11_file_names_hold_the_reference_and_nothing_of_the_person() -> None:
    names = files(document(surname="../../etc", address="x"), "fr")
    assert set(names) == {f"reponse-d-0123456789{end}" for end in (".pdf", ".json", ".csv")}


def test_pages_have_a_title_a_language_and_an_outline_and_are_the_same_each_time() -> None:
    for language, title in (("fr", "Réponse à votre demande"), ("en", "Answer to your request")):
        page = as_pdf(document(), language)
        assert f"/Lang ({language})".encode() in page
        assert b"/Outlines" in page
        # A title outside ASCII is written in hexadecimal.
        assert title.encode() in page or title.encode("utf-16-be").hex().encode() in page.lower()
        assert page == as_pdf(document(), language)
