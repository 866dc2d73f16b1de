"""The end of a mandate, and what a stranger can check of it."""

import json
from datetime import UTC, date, datetime

import psycopg
import pytest

from selfcontact.certificates import document
from selfcontact.certificates.actions import end_mandate
from selfcontact.certificates.document import CertificateRefusedError
from selfcontact.ledger import heads
from selfcontact.ledger.verification import verify as verify_ledger
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates import actions
from selfcontact.mandates.models import Mandate
from selfcontact.vault import KeysDestroyedError, open_vault

CLOCK = ShiftedClock(datetime(2027, 6, 30, 10, tzinfo=UTC))


def opened(reference: str) -> Mandate:
    candidate = actions.add_candidate(actor=SYSTEM, reference=f"c-{reference}", name="Camille Démo")
    return actions.open_mandate(
        actor=SYSTEM,
        reference=reference,
        candidate=candidate,
        election="presidentielle-2027",
        area=["FR"],
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )


def ended(reference: str) -> str:
    return end_mandate(actor=SYSTEM, mandate=opened(reference), grounds="fin du contrat", clock=CLOCK).document


@pytest.mark.usefixtures("database")
def test_a_mandate_that_ended_has_a_certificate_that_its_reader_can_verify_with_our_public_key_alone() -> None:
    text = ended("m-1")
    found = document.verify(text, trusted=heads.verifier(), mandate="m-1")
    assert found.mandate == "m-1"
    assert verify_ledger().ok


@pytest.mark.usefixtures("database")
def test_the_keys_and_the_partitions_of_an_ended_mandate_are_gone_and_those_of_another_stay(
    owner: psycopg.Connection[tuple[object, ...]],
) -> None:
    other, mandate = opened("m-other"), opened("m-1")
    end_mandate(actor=SYSTEM, mandate=mandate, grounds="fin du contrat", clock=CLOCK)
    with pytest.raises(KeysDestroyedError):
        open_vault().keys.open(mandate.pk)
    assert open_vault().keys.open(other.pk).mandate_id == other.pk
    left = owner.execute("SELECT count(*) FROM pg_class WHERE relname ~ %s", [f"_m{mandate.pk}$"]).fetchone()
    kept = owner.execute("SELECT count(*) FROM pg_class WHERE relname ~ %s", [f"_m{other.pk}$"]).fetchone()
    every = owner.execute("SELECT count(*) FROM pg_class WHERE relkind = 'p' AND NOT relispartition").fetchone()
    assert left == (0,)
    assert kept == every != (0,)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("part", ["grounds", "election", "keys", "scope", "mandate", "horizon"])
def test_a_certificate_with_one_altered_statement_is_refused(part: str) -> None:
    altered = json.loads(ended("m-1"))
    altered["statement"][part] = {"id": 1, "reference": "m-1", "destroyed_at": "2020-01-01"}
    with pytest.raises(CertificateRefusedError):
        document.verify(json.dumps(altered), trusted=heads.verifier())


@pytest.mark.usefixtures("database")
def test_a_certificate_is_refused_with_the_proof_of_another_one() -> None:
    first, second = json.loads(ended("m-1")), json.loads(ended("m-2"))
    first["proof"] = second["proof"]
    with pytest.raises(CertificateRefusedError):
        document.verify(json.dumps(first), trusted=heads.verifier())


@pytest.mark.usefixtures("database")
def test_a_certificate_of_another_mandate_is_refused() -> None:
    with pytest.raises(CertificateRefusedError, match="autre mandat"):
        document.verify(ended("m-1"), trusted=heads.verifier(), mandate="m-2")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"statement": 1, "signature": "", "key": "", "proof": ""}', "\x00"])
def test_what_is_not_a_certificate_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(CertificateRefusedError):
        document.verify(text, trusted=heads.verifier())


@pytest.mark.usefixtures("database")
def test_ending_twice_gives_the_same_certificate() -> None:
    mandate = opened("m-1")
    first = end_mandate(actor=SYSTEM, mandate=mandate, grounds="fin", clock=CLOCK)
    assert end_mandate(actor=SYSTEM, mandate=mandate, grounds="fin", clock=CLOCK).document == first.document


@pytest.mark.usefixtures("database")
def test_an_end_that_was_interrupted_after_the_keys_were_destroyed_is_taken_up_again() -> None:
    from selfcontact.certificates import actions as certificates

    mandate = opened("m-1")
    certificates._begin(SYSTEM, mandate, CLOCK)
    open_vault().keys.destroy(mandate.pk)
    issued = end_mandate(actor=SYSTEM, mandate=mandate, grounds="fin", clock=CLOCK)
    assert document.verify(issued.document, trusted=heads.verifier()).mandate == "m-1"


@pytest.mark.usefixtures("database")
def test_a_mandate_does_not_end_under_a_running_campaign() -> None:
    from selfcontact.campaigns.models import Campaign
    from selfcontact.demo.cast import make_cast

    cast = make_cast(actor=SYSTEM, today=date(2027, 3, 9), at=CLOCK.now(), port=1)
    Campaign.objects.create(
        reference="k",
        mandate=cast.mandate,
        route=cast.route,
        state=Campaign.State.RUNNING,
        text="t",
        sender_name="CamilleDemo",
        area=["FR"],
        earliest=CLOCK.now(),
        latest=CLOCK.now(),
    )
    with pytest.raises(UserError, match="en cours"):
        end_mandate(actor=SYSTEM, mandate=cast.mandate, grounds="fin", clock=CLOCK)
    assert open_vault().keys.open(cast.mandate.pk).mandate_id == cast.mandate.pk
