"""CN-01, SM-12, SM-02, SM-20, EL-12: what a text has to say and may not say."""

from datetime import date

import pytest

from selfcontact.compliance.elections import election
from selfcontact.compliance.numbers import shown
from selfcontact.compliance.text import (
    FREE,
    NO_CANDIDATE,
    SURTAXED,
    check_candidate,
    check_free,
    check_stop,
    check_surtaxed,
    free_number_ban,
)
from selfcontact.compliance.verdict import ALLOWED, Held, Refused

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("text", ["Votez Anne Lefèvre !", "ANNE LEFEVRE 2027", "Avec Anne-Lefèvre."])
def test_a_candidate_is_named_whatever_case_accent_or_mark(text: str) -> None:
    assert check_candidate(text, ("Anne Lefèvre", "Rennes Ensemble")) is ALLOWED


@pytest.mark.parametrize("text", ["Votez dimanche !", "Anne Lefèvrette", "Lefèvre Anne"])
def test_a_text_without_the_candidate_is_refused(text: str) -> None:
    assert check_candidate(text, ("Anne Lefèvre", " ")) is NO_CANDIDATE


@pytest.mark.parametrize(
    "mention", ["STOP 36180", "STOP au 36180", "Stop au 36180.", "STOP SMS au 36180", "(STOP: 36180)"]
)
def test_the_stop_mention_of_the_route_is_recognised(mention: str) -> None:
    assert check_stop(f"Votez Anne. {mention}", "36180") is ALLOWED


@pytest.mark.parametrize(
    "text",
    [
        "Votez Anne.",
        "STOP",
        "STOP 36111",
        "STOP 36180 STOP 36180",
        "STOP 36180 ou STOP au 36111",
        "STOP 361800",
        "nonstop 36180",
        "STOP ou STOP 36180",
    ],
)
def test_a_missing_wrong_or_doubled_stop_mention_is_refused(text: str) -> None:
    refusal = check_stop(text, "36180")
    assert isinstance(refusal, Refused)
    assert refusal.rule == "SM-12"


@pytest.mark.parametrize(
    "text",
    [
        "Appelez le 0899 12 34 56",
        "0 892 700 100",
        "+33 8 20 20 20 20",
        "08.10.11.12.13",
        "01 99 00 12 34/0899 12 34 56",
        "0️⃣8️⃣9️⃣9️⃣ 12 34 56",
        "０８９９123456",
        "le 118 218, appelez le 118 218",
    ],
)
def test_a_premium_number_is_refused(text: str) -> None:
    assert check_surtaxed(text, TODAY) is SURTAXED


def test_a_premium_sms_is_refused() -> None:
    assert check_surtaxed("Envoyez VOTE au 81234", TODAY) is SURTAXED


@pytest.mark.parametrize(
    "text",
    [
        "Appelez le 01 99 00 12 34",
        "0806 000 000",
        "STOP au 36180",
        "le 18 avril 2027, 3000 emplois",
        "35000 Rennes",
        "https://exemple.fr/0899123456",
        "de 8h30 à 21h30",
    ],
)
def test_ordinary_numbers_and_figures_are_allowed(text: str) -> None:
    assert check_surtaxed(text, TODAY) is ALLOWED
    assert check_free(text, election("presidentielle-2027"), TODAY) is ALLOWED


def test_a_short_number_of_unknown_price_is_held() -> None:
    assert isinstance(check_surtaxed("Appelez le 3960", TODAY), Held)


@pytest.mark.parametrize("text", ["0800 12 34 56", "0 805 123 456", "Appelez le 3008"])
def test_a_free_number_is_refused_in_the_window_and_allowed_before(text: str) -> None:
    presidential = election("presidentielle-2027")
    assert check_free(text, presidential, date(2026, 10, 1)) is FREE
    assert check_free(text, presidential, date(2027, 5, 2)) is FREE
    assert check_free(text, presidential, date(2026, 9, 30)) is ALLOWED


def test_the_free_number_ban_of_april_2027_starts_on_the_first_of_october() -> None:
    assert free_number_ban(election("presidentielle-2027")) == (date(2026, 10, 1), date(2027, 5, 2))
    assert free_number_ban(election("municipales-2026"))[0] == date(2025, 9, 1)


def test_a_number_is_shown_once_with_its_digits() -> None:
    assert [number.digits for number in shown("Tél. 0800 12 34 56 ou +33 1 99 00 12 34", TODAY)] == [
        "0800123456",
        "0199001234",
    ]
