"""Addresses as people and files write them, and the commune each one is in."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcontact.geo import communes
from selfcontact.geo.tables import table
from selfcontact.lib.errors import UserError


def commune(postcode: str | None, city: str | None, insee: str | None = None) -> str | None:
    column = pl.Series([insee], dtype=pl.String)
    found = communes.resolve(pl.Series([postcode], dtype=pl.String), pl.Series([city], dtype=pl.String), column)
    answer: str | None = found["commune"][0]
    return answer


WRITTEN: list[tuple[str, str, str | None]] = [
    ("93200", "Saint-Denis", "93066"),
    ("93200", "ST DENIS", "93066"),
    ("93210", "St-Denis", "93066"),
    ("97400", "saint denis", "97411"),
    ("76600", "Le Havre", "76351"),
    ("76600", "HAVRE (LE)", "76351"),
    ("76620", "Havre", "76351"),
    ("94240", "L'Haÿ-les-Roses", "94038"),
    ("94240", "L’HAY LES ROSES", "94038"),
    ("94240", "LHAY LES ROSES", "94038"),
    ("97438", "STE MARIE", "97418"),
    ("97230", "Sainte-Marie", "97228"),
    ("42000", "ST ETIENNE", "42218"),
    ("42100", "Saint Étienne", "42218"),
    ("35000", "  rennes ", "35238"),
    ("35000", "35000 Rennes", "35238"),
    ("62138", "Douvrin", "62276"),
    ("61250", "Œuf-en-Ternois", None),
    ("62130", "Œuf-en-Ternois", "62633"),
    ("62130", "OEUF EN TERNOIS", "62633"),
    ("76690", "ST GEORGES S/ FONTAINE", "76580"),
    ("84450", "Saint-Saturnin-lez-Avignon", "84119"),
    ("95220", "Herblay", "95306"),
    ("93400", "SAINT OUEN", "93070"),
    ("97133", "Saint-Barthélemy", "97701"),
    ("97133", "GUSTAVIA", "97701"),
    ("97150", "Saint-Martin", "97801"),
    ("97418", "La Plaine des Cafres", "97422"),
    ("97500", "Saint-Pierre", "97502"),
    ("98714", "PAPEETE", "98735"),
    ("98800", "Nouméa", "98818"),
    ("20000", "AJACCIO", "2A004"),
    ("20200", "Bastia", "2B033"),
    ("49610", "Mûrs-Erigné", "49223"),
    ("52290", "Éclaron-Braucourt-Sainte-Livière", "52182"),
    ("38400", "SAINT MARTIN D HERES", "38421"),
]

DIVIDED: list[tuple[str, str, str | None]] = [
    ("75012", "Paris", "75112"),
    ("75012", "PARIS 12", "75112"),
    ("75012", "PARIS 12E ARRONDISSEMENT", "75112"),
    ("75012", "Paris 12ème", "75112"),
    ("75012", "PARIS 12 EME ARRDT", "75112"),
    ("75001", "Paris 1er", "75101"),
    ("75016", "PARIS", "75116"),
    ("75116", "PARIS", "75116"),
    ("75000", "Paris", "75056"),
    ("75000", "Paris 12e", "75112"),
    ("75013", "PARIS 12", None),
    ("69003", "Lyon 03", "69383"),
    ("69005", "Lyon", "69385"),
    ("13013", "Marseille 13", "13213"),
    ("13007", "Marseille", "13207"),
    ("75015", "Issy-les-Moulineaux", "92040"),
]

CEDEX: list[tuple[str, str, str | None]] = [
    ("35042", "RENNES CEDEX 7", "35238"),
    ("35042", "Rennes Cedex", "35238"),
    ("35000", "RENNES CEDEX", "35238"),
    ("42007", "ST ETIENNE CEDEX 1", "42218"),
    ("75681", "PARIS CEDEX 14", "75056"),
    ("97463", "SAINT DENIS CEDEX", "97411"),
    ("20176", "AJACCIO CEDEX", "2A004"),
    ("31998", "Toulouse", "31555"),
    ("35042", "LYON CEDEX 7", None),
    ("35042", "", None),
]

FORMER: list[tuple[str, str, str | None]] = [
    ("01200", "Bellegarde-sur-Valserine", "01033"),
    ("01200", "Valserhône", "01033"),
    ("01200", "LANCRANS", "01033"),
]


@pytest.mark.parametrize(("postcode", "city", "expected"), WRITTEN + DIVIDED + CEDEX + FORMER)
def test_an_address_is_found_as_it_is_written(postcode: str, city: str, expected: str | None) -> None:
    assert commune(postcode, city) == expected


@pytest.mark.parametrize(
    ("postcode", "city", "insee", "expected"),
    [
        ("35000", "anything", "35238", "35238"),
        ("75012", "", "75056", "75112"),
        ("75012", "Paris", "75112", "75112"),
        ("13013", "", "13055", "13213"),
        ("69001", "Lyon", "69123", "69381"),
        ("01000", "", "1053", "01053"),
        ("20000", "", "2a004", "2A004"),
        ("97133", "", "97123", "97701"),
        ("01200", "", "01205", "01033"),
        ("", "", "35238", "35238"),
        ("35000", "Rennes", "13055", "35238"),
        ("35000", "Rennes", "99999", "35238"),
        ("35000", "Lyon", "13055", None),
    ],
)
def test_an_insee_code_wins_where_it_agrees_with_the_postcode(
    postcode: str, city: str, insee: str, expected: str | None
) -> None:
    assert commune(postcode, city, insee) == expected


@pytest.mark.parametrize(
    ("postcode", "city"),
    [
        ("35000", "Lyon"),
        (None, "Rennes"),
        ("", ""),
        ("abc", "Rennes"),
        ("01200", ""),
        ("75015", ""),
        ("350000", "Rennes"),
    ],
)
def test_an_address_that_says_nothing_or_contradicts_itself_has_no_commune(
    postcode: str | None, city: str | None
) -> None:
    assert commune(postcode, city) is None


@pytest.mark.parametrize("city", ["", None, " "])
def test_a_postcode_of_one_commune_is_enough(city: str | None) -> None:
    assert commune("35000", city) == "35238"
    assert commune("75012", city) == "75112"


def test_two_communes_of_one_name_under_one_postcode_are_not_told_apart() -> None:
    assert commune("62760", "Thièvres") is None


@pytest.mark.parametrize(
    ("written", "postcode", "repaired"),
    [
        ("1000", "01000", True),
        ("1000.0", "01000", True),
        ("'01000", "01000", True),
        ("01000", "01000", False),
        ("01 000", "01000", False),
        ("\u00a001000\u200b", "01000", False),
    ],
)
def test_a_postcode_gets_its_lost_zero_back(written: str, postcode: str, repaired: bool) -> None:  # noqa: FBT001
    found = communes.resolve(pl.Series([written]), pl.Series(["Bourg-en-Bresse"]))
    assert found.rows() == [("01053", postcode, repaired)]


def test_a_column_keeps_its_order_and_its_types() -> None:
    postcodes = pl.Series(["35000", None, "75012", "35000", "35000"])
    found = communes.resolve(postcodes, pl.Series(["Rennes", None, "Paris", "RENNES", "Lyon"]))
    assert found.schema == {"commune": pl.String, "postcode": pl.String, "repaired": pl.Boolean}
    assert found["commune"].to_list() == ["35238", None, "75112", "35238", None]
    assert found["postcode"].to_list() == ["35000", None, "75012", "35000", "35000"]


def test_postcodes_that_polars_read_as_integers_are_accepted() -> None:
    found = communes.resolve(pl.Series([35000, 1000]), pl.Series(["Rennes", "Bourg-en-Bresse"]))
    assert found["commune"].to_list() == ["35238", "01053"]


def test_every_commune_is_found_by_its_own_name_and_postcode() -> None:
    names = table("communes").filter(pl.col("parent").is_null()).select("code", "name")
    pairs = table("postcodes").select("postcode", "code").unique().join(names, on="code")
    pairs = pairs.filter(~pl.col("code").is_in(["75056", "69123", "13055"]))
    found = communes.resolve(pairs["postcode"], pairs["name"])["commune"]
    assert (found == pairs["code"]).sum() >= pairs.height - 2, "only the two communes called Thièvres are alike"


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(WRITTEN), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]), st.booleans())
def test_case_and_hyphens_change_nothing(case: tuple[str, str, str | None], form: object, spaced: bool) -> None:  # noqa: FBT001
    postcode, city, expected = case
    assert callable(form)
    written = form(city.replace("-", " ") if spaced else city.replace(" ", "-"))
    assert commune(postcode, written) == expected


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(*[st.none() | st.text() | st.sampled_from(["35000", "Rennes", "75056", "1000"])] * 3)))
def test_any_text_gives_a_commune_of_today_or_none(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    columns = [pl.Series([row[i] for row in rows], dtype=pl.String) for i in range(3)]
    found = communes.resolve(*columns)
    assert found.height == len(rows)
    assert found["commune"].drop_nulls().is_in(table("communes")["code"].to_list()).all()


def test_an_arrondissement_is_comparable_with_its_city() -> None:
    assert communes.parent("75112") == communes.parent("75056") == "75056"
    assert communes.parent("13213") == "13055"
    assert communes.parent("35238") == "35238"


def test_a_commune_has_a_name_a_department_and_a_region() -> None:
    assert communes.name("01033") == "Valserhône"
    assert (communes.department("35238"), communes.region("35238")) == ("35", "53")
    assert (communes.department("2A004"), communes.region("2A004")) == ("2A", "94")
    assert (communes.department("97411"), communes.region("97411")) == ("974", "04")


def test_an_unknown_code_is_said_in_two_languages() -> None:
    with pytest.raises(UserError, match="99999") as caught:
        communes.name("99999")
    assert "99999" in caught.value.en
