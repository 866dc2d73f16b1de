"""Every pitfall of the list, with what must come of it known beforehand."""

import csv
from pathlib import Path

import pytest
from tests.intake.world import Judged, People

LIST = Path(__file__).parent / "data" / "pitfalls.csv"
#: Pitfall -> for each case, what changes in a good row and the code that must come of it (None: accepted).
ROWS: dict[str, list[tuple[dict[str, str], str | None]]] = {
    "zéro de tête perdu": [({"MOBILE": "639980001"}, None), ({"CP": "1000", "VILLE": "Bourg-en-Bresse"}, None)],
    "notation scientifique": [({"MOBILE": "3,36E+10"}, "phone_invalid"), ({"MOBILE": "3.36E+10"}, "phone_invalid")],
    "suffixe décimal": [({"MOBILE": "639980001.0"}, None), ({"MOBILE": "639980001,00"}, None)],
    "apostrophe de tête": [({"MOBILE": "'0639980001"}, None)],
    "perte d’accents": [({"NOM": "LEFEVRE", "PRENOM": "Francois", "VILLE": "SAINT ETIENNE", "CP": "42000"}, None)],
    "formule": [({"NOM": "=HYPERLINK(1)"}, None), ({"MOBILE": "+33639980001"}, None), ({"NOM": "@SUM"}, None)],
    "date Excel": [({"DATE_OPTIN": "46146"}, None), ({"DATE_OPTIN": "01/01/1900"}, "consent_expired")],
    "date américaine": [({"DATE_OPTIN": "05/25/2026"}, "no_consent")],
    "année à deux chiffres": [({"DATE_OPTIN": "12/05/26"}, "no_consent")],
    "espaces invisibles": [
        ({"MOBILE": "06\u00a039\u202f98\u200b00\u200e01"}, None),
        ({"NOM": "\ufeffDurand\u00a0", "VILLE": "Rennes\u200b"}, None),
    ],
    "homoglyphes": [({"MOBILE": "063998OOO1"}, "phone_invalid"), ({"MOBILE": "О639980001"}, "phone_invalid")],
    "numéro multiple": [({"MOBILE": "0199000001/0639980001"}, None)],
    "CEDEX": [({"CP": "35042", "VILLE": "RENNES CEDEX"}, None)],
    "commune fusionnée": [({"CP": "49320", "VILLE": "Brissac-Quincé"}, None)],
    "code postal partagé": [({"CP": "01400", "VILLE": ""}, "address_unknown")],
    "arrondissements": [({"CP": "75001", "VILLE": "Paris 1er"}, None), ({"CP": "69003", "VILLE": "LYON 3E"}, None)],
    "outre-mer": [({"MOBILE": "0690100001", "CP": "97110", "VILLE": "Pointe-à-Pitre"}, None)],
    "séparateur dans un champ": [
        ({"ADRESSE": '"12; rue de la Paix"'}, None),
        ({"ADRESSE": "1;2"}, "malformed_row"),
    ],
    "retour à la ligne dans un champ": [({"ADRESSE": '"Bât C\n12 rue des Lilas"'}, None)],
    "guillemet isolé": [({"ADRESSE": '12 rue " dit'}, None), ({"ADRESSE": '12 rue "dit" du Moulin'}, None)],
    "UTF-8 pris pour cp1252": [({"NOM": "LefÃ¨vre"}, None)],
}
#: Pitfalls of a whole file have a test of their own below or beside.
ELSEWHERE = {
    "BOM UTF-8": "test_reader.py",
    "cp1252 pris pour UTF-8": "test_reader.py",
    "encodages mêlés": "here",
    "lignes parasites": "here",
    "feuille Excel": "test_reader.py",
}


def test_every_pitfall_of_the_list_has_a_case() -> None:
    with LIST.open(encoding="utf-8") as file:
        listed = {row["piege"] for row in csv.DictReader(file)}
    assert listed == ROWS.keys() | ELSEWHERE.keys()


@pytest.mark.parametrize("pitfall, number", [(name, n) for name, cases in ROWS.items() for n in range(len(cases))])
def test_a_pitfall_has_the_expected_end_and_spares_its_neighbours(
    pitfall: str, number: int, judged: Judged, people: People
) -> None:
    changes, code = ROWS[pitfall][number]
    rows = [people.row(), people.row(**changes), people.row()]
    assert judged(people.text(rows)) == [None, code, None]


def test_lines_in_another_encoding_are_read_one_by_one(judged: Judged, people: People) -> None:
    good, other = people.row(NOM="Lefèvre"), people.row(NOM="Lefèvre").encode("cp1252")
    content = people.text([good, good]).encode() + other + b"\r\n" + good.encode() + b"\r\n"
    assert judged(content) == [None, None, None, None]


def test_blank_lines_repeated_headers_and_totals_hold_nobody(judged: Judged, people: People) -> None:
    empty = ";" * people.header().count(";")
    total = "Total : 3" + empty
    rows = [people.row(), "", empty, people.header(), total, people.row()]
    assert judged(people.text(rows)) == [None, *["malformed_row"] * 4, None]
