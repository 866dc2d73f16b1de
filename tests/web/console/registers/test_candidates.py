"""Candidates on the console."""

import pytest
from tests.web.console.registers.conftest import Reader, actions_of

from selfcontact.mandates.models import Candidate, Mandate


def test_an_empty_list_says_what_to_do_first(keeper: Reader) -> None:
    page = keeper.get("/candidates/")
    assert "Enregistrez un candidat" in page
    assert "Ajouter un candidat" in page


def test_an_administrator_adds_a_candidate_and_the_ledger_knows(keeper: Reader) -> None:
    page = keeper.post(
        "/candidates/new/", reference="durand", name="Alix Durand", aliases="A. Durand\n\n Durand 2027 ", party="PE"
    )
    assert "Candidat enregistré." in page
    found = Candidate.objects.get()
    assert found.aliases == ["A. Durand", "Durand 2027"]
    assert actions_of(found.uid) == ["candidate:added"]
    assert "Candidat enregistré" in page
    assert keeper.client.user.email in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reference": "durand", "name": "Autre"}, "Cette référence est déjà prise."),
        ({"reference": "new", "name": "Autre"}, "Cette référence est déjà prise."),
        ({"reference": "à propos", "name": "Autre"}, "Lettres sans accent"),
        ({"reference": "autre", "name": ""}, "obligatoire"),
        ({"reference": "autre", "name": "Autre", "aliases": "x" * 201}, "200 caractères au plus"),
    ],
)
@pytest.mark.usefixtures("candidate")
def test_a_candidate_that_does_not_fit_is_refused_in_french(keeper: Reader, values: dict[str, str], said: str) -> None:
    assert said in keeper.refused("/candidates/new/", **values)
    assert Candidate.objects.count() == 1


def test_the_page_of_a_candidate_shows_names_mandates_and_history(auditor: Reader, mandate: Mandate) -> None:
    page = auditor.get("/candidates/durand/")
    for said in ("Alix Durand", "Parti Exemple", mandate.reference, "Présidentielle 2027", "Candidat enregistré"):
        assert said in page
    assert "Corriger" not in page


def test_the_names_of_a_candidate_are_corrected_and_the_history_says_how(keeper: Reader, candidate: Candidate) -> None:
    page = keeper.post("/candidates/durand/correct/", name="Alix Durand-Exemple", aliases="A. Durand", party="")
    candidate.refresh_from_db()
    assert (candidate.name, candidate.aliases, candidate.party) == ("Alix Durand-Exemple", ["A. Durand"], "")
    assert actions_of(candidate.uid) == ["candidate:changed", "candidate:added"]
    assert "autres noms A. Durand" in page


@pytest.mark.usefixtures("candidate")
def test_candidates_are_found_by_any_word(auditor: Reader) -> None:
    assert "Alix Durand" in auditor.get("/candidates/?q=durand+exemple")
    assert "Rien ne correspond" in auditor.get("/candidates/?q=dupont")


def test_an_unknown_candidate_is_not_found(keeper: Reader) -> None:
    keeper.get("/candidates/inconnu/", status=404)
    keeper.get("/candidates/inconnu/correct/", status=404)


def test_a_list_of_many_is_read_page_by_page_in_few_queries(auditor: Reader) -> None:
    Candidate.objects.bulk_create(Candidate(reference=f"c-{n:03}", name=f"Candidat {n:03}") for n in range(120))
    page = auditor.get("/candidates/?page=3")
    assert "120 lignes" in page
    assert "Page 3 sur 3" in page
    assert "Candidat 119" in page
    assert "Candidat 001" not in page
    assert auditor.queries("/candidates/") < 15
