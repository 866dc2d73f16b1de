"""Attack 9: somebody asks what we know of another person, a journalist or a former partner."""

from dataclasses import replace

import pytest
from tests.requests.world import DAY, DEPUTY, DPO, PERSON, RECEIVED, deeds, receive, verified

from selfcontact.ledger.history import Question, read
from selfcontact.lib.errors import UserError
from selfcontact.requests import actions
from selfcontact.requests.models import Door, Ground, Kind, Means, Rung, State

#: The number is the victim's, the address the attacker's.
PRYING = replace(PERSON, name="Zoé Lefèvre", address="curieux@exemple.example", text="Que savez-vous de moi ?")


@pytest.mark.parametrize("kind", [Kind.ACCESS, Kind.PORTABILITY, Kind.RECTIFICATION, Kind.DIRECTIVES])
def test_attack_9_the_victim_s_telephone_for_a_minute_opens_nothing(database: str, kind: Kind) -> None:
    made = receive(kind, person=PRYING, door=Door.MAIL)
    for rung in (Rung.NONE, Rung.CODE):
        with pytest.raises(UserError) as refusal:
            actions.verify(actor=DPO, request=made, rung=rung, at=RECEIVED)
        assert refusal.value.code == "rung_too_low"
    assert made.state == State.RECEIVED


def test_attack_9_one_person_of_the_house_alone_lets_nothing_out(database: str) -> None:
    made = verified(Kind.ACCESS, person=PRYING)
    actions.decide(actor=DPO, request=made, ground=None, at=RECEIVED + DAY)
    assert made.state == State.REVIEWED
    with pytest.raises(UserError) as refusal:
        actions.confirm(actor=DPO, request=made, at=RECEIVED + DAY)
    assert refusal.value.code == "second_person"
    with pytest.raises(UserError):
        actions.deliver(actor=DPO, request=made, means=Means.ARCHIVE, at=RECEIVED + DAY)
    actions.send_back(actor=DEPUTY, request=made, reason="l’adresse ne correspond pas")
    assert (made.state, made.delivered_at) == (State.VERIFIED, None)


def test_attack_9_who_cannot_prove_it_is_refused_by_two_people_and_the_reasons_stay(database: str) -> None:
    made = receive(Kind.ACCESS, person=PRYING, door=Door.MAIL)
    actions.ask_identity(actor=DPO, request=made, reason="adresse inconnue de nos fichiers", at=RECEIVED + DAY)
    actions.identity_answered(actor=DPO, request=made, at=RECEIVED + 16 * DAY, came=False)
    actions.decide(actor=DPO, request=made, ground=Ground.UNIDENTIFIED, at=RECEIVED + 16 * DAY)
    with pytest.raises(UserError):
        actions.confirm(actor=DPO, request=made, at=RECEIVED + 16 * DAY)
    actions.confirm(actor=DEPUTY, request=made, at=RECEIVED + 16 * DAY)
    assert (made.state, made.ground) == (State.REFUSED, "unidentified")
    assert deeds(made.uid)[-2:] == ["request:proposed", "request:refused"]
    told = str([line.details for line in read(Question(objects=(made.uid,))).lines])
    assert "adresse inconnue de nos fichiers" in told
    assert "unidentified" in told
