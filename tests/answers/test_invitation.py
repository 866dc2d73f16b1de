"""Whoever asks for a copy is told what they answered to an invitation."""

import hashlib
import json
from datetime import timedelta

import jsonschema_rs
import psycopg
from tests.answers.world import SENT, TEXT, fingerprint, granted, items, message, read, second_candidate
from tests.intake.world import Register

from selfcontact.answers import document
from selfcontact.answers.reading import sections
from selfcontact.contacts.models import Invitation
from selfcontact.requests.models import Kind

Owner = psycopg.Connection[tuple[object, ...]]


def test_what_was_answered_to_an_invitation_is_told_with_the_message_that_asked(
    register: Register, owner: Owner
) -> None:
    mandate = second_candidate(register)
    asked = message(mandate, owner)
    Invitation.objects.create(
        mandate_id=mandate.pk,
        phone_index=fingerprint(mandate),
        campaign_id=asked.pk,
        position=0,
        invited_at=SENT,
        text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        answer="agreed",
        agreed_at=SENT + timedelta(hours=1),
    )
    said = read(granted(Kind.ACCESS))
    jsonschema_rs.validator_for(json.loads(document.schema())).validate(said)
    (one,) = items(said["messages"])
    assert one["invitation"] == {
        "times": 1,
        "answer": "agreed",
        "agreed_at": "2027-03-16T11:00:00+00:00",
        "refused_at": None,
    }
    assert "('Ce que vous avez répondu à l’invitation', 'oui')" in str(sections(said, "fr"))
    assert "('Your yes, on', '16 March 2027 12:00')" in str(sections(said, "en"))
