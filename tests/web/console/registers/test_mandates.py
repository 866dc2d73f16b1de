"""Mandates on the console: the list, the timeline, opening, instructions, the planned end."""

from datetime import date

import pytest
from tests.campaigns.sending_world import House, People
from tests.web.console.registers.conftest import SHA, Reader, actions_of, document, text

from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates import actions
from selfcontact.mandates.models import Candidate, Instruction, Mandate

OPENING = {
    "reference": "m-1",
    "candidate": "durand",
    "election": "presidentielle-2027",
    "area": "dep:35\ncom:97411",
    "opens_on": "2026-11-01",
    "ends_on": "2027-06-30",
}


@pytest.mark.usefixtures("candidate")
def test_an_administrator_opens_a_mandate_and_is_told_what_comes_next(keeper: Reader) -> None:
    page = keeper.post("/mandates/new/", **OPENING)
    assert "Enregistrez maintenant l’instruction" in page
    mandate = Mandate.objects.get()
    assert mandate.area == ["dep:35", "com:97411"]
    assert actions_of(mandate.uid) == ["mandate:opened"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": "2026-10-01"}, "Le mandat finit avant de commencer."),
        ({"area": "dep:999"}, "n’est pas une zone connue"),
        ({"area": "  "}, "obligatoire"),
        ({"candidate": "inconnu"}, "Choix"),
        ({"election": "inconnue"}, "choix"),
        ({"opens_on": "hier"}, "date"),
    ],
)
@pytest.mark.usefixtures("candidate")
def test_a_mandate_that_does_not_fit_is_refused_in_french(keeper: Reader, change: dict[str, str], said: str) -> None:
    assert said.lower() in keeper.refused("/mandates/new/", **(OPENING | change)).lower()
    assert not Mandate.objects.exists()


@pytest.mark.usefixtures("candidate")
def test_the_candidate_of_the_address_is_chosen_already(keeper: Reader) -> None:
    page = keeper.client.get("/mandates/new/?candidate=durand").content.decode()
    assert '<option value="durand" selected>' in page


def test_areas_are_found_by_name_with_and_without_javascript(keeper: Reader) -> None:
    piece = keeper.client.get("/mandates/areas/?area_q=ille", headers={"HX-Request": "true"})
    assert "dep:35 Ille-et-Vilaine" in text(piece)
    assert b"<html" not in piece.content
    assert "dep:35 Ille-et-Vilaine" in keeper.get("/mandates/new/?area_q=ille")
    assert "Aucune zone" in keeper.get("/mandates/new/?area_q=zzzz")


def test_the_piece_of_page_that_finds_areas_never_stands_alone(keeper: Reader) -> None:
    answer = keeper.client.get("/mandates/areas/?area_q=ille")
    assert (answer.status_code, answer["Location"]) == (302, "/mandates/new/?area_q=ille")


def test_a_mandate_is_opened_for_an_election_that_is_not_over_called_by_its_name(keeper: Reader) -> None:
    form = keeper.get("/mandates/new/")
    assert "Présidentielle 2027, 17 avril 2027" in form
    assert "Présidentielle 2022" not in form
    assert "Territoriales 2027 (Saint-Pierre-et-Miquelon, " in form


def test_a_ceiling_is_fixed_and_the_last_one_counts(keeper: Reader, mandate: Mandate) -> None:
    address = f"/mandates/{mandate.reference}/ceiling/"
    keeper.post(address, ceiling="2000")
    page = keeper.post(address, ceiling="1500.50")
    assert "Plafond de dépense, TTC 1 500,50 €" in page
    assert mandate.ceiling_cents() == 150_050
    assert actions_of(mandate.uid)[:2] == ["mandate:ceiling-set", "mandate:ceiling-set"]
    assert "montant, TTC 2 000,00 €" in page


@pytest.mark.parametrize("amount", ["0", "-5", "beaucoup", "", "1.234"])
def test_a_ceiling_that_is_no_amount_is_refused(keeper: Reader, mandate: Mandate, amount: str) -> None:
    assert keeper.refused(f"/mandates/{mandate.reference}/ceiling/", ceiling=amount)
    assert mandate.ceiling_cents() is None


def test_a_new_mandate_says_what_it_lacks_and_shows_its_silences_in_local_time(
    auditor: Reader, mandate: Mandate
) -> None:
    page = auditor.get(f"/mandates/{mandate.reference}/")
    for said in (
        "Aucune instruction de traitement",
        "attendent leur décret",
        "Ouverture du mandat",
        "Silence : aucun message",
        "heure locale",
        "La Réunion",
        "Fin prévue du mandat",
        "Mandat ouvert",
    ):
        assert said in page
    assert "Mettre fin au mandat" not in page


def test_the_timeline_leads_from_instructions_to_campaigns_in_order(auditor: Reader, database: str) -> None:
    house = House(database, port=1)
    mandate = house.mandate(People(count=3), reference="m-long")
    campaign = house.campaign(mandate)
    page = auditor.get("/mandates/m-long/")
    places = [
        page.index(said)
        for said in (
            "Ouverture du mandat",
            "Instruction signée : campagnes",
            "Livraison m-long-file",
            campaign.reference,
        )
    ]
    assert places == sorted(places)
    assert auditor.queries("/mandates/m-long/") < 15


def test_an_instruction_is_signed_and_only_the_hash_of_the_document_is_kept(keeper: Reader, mandate: Mandate) -> None:
    form = keeper.get(f"/mandates/{mandate.reference}/instructions/new/")
    assert "Seule son empreinte SHA-256 est gardée" in form
    page = keeper.post(
        f"/mandates/{mandate.reference}/instructions/new/",
        reference="ordre-1",
        kind="processing",
        document=document(),
        signatory="A. Durand",
        signed_at="2026-11-02T10:30",
    )
    found = Instruction.objects.get()
    assert found.document_sha256 == SHA
    assert SHA in page
    assert "Aucune instruction de traitement" not in page
    assert actions_of(found.uid) == ["instruction:signed"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"document": ""}, "obligatoire"),
        ({"signed_at": "2999-01-01T10:00"}, "à venir"),
        ({"kind": "tout"}, "choix"),
        ({"signatory": ""}, "obligatoire"),
    ],
)
def test_an_instruction_that_does_not_fit_is_refused(
    keeper: Reader, mandate: Mandate, change: dict[str, str], said: str
) -> None:
    values = {
        "reference": "ordre-1",
        "kind": "processing",
        "document": document(),
        "signatory": "A. Durand",
        "signed_at": "2026-11-02T10:30",
    }
    address = f"/mandates/{mandate.reference}/instructions/new/"
    assert said in keeper.refused(address, **(values | change)).lower()
    assert not Instruction.objects.exists()


def test_an_instruction_is_withdrawn_by_a_form_and_not_by_a_visit(keeper: Reader, mandate: Mandate) -> None:
    from selfcontact.lib.clock import SystemClock

    found = actions.sign_instruction(
        actor=SYSTEM,
        reference="ordre-1",
        mandate=mandate,
        kind=Instruction.Kind.CAMPAIGNS,
        document_sha256=SHA,
        signatory="A. Durand",
        signed_at=SystemClock().now(),
    )
    assert "On ne revient pas en arrière" in keeper.get("/instructions/ordre-1/withdraw/")
    assert not Instruction.objects.filter(pk=found.pk, withdrawn_at__isnull=False).exists()
    page = keeper.post("/instructions/ordre-1/withdraw/")
    found.refresh_from_db()
    assert found.withdrawn_at is not None
    assert "Instruction retirée" in page
    assert actions_of(found.uid) == ["instruction:withdrawn", "instruction:signed"]


def test_the_planned_end_moves_and_the_warning_about_the_ballot_follows(keeper: Reader, mandate: Mandate) -> None:
    address = f"/mandates/{mandate.reference}/move-end/"
    page = keeper.post(address, ends_on="2027-04-20", grounds="contrat court")
    assert "avant le dernier jour de vote" in page
    mandate.refresh_from_db()
    assert mandate.ends_on == date(2027, 4, 20)
    assert actions_of(mandate.uid)[0] == "mandate:changed"
    assert "avant de commencer" in keeper.refused(address, ends_on="2026-01-01", grounds="erreur")


def test_the_list_shows_the_living_first_and_takes_few_queries(auditor: Reader, candidate: Candidate) -> None:
    for n in range(60):
        Mandate.objects.create(
            reference=f"m-{n:02}",
            candidate=candidate,
            election="presidentielle-2027",
            area=["FR"],
            opens_on=date(2026, 11, 1),
            ends_on=date(2027, 6, 30),
            state=("live", "ending", "ended")[n % 3],
        )
    page = auditor.get("/mandates/")
    assert page.index("m-57") < page.index("m-58")
    assert "60 lignes" in page
    assert auditor.queries("/mandates/") < 15


def test_history_that_nobody_was_given_is_refused_as_a_page(auditor: Reader, mandate: Mandate) -> None:
    answer = auditor.client.get(f"/mandates/{mandate.reference}/?before=nonsense")
    assert answer.status_code == 409
