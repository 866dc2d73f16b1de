"""Every code that a row alone can earn, and where its limits are."""

from dataclasses import replace
from datetime import date

import pytest
from tests.intake.world import TERMS, Judged, People

from selfcontact.geo import areas
from selfcontact.intake.codes import CODES

REFUSED = {
    "no_consent": [{"OPTIN": "non"}, {"OPTIN": ""}, {"OPTIN": "peut-être"}, {"DATE_OPTIN": ""}, {"DATE_OPTIN": "hier"}],
    "unknown_form": [{"FORMULAIRE": "F9"}, {"FORMULAIRE": ""}, {"DATE_OPTIN": "2023-12-31"}],
    "consent_other_purpose": [{"FINALITE": "commercial"}, {"CANAL": "email"}],
    "consent_after_delivery": [{"DATE_OPTIN": "2026-11-25"}],
    "consent_expired": [{"DATE_OPTIN": "2023-11-23"}],
    "phone_invalid": [{"MOBILE": ""}, {"MOBILE": "3,36E+10"}, {"MOBILE": "063998"}],
    "phone_foreign": [{"MOBILE": "+447700900123"}],
    "phone_not_mobile": [{"MOBILE": "0199000001"}],
    "age_missing": [{"AGE": ""}, {"AGE": "121"}, {"AGE": "adulte"}],
    "minor": [{"AGE": "17"}, {"AGE": "moins de 25"}, {"AGE": "15-17"}],
    "address_unknown": [{"CP": "00999", "VILLE": "Trifouillis"}, {"CP": "", "VILLE": ""}],
    "field_too_long": [{"NOM": "X" * 121}, {"ADRESSE": "X" * 401}],
}


@pytest.mark.parametrize(
    "code, changes", [(code, changes) for code, cases in REFUSED.items() for changes in cases], ids=str
)
def test_a_row_with_one_defect_earns_its_code(
    code: str, changes: dict[str, str], judged: Judged, people: People
) -> None:
    assert judged(people.text([people.row(), people.row(**changes)])) == [None, code]


@pytest.mark.parametrize(
    "changes",
    [
        {"OPTIN": "1"},
        {"OPTIN": "VRAI"},
        {"DATE_OPTIN": "04/05/2026"},
        {"DATE_OPTIN": "2026-05-04T12:30:00+02:00"},
        {"DATE_OPTIN": "2026-11-24"},
        {"FINALITE": "Prospection politique"},
        {"CANAL": "SMS, email"},
        {"CANAL": "", "FINALITE": ""},
        {"AGE": "18"},
        {"AGE": "18-24"},
        {"AGE": "65 ans"},
        {"MOBILE": "+33 6 39 98 00 01"},
    ],
    ids=str,
)
def test_a_usual_way_of_writing_is_accepted(changes: dict[str, str], judged: Judged, people: People) -> None:
    assert judged(people.text([people.row(**changes)])) == [None]


def test_a_row_outside_the_area_of_the_mandate_is_refused(judged: Judged, people: People) -> None:
    terms = replace(TERMS, area=areas.parse(["dep:35"]))
    rows = [people.row(), people.row(CP="56000", VILLE="Vannes")]
    assert judged(people.text(rows), terms) == [None, "outside_area"]


def test_a_consent_after_the_file_was_received_is_refused_even_when_it_is_past(judged: Judged, people: People) -> None:
    terms = replace(TERMS, received_on=date(2026, 5, 3))
    assert judged(people.text([people.row()]), terms) == ["consent_after_delivery"]


def test_the_first_rule_of_the_list_names_the_refusal(judged: Judged, people: People) -> None:
    row = people.row(OPTIN="non", MOBILE="0199000001", AGE="12", FORMULAIRE="F9")
    assert judged(people.text([row])) == ["no_consent"]
    assert CODES[0] == "malformed_row"


def test_a_form_for_another_purpose_covers_nothing(judged: Judged, people: People) -> None:
    survey = replace(TERMS.forms[0], purposes=("survey",))
    assert judged(people.text([people.row()]), replace(TERMS, forms=(survey,))) == ["consent_other_purpose"]


def test_the_form_of_the_operator_stands_for_rows_that_name_none(judged: Judged, people: People) -> None:
    assert judged(people.text([people.row(FORMULAIRE="")]), replace(TERMS, form="F1")) == [None]


def test_without_a_consent_column_the_date_on_a_named_form_is_the_consent(judged: Judged, people: People) -> None:
    header = people.header().replace("OPTIN;", "REMARQUE;", 1)
    assert judged(people.text([people.row(OPTIN="")], header)) == [None]


@pytest.mark.parametrize(
    "written, code",
    [
        ("24/11/2008", None),
        ("25/11/2008", "minor"),
        ("2008", "minor"),
        ("2007", None),
        ("39776", None),  # 24 November 2008, as a spreadsheet counts days
        ("01/01/1900", "age_missing"),
        ("12/05/47", "age_missing"),
        ("12/25/1980", "age_missing"),
        ("29/02/2001", "age_missing"),
    ],
)
def test_a_birth_date_gives_the_age_on_the_day_of_the_load(
    written: str, code: str | None, judged: Judged, people: People
) -> None:
    header = people.header().replace("AGE", "DATE_NAISSANCE")
    assert judged(people.text([people.row(AGE=written)], header)) == [code]


def test_the_least_age_counts_when_two_columns_disagree(judged: Judged, people: People) -> None:
    header = people.header().replace("PRENOM", "DATE_NAISSANCE")
    assert judged(people.text([people.row(PRENOM="24/11/2010")], header)) == ["minor"]


def test_a_number_of_the_fiction_block_is_refused_for_real_people(judged: Judged, people: People) -> None:
    assert judged(people.text([people.row()]), replace(TERMS, synthetic=False)) == ["phone_invalid"]
