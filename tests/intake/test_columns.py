"""Which column is which, and what may not come in."""

import polars as pl
import pytest

from selfcontact.intake import columns, special
from selfcontact.lib.errors import UserError


@pytest.mark.parametrize(
    "header, field",
    [
        ("Nom de famille", "surname"),
        ("last_name", "surname"),
        ("PRÉNOM", "first_name"),
        ("Code Postal", "postcode"),
        ("zipcode", "postcode"),
        ("Téléphone mobile", "phone"),
        ("msisdn", "phone"),
        ("DDN", "birth_date"),
        ("ANNEE_NAISSANCE", "birth_year"),
        ("tranche d'âge", "age"),
        ("opt-in", "consent"),
        ("consent_text_id", "form"),
        ("DT_CONSENT", "consent_date"),
        ("Finalité", "purpose"),
        ("CANAL", "channel"),
    ],
)
def test_headers_are_recognised_in_french_and_in_english(header: str, field: str) -> None:
    assert columns.match([header, "x"]).fields == {field: (0,)}


def test_whatever_is_not_ours_is_dropped_and_listed() -> None:
    matched = columns.match(["CIVILITE", "NOM", "EMAIL", "IP", "Notes"])
    assert matched.wanted == (1,)
    assert matched.dropped == ("CIVILITE", "EMAIL", "IP", "Notes")


def test_mobile_numbers_come_before_landlines_and_address_lines_keep_their_order() -> None:
    matched = columns.match(["tel_fixe", "adresse2", "mobile", "adresse1"])
    assert matched.fields == {"phone": (2, 0), "address": (1, 3)}


def test_a_mapping_says_everything_and_must_fit() -> None:
    matched = columns.match(["A", "NOM"], {"A": "surname"})
    assert (matched.fields, matched.dropped) == ({"surname": (0,)}, ("NOM",))
    with pytest.raises(UserError, match="inconnue"):
        columns.match(["A"], {"inconnue": "surname"})
    with pytest.raises(UserError, match="religion"):
        columns.match(["A"], {"A": "religion"})


def test_a_file_that_could_never_give_a_contact_is_refused_as_a_whole() -> None:
    with pytest.raises(UserError, match="phone"):
        columns.require(columns.match(["NOM", "CP", "AGE", "DATE_OPTIN"]))


@pytest.mark.parametrize(
    "header, category",
    [
        ("RELIGION", "religion"),
        ("origine_ethnique", "origin"),
        ("Handicap", "health"),
        ("intention de vote", "party"),
        ("Syndicat", "union"),
        ("orientationSexuelle", "sexual_life"),
    ],
)
def test_the_name_of_a_column_betrays_a_special_category(header: str, category: str) -> None:
    assert special.suspects([header], [header], pl.DataFrame({"0": ["x"]})) == {header: category}


def test_values_betray_a_special_category_under_an_innocent_name() -> None:
    sample = pl.DataFrame({"0": ["Catholique", "musulmane", "", "Athée"], "1": ["Juif", "Juif", "Juif", "Juif"]})
    assert special.suspects(["CHAMP_1", "NOM"], ["CHAMP_1"], sample) == {"CHAMP_1": "religion"}


@pytest.mark.parametrize("header", ["ORIGINE", "departement", "email", "participation"])
def test_usual_columns_are_not_suspect(header: str) -> None:
    assert special.suspects([header], [header], pl.DataFrame({"0": ["site", "35", "jeu"]})) == {}
