"""What a sponsor declares, on the console."""

import pytest
from tests.campaigns.sending_world import NOON
from tests.sponsoring import declare
from tests.web.console.registers.conftest import Reader, actions_of, document

from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates.models import Mandate, Sponsor

DECLARED = {
    "political": "on",
    "standing": "citizen",
    "name": "Alix Durand",
    "email": "alix@durand.example",
    "address": "1 rue du Test, 35000 Rennes",
    "country": "fr",
    "funds": "private",
    "paying": "agent",
    "whence": "inside",
    "signatory": "A. Durand",
    "signed_at": "2026-11-02T09:00",
}


def test_a_declaration_is_recorded_with_the_hash_of_what_was_signed(keeper: Reader, mandate: Mandate) -> None:
    assert "Aucune déclaration du commanditaire" in keeper.get("/mandates/m-2027/")
    page = keeper.post("/mandates/m-2027/sponsor/", **DECLARED, document=document())
    assert "Déclaration enregistrée" in page
    assert "Aucune déclaration du commanditaire" not in page
    made = Sponsor.objects.get()
    assert (made.country, len(made.document_sha256)) == ("FR", 64)
    assert actions_of(made.uid) == ["sponsor:declared"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"political": ""}, "obligatoire"),
        ({"standing": "company"}, "immatriculation"),
        ({"controller": "Holding"}, "pays"),
        ({"country": "F1"}, "deux lettres"),
        ({"email": "nulle part"}, "courriel"),
        ({"signed_at": "2031-01-01T09:00"}, "à venir"),
    ],
)
def test_half_a_declaration_is_refused_in_french(
    keeper: Reader, mandate: Mandate, change: dict[str, str], said: str
) -> None:
    refused = keeper.refused("/mandates/m-2027/sponsor/", **(DECLARED | change), document=document())
    assert said in refused.lower()
    assert not Sponsor.objects.exists()


def test_a_declaration_is_withdrawn_by_a_form_and_not_by_a_visit(keeper: Reader, mandate: Mandate) -> None:
    made = declare(SYSTEM, mandate, NOON)
    assert "On ne revient pas en arrière" in keeper.get("/mandates/m-2027/sponsor/withdraw/")
    assert mandate.sponsor() == made
    assert "Déclaration retirée" in keeper.post("/mandates/m-2027/sponsor/withdraw/")
    assert mandate.sponsor() is None
    assert keeper.client.get("/mandates/m-2027/sponsor/withdraw/").status_code == 404
