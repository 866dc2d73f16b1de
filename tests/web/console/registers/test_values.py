"""How the details of the ledger are said on the pages."""

import pytest
from django.utils.translation import override

from selfcontact.ledger.leaf import JSON
from selfcontact.web.console.registers.values import price, said
from selfcontact.web.console.registers.words import election


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("purposes", ["political", "survey"], "message politique, enquête"),
        ("country", "DE", "Allemagne"),
        ("kind", "carrier", "opérateur de messages"),
        ("kind", "processing", "traitement des données"),
        ("kind", "inconnu", "inconnu"),
        ("area", ["dep:35"], "Ille-et-Vilaine (35, département)"),
        ("election", "presidentielle-2027", "Présidentielle 2027"),
        ("ends_on", "2027-06-30", "30 juin 2027"),
        ("ends_on", "bientôt", "bientôt"),
        ("signed_at", "2026-11-02T09:30:00+00:00", "2 novembre 2026, 10:30"),
        ("tls", False, "non"),
        ("count", 12_000, "12\u202f000"),
        ("stop_code", "36180", "36180"),
        ("approved_by", None, "–"),
        ("ceiling_millicents", 20_000_000, "200,00\u202f€"),
        ("ceiling_millicents", None, "–"),
        ("refused", {"E01": 2}, '{"E01": 2}'),
    ],
)
def test_a_detail_is_said_in_words_or_as_it_was_written(name: str, value: JSON, words: str) -> None:
    with override("fr"):
        assert said(name, value) == words


@pytest.mark.parametrize(
    ("millicents", "french", "english"),
    [
        (4500, "0,045\u202f€", "€0.045"),
        (5000, "0,05\u202f€", "€0.05"),
        (0, "0,00\u202f€", "€0.00"),
        (1, "0,00001\u202f€", "€0.00001"),
        (150_050_000, "1\u202f500,50\u202f€", "€1,500.50"),
    ],
)
def test_a_price_is_never_rounded(millicents: int, french: str, english: str) -> None:
    with override("fr"):
        assert price(millicents) == french
    with override("en"):
        assert price(millicents) == english


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("presidentielle-2027", "Présidentielle 2027"),
        ("provinciales-988-2026", "Provinciales 2026 (Nouvelle-Calédonie)"),
        ("senatoriales-2026-serie-2", "Sénatoriales 2026 série 2"),
        ("legislative-partielle-71-05-2025", "Législative partielle 71 05 2025"),
    ],
)
def test_an_election_is_called_by_its_name(code: str, said: str) -> None:
    with override("fr"):
        assert election(code) == said
