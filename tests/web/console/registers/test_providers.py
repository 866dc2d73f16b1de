"""Providers, agreements and forms, kept from the console."""

from datetime import timedelta

from tests.web.console.registers.conftest import SHA, TODAY, Reader, actions_of, document

from selfcontact.providers.models import Agreement, ConsentForm, Provider


def test_a_provider_is_added_examined_and_suspended_and_the_ledger_says_each(keeper: Reader) -> None:
    page = keeper.post("/providers/new/", reference="fichiers", name="Fichiers SARL", country="FR")
    assert "Fichiers SARL" in page
    keeper.post("/providers/fichiers/vet/", on=TODAY.isoformat(), grounds="audit du siège")
    assert Provider.objects.get(reference="fichiers").usable
    keeper.post("/providers/fichiers/suspend/", on=TODAY.isoformat(), grounds="preuves manquantes")
    found = Provider.objects.get(reference="fichiers")
    assert not found.usable
    assert actions_of(found.uid) == ["provider:suspended", "provider:vetted", "provider:added"]


def test_a_suspension_says_why_or_is_refused(keeper: Reader, provider: Provider) -> None:
    assert keeper.refused(f"/providers/{provider.reference}/suspend/", on=TODAY.isoformat(), grounds="")
    provider.refresh_from_db()
    assert provider.suspended_on is None


def test_of_a_signed_contract_only_its_hash_is_kept(keeper: Reader, provider: Provider) -> None:
    keeper.post(
        f"/providers/{provider.reference}/agreements/new/",
        reference="accord-2027",
        signed_on=TODAY.isoformat(),
        starts_on=TODAY.isoformat(),
        ends_on=(TODAY + timedelta(days=90)).isoformat(),
        guarantees="preuve sous 48 h",
        document=document(),
    )
    assert Agreement.objects.get(reference="accord-2027").document_sha256 == SHA
    assert SHA in keeper.get("/agreements/accord-2027/")


def test_a_consent_form_is_registered_with_the_hash_of_its_wording(keeper: Reader, agreement: Agreement) -> None:
    keeper.post(
        f"/agreements/{agreement.reference}/forms/new/",
        code="F-1",
        wording="J’accepte de recevoir des messages politiques par SMS.",
        purposes=["political"],
        channels=["sms"],
        recipients="les candidats",
        used_from=TODAY.isoformat(),
        lifetime_months=36,
    )
    found = ConsentForm.objects.get(agreement=agreement, code="F-1")
    assert found.wording_sha256 in keeper.get(f"/forms/{found.uid}/")


def test_an_auditor_reads_providers_and_changes_nothing(auditor: Reader, provider: Provider) -> None:
    assert provider.name in auditor.get("/providers/")
    assert auditor.client.post("/providers/new/", {"reference": "x"}).status_code == 404
    assert auditor.client.post(f"/providers/{provider.reference}/vet/").status_code == 404
