"""How people may be written to first is signed, replaced by what is signed later, and written in the ledger."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns.sending_world import NOON, SHA, STAFF, House, People
from typer.testing import CliRunner

from selfcontact.cli.mandates import mandate as commands
from selfcontact.ledger.models import Entry
from selfcontact.lib.errors import UserError
from selfcontact.mandates import contact_policy
from selfcontact.mandates.models import ContactPolicy, Mandate

Kind = ContactPolicy.Kind


@pytest.fixture
def mandate(database: str) -> Mandate:
    return House(database, port=0).mandate(People(count=1))


def _sign(mandate: Mandate, kind: Kind, days: int = 0, invitations: int = 1) -> ContactPolicy:
    return contact_policy.sign(
        actor=STAFF,
        mandate=mandate,
        kind=kind,
        invitations=invitations,
        document_sha256=SHA,
        signatory="A. Durand",
        signed_at=NOON + timedelta(days=days),
    )


def test_nothing_is_asked_first_of_a_mandate_that_signed_nothing(mandate: Mandate) -> None:
    assert mandate.contact_policy() is None


def test_the_last_instruction_counts_and_each_is_in_the_ledger(mandate: Mandate) -> None:
    _sign(mandate, Kind.INVITE)
    last = _sign(mandate, Kind.CONSENT, days=1)
    assert mandate.contact_policy() == last
    kept = Entry.objects.filter(action="contact-policy:signed", mandate_id=mandate.pk).order_by("pk")
    assert [one.object_id for one in kept] == [one.uid for one in mandate.contact_policies.order_by("pk")]


def test_it_is_signed_at_the_terminal_and_shown_with_the_mandate(mandate: Mandate, tmp_path: Path) -> None:
    signed = tmp_path / "choice.pdf"
    signed.write_bytes(b"%PDF-1.7 choice")
    given = ("--kind", "invite", "--document", str(signed), "--signatory", "A. Durand", "--signed", "2026-11-02T10:00")
    assert _run("show", mandate.reference)["contact_policy"] == {"kind": "consent"}
    made = _run("first-contact", mandate.reference, *given, "--invitations", "2")
    assert (made["kind"], made["invitations"]) == ("invite", 2)
    assert made["document_sha256"] == hashlib.sha256(b"%PDF-1.7 choice").hexdigest()
    assert _run("show", mandate.reference)["contact_policy"]["kind"] == "invite"


def _run(*words: str) -> Any:
    done = CliRunner().invoke(commands, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_an_older_document_takes_the_place_of_none(mandate: Mandate) -> None:
    _sign(mandate, Kind.INVITE)
    with pytest.raises(UserError) as raised:
        _sign(mandate, Kind.CONSENT, days=-1)
    assert raised.value.code == "policy_older"
    assert mandate.contact_policies.count() == 1


@pytest.mark.parametrize("invitations", [0, 3])
def test_nobody_may_allow_no_invitation_nor_a_third(mandate: Mandate, invitations: int) -> None:
    with pytest.raises(UserError) as raised:
        _sign(mandate, Kind.INVITE, invitations=invitations)
    assert raised.value.code == "invitations"


def test_a_mandate_that_is_over_signs_nothing_more(mandate: Mandate) -> None:
    Mandate.objects.filter(pk=mandate.pk).update(state=Mandate.State.ENDED)
    with pytest.raises(UserError) as raised:
        _sign(mandate, Kind.INVITE)
    assert raised.value.code == "mandate_over"
