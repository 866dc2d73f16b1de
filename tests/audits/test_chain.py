"""Where a delivery comes from: the attestation of its file, the chain behind it, the evidence of its forms."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.audits.world import OFFICER, House
from tests.identity.world import as_process
from tests.intake.world import TODAY

from selfcontact.audits import chain
from selfcontact.audits.evidence import lacking
from selfcontact.audits.models import Attestation
from selfcontact.intake.models import Delivery
from selfcontact.lib.errors import UserError
from selfcontact.providers import actions as providers
from selfcontact.providers.models import ConsentForm

SHA = "ab" * 32


def attest(delivery: Delivery, *, own: bool = False, sha256: str = "", rows: int = 0) -> Attestation:
    with as_process("console"):
        return chain.attest(
            actor=OFFICER,
            delivery=delivery,
            signed_on=TODAY,
            file_sha256=sha256 or delivery.file_sha256.upper(),
            rows=rows or delivery.lines,
            own_collection=own,
            document_sha256=SHA,
        )


def document(form: ConsentForm, *, box: str = "unticked", **changes: object) -> None:
    given = {"collector": "Jeux Fiction, jeux.example", "notice_version": "2026-03", "captured_on": TODAY}
    with as_process("console"):
        providers.document_form(actor=OFFICER, form=form, box=box, image_sha256=SHA, **{**given, **changes})  # type: ignore[arg-type]


def transfer(delivery: Delivery, giver: str, receiver: str, days: int = 30) -> None:
    with as_process("console"):
        chain.add_transfer(
            actor=OFFICER,
            delivery=delivery,
            giver=giver,
            receiver=receiver,
            on=TODAY - timedelta(days=days),
            contract_sha256=SHA,
        )


def test_a_delivery_says_what_it_lacks_until_everything_is_there(house: House) -> None:
    delivery = house.deliver(3)
    assert chain.missing(delivery) == ("attestation", "chain", "form F1")
    attest(delivery)
    transfer(delivery, "Jeux Fiction", "Courtier Fiction", days=60)
    assert chain.missing(delivery) == ("chain", "form F1")
    transfer(delivery, "Courtier Fiction", "Fichiers Fiction")
    document(ConsentForm.objects.get())
    assert chain.missing(delivery) == ()


def test_who_collected_itself_needs_no_chain(house: House) -> None:
    delivery = house.deliver(3)
    attest(delivery, own=True)
    assert "chain" not in chain.missing(delivery)


@pytest.mark.parametrize(("sha256", "rows"), [("cd" * 32, 0), ("", 4)])
def test_an_attestation_of_another_file_or_of_another_count_is_refused(house: House, sha256: str, rows: int) -> None:
    delivery = house.deliver(3)
    with pytest.raises(UserError, match="autre fichier"):
        attest(delivery, sha256=sha256, rows=rows)
    assert not Attestation.objects.exists()


def test_an_attestation_stands_once_and_a_transfer_is_from_before_the_delivery(house: House) -> None:
    delivery = house.deliver(3)
    attest(delivery)
    with pytest.raises(UserError, match="déjà"):
        attest(delivery)
    with pytest.raises(UserError, match="réception"):
        transfer(delivery, "Jeux Fiction", "Fichiers Fiction", days=-1)


def test_a_box_ticked_beforehand_is_no_consent_and_a_form_is_documented_once(house: House) -> None:
    form = ConsentForm.objects.get()
    assert form.missing == ("collector", "box", "notice_version", "captured_on", "image_sha256")
    with pytest.raises(UserError, match="précochée"):
        document(form, box="preticked")
    with pytest.raises(UserError, match="recueilli"):
        document(form, collector=" ")
    document(form)
    assert not ConsentForm.objects.get().missing
    with pytest.raises(UserError, match="déjà documenté"):
        document(form, box="button")


@given(
    st.tuples(
        st.booleans(), st.sampled_from((None, False, True)), st.sampled_from(("", "Courtier", "Fichiers Fiction"))
    )
)
@settings(max_examples=18, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_sends_finds_lacking_what_the_page_says_is_lacking(
    house: House, told: tuple[bool, bool | None, str]
) -> None:
    delivery, (documented, own, receiver) = house.deliver(3), told
    if documented and not ConsentForm.objects.get().image_sha256:
        document(ConsentForm.objects.get())
    if own is not None:
        attest(delivery, own=own)
    if receiver:
        transfer(delivery, "Jeux Fiction", receiver)
    with as_process("sender"):
        assert (delivery.pk in lacking(delivery.mandate_id)) == bool(chain_missing(delivery))


def chain_missing(delivery: Delivery) -> tuple[str, ...]:
    """Read it as the console does, which may see more tables than a sender."""
    with as_process("console"):
        return chain.missing(Delivery.objects.get(pk=delivery.pk))
