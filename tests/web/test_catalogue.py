"""English is complete: what the sources say in French has its twin, and what is compiled is what was written."""

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

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
