"""A letter folds into a window envelope: its address shows, and nothing else could."""

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.notices.world import CODE, NOW, STREET

from selfcontact.notices import letter
from selfcontact.notices.templates import Letter

SENDER = ("SAU SELFCONTACT", "1 place de l’Exemple", "75000 Paris")
MILLIMETRE = 72 / 25.4
#: What a window of 100 x 35 or 100 x 45 mm shows of the sheet, wherever it has slipped: left, right, top, bottom.
WINDOW = (90.0, 200.0, 34.0, 90.0)
#: What it shows in every position.
SAFE = (100.0, 190.0, 55.0, 79.0)


def made(text: str = "Votre code : 4071 8832", to: str = STREET, count: int = 1) -> bytes:
    one = Letter(to=to, subject="Votre demande d-0123456789", text=text)
    return letter.pdf([(one, "d-0123456789")] * count, sender=SENDER, at=NOW)


def pages(document: bytes) -> list[str]:
    """Return the drawing orders of each page."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    return [text for stream in streams if "BT" in (text := _inflated(stream))]


def _inflated(stream: bytes) -> str:
    try:
        return zlib.decompress(stream).decode("latin-1")
    except zlib.error:
        return ""


def placed(page: str) -> list[tuple[float, float, str]]:
    """Return each text of a page with its place, in millimetres from the left and the top."""
    found = re.findall(r"BT ([\d.]+) ([\d.]+) Td (?:.*? )?\[?\((.*?)\)\]? T[jJ]", page)
    return [
        (float(x) / MILLIMETRE, 297 - float(y) / MILLIMETRE, text.encode("latin-1").decode("windows-1252"))
        for x, y, text in found
    ]


def test_the_address_stands_where_every_window_shows_it_and_nothing_else_does() -> None:
    (page,) = pages(made())
    texts = placed(page)
    address = [(x, y) for x, y, text in texts if text in STREET.splitlines()]
    assert len(address) == 3
    assert all(SAFE[0] <= x <= SAFE[1] and SAFE[2] <= y <= SAFE[3] for x, y in address)
    shown = [text for x, y, text in texts if x >= WINDOW[0] and WINDOW[2] <= y <= WINDOW[3]]
    assert shown == STREET.splitlines()
    assert any("d-0123456789" in text for _, _, text in texts)


def test_six_lines_fit_in_the_window() -> None:
    to = "\n".join(f"Ligne numéro {number}" for number in range(6))
    (page,) = pages(made(to=to))
    assert all(SAFE[2] <= y <= SAFE[3] for _, y, text in placed(page) if text.startswith("Ligne"))


def test_an_address_written_on_one_line_is_cut_at_its_commas() -> None:
    (page,) = pages(made(to=STREET.replace("\n", ", ")))
    assert {text for _, _, text in placed(page)} >= set(STREET.splitlines())


def test_the_sheet_is_marked_where_it_is_folded() -> None:
    (page,) = pages(made())
    marks = [297 - float(y) / MILLIMETRE for y in re.findall(r"0\.00 ([\d.]+) m 14\.17 [\d.]+ l S", page)]
    assert marks == pytest.approx([99, 198], abs=0.05)


def test_a_long_letter_goes_on_over_the_leaf_and_the_next_begins_on_its_own() -> None:
    document = made("Une phrase entière.\n" * 120, count=2)
    numbers = [text for page in pages(document) for _, y, text in placed(page) if y > 280]
    whole = len(numbers) // 2
    assert whole > 1
    assert numbers == [f"d-0123456789 · {number}" for _ in range(2) for number in range(1, whole + 1)]


def test_the_file_says_nothing_of_the_person_outside_its_pages() -> None:
    document = made()
    assert CODE in "".join(text for page in pages(document) for _, _, text in placed(page))
    assert all(word not in document for word in (b"Lef", CODE.encode(), b"Paix"))


def test_the_same_letter_is_the_same_file() -> None:
    assert made() == made()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.text(max_size=80))
def test_whatever_was_written_prints(text: str, line: str) -> None:
    assert made(text, to=f"Zoé Lefèvre\n{line}").startswith(b"%PDF")


def test_a_letter_that_the_font_lacks_loses_its_accent_and_nothing_more() -> None:
    assert letter.printable("Łukasz Çelik-Őry – l’œuvre") == "Lukasz Çelik-Ory – l’œuvre"
