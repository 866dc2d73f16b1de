"""How people may be written to first, on the console."""

import pytest
from tests.web.console.registers.conftest import Reader, actions_of, document

from selfcontact.mandates.models import ContactPolicy, Mandate

PAGE = "/mandates/m-2027/first-contact/"
SIGNED = {"kind": "invite", "invitations": "2", "signatory": "A. Durand", "signed_at": "2026-11-02T09:00"}


def test_the_choice_is_recorded_with_the_hash_of_what_was_signed_and_shown(keeper: Reader, mandate: Mandate) -> None:
    assert "le consentement recueilli par le fournisseur suffit" in keeper.get("/mandates/m-2027/")
    page = keeper.post(PAGE, **SIGNED, document=document())
    assert "Instruction enregistrée" in page
    assert "inviter d’abord" in page
    assert "2 invitations par personne" in page
    made = ContactPolicy.objects.get()
    assert (made.kind, made.invitations, len(made.document_sha256)) == ("invite", 2, 64)
    assert actions_of(made.uid) == ["contact-policy:signed"]


@pytest.mark.parametrize(
    "change", [{"kind": "autre"}, {"invitations": "3"}, {"signed_at": "2031-01-01T09:00"}, {"signatory": ""}]
)
def test_half_a_choice_is_refused(keeper: Reader, mandate: Mandate, change: dict[str, str]) -> None:
    keeper.refused(PAGE, **(SIGNED | change), document=document())
    assert not ContactPolicy.objects.exists()


def test_an_older_document_is_refused_in_french(keeper: Reader, mandate: Mandate) -> None:
    keeper.post(PAGE, **SIGNED, document=document())
    older = SIGNED | {"kind": "consent", "signed_at": "2026-11-01T09:00"}
    assert "plus récente que ce document" in keeper.refused(PAGE, **older, document=document())
    assert ContactPolicy.objects.count() == 1
