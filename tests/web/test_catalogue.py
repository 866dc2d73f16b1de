"""English is complete: what the sources say in French has its twin, and what is compiled is what was written."""

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import ngettext, override

sys.path.insert(0, str(Path(__file__).parents[2]))
from tools import catalogue


@pytest.fixture(scope="module")
def fresh() -> Catalog:
    return catalogue.fresh()


def test_every_sentence_of_the_sources_has_its_english_twin(fresh: Catalog) -> None:
    assert catalogue.gaps(fresh) == [], "make messages, then translate"


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(fresh: Catalog) -> None:
    kept = catalogue.read(catalogue.PACKAGE / catalogue.ENGLISH / "django.po")
    assert {one.id for one in kept} == {one.id for one in fresh}


def test_what_the_program_reads_is_what_was_written() -> None:
    kept = catalogue.read(catalogue.PACKAGE / catalogue.ENGLISH / "django.po")
    assert (catalogue.PACKAGE / catalogue.ENGLISH / "django.mo").read_bytes() == catalogue.compiled(kept)
    french = (catalogue.PACKAGE / catalogue.FRENCH / "django.mo").read_bytes()
    assert french == catalogue.compiled(catalogue.french(kept))


def test_nothing_is_singular_in_french_and_plural_in_english() -> None:
    sentence, plural = "%(counter)s règle refuse encore ce texte.", "%(counter)s règles refusent encore ce texte."
    with override("fr"):
        assert [ngettext(sentence, plural, count) for count in (0, 1, 2)] == [sentence, sentence, plural]
    with override("en"):
        assert ngettext(sentence, plural, 0) == ngettext(sentence, plural, 2) != ngettext(sentence, plural, 1)
