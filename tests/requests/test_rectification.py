"""What is wrong is put right in every live mandate, and everyone who had it is told, without a name or a number."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, STAFF, TODAY, House, People
from tests.requests.world import DPO, receive, verified

from selfcontact.campaigns.models import Campaign, Message, Outcome
from selfcontact.campaigns.sender.claim import CLAIM, Order, groups
from selfcontact.campaigns.sender.claim import Person as Row
from selfcontact.contacts import actions as contacts
from selfcontact.contacts import finding
from selfcontact.contacts.correcting import Values
from selfcontact.contacts.models import Contact, NameWidth
from selfcontact.ledger.history import Question, read
from selfcontact.lib.clock import ShiftedClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Notice
from selfcontact.opposition.actions import listed, oppose
from selfcontact.opposition.models import Entry
from selfcontact.providers.models import Provider
from selfcontact.requests import actions, contents, execution, statements
from selfcontact.requests.contents import Person
from selfcontact.requests.models import Correction, Kind, Means, Request
from selfcontact.vault import open_vault

NUMBER, NEW = FIRST_NUMBER + 1, FIRST_NUMBER + 777
CLOCK = ShiftedClock(NOON)
EVERYTHING = Values(
    surname="Exemple-Très-Long-Nom",
    first_name="Zoé",
    address="2 rue Neuve",
    postcode="97400",
    city="Saint-Denis",
    number=NEW,
    age=61,
)


@pytest.fixture
def house(database: str) -> House:
    return House(database, 1)


def asked(values: Values, number: int = NUMBER) -> Request:
    """Return a granted rectification of that number."""
    made = verified(Kind.RECTIFICATION, person=Person(number=number, name="Camille", address="1 rue du Test, Rennes"))
    statements.state_correction(actor=DPO, request=made, values=values, at=NOON)
    actions.decide(actor=DPO, request=made, ground=None, at=NOON)
    return made


def execute(made: Request) -> execution.Executed:
    return execution.execute(actor=DPO, request=made, clock=CLOCK)


def test_every_column_the_sealed_value_and_the_widths_are_right_afterwards_in_every_mandate(house: House) -> None:
    one, two = house.mandate(People(count=3)), house.mandate(People(count=3))
    NameWidth.objects.create(
        mandate_id=one.pk, delivery_id=one.deliveries.get().pk, field="surname", septets=7, units=7
    )
    assert execute(asked(EVERYTHING)).corrected == 2
    assert finding.everywhere(NUMBER) == []
    found = finding.everywhere(NEW)
    assert {contact.mandate_id for contact in found} == {one.pk, two.pk}
    for contact in found:
        assert (contact.payload.surname, contact.payload.first_name) == ("Exemple-Très-Long-Nom", "Zoé")
        assert (contact.payload.address, contact.payload.e164) == ("2 rue Neuve", NEW)
        assert (contact.postcode, contact.commune, contact.age) == ("97400", "97411", 61)
    keys = open_vault().keys.open(one.pk, one.generation)
    row = Contact.objects.get(mandate_id=one.pk, phone_index=keys.fingerprint(NEW))
    assert row.dial == 0
    assert NameWidth.objects.get(mandate_id=one.pk).units == len("Exemple-Très-Long-Nom")
    assert Contact.objects.count() == 6


def test_one_field_leaves_the_others_as_they_are(house: House) -> None:
    house.mandate(People(count=3))
    before = finding.everywhere(NUMBER)[0]
    execute(asked(Values(address="3 rue Juste")))
    after = finding.everywhere(NUMBER)[0]
    assert after.payload.address == "3 rue Juste"
    assert (after.payload.surname, after.postcode, after.age) == (before.payload.surname, before.postcode, before.age)
    assert listed(number=NUMBER) == []


def test_a_new_number_escapes_no_opposition_and_the_old_one_comes_back_with_no_file(house: House) -> None:
    mandate = house.mandate(People(count=3))
    oppose(actor=STAFF, number=NUMBER, channel=Entry.Channel.SMS, on=TODAY)
    oppose(actor=STAFF, number=NUMBER, channel=Entry.Channel.SMS, on=TODAY, kind=Entry.Kind.HOLD)
    execute(asked(Values(number=NEW)))
    assert listed(number=NEW) == ["hold", "opposition"]
    assert listed(number=NUMBER, candidate_id=mandate.candidate_id) == ["erasure", "hold", "opposition"]


def test_a_campaign_that_was_frozen_before_never_reaches_the_new_number(house: House) -> None:
    mandate = house.mandate(People(count=3), People(count=1, first=NEW))
    campaign = house.campaign(mandate)
    execute(asked(Values(number=NEW)))
    reached = {person.contact_id for person in claimed(house, mandate, campaign) if person.sealed is not None}
    new = {contact.id for contact in finding.everywhere(NEW)}
    assert len(new) == 2
    # Of the two lines that now have this number, the audience reaches the one that had it from the beginning.
    assert len(reached & new) == 1
    assert len(reached) == 3
    again = house.campaign(mandate)
    assert Message.objects.filter(mandate_id=mandate.pk, campaign_id=again.pk).count() == 3


def test_no_campaign_writes_to_a_number_that_nobody_proved_until_somebody_who_has_proof_releases_it(
    house: House,
) -> None:
    mandate = house.mandate(People(count=3))
    execute(asked(Values(number=NEW)))
    assert used(house, mandate) == 2
    contacts.release(actor=DPO, mandate=mandate, number=NEW)
    assert used(house, mandate) == 3


def test_the_same_number_stated_again_sets_nobody_aside(house: House) -> None:
    mandate = house.mandate(People(count=3))
    execute(asked(Values(number=NUMBER, age=41)))
    assert used(house, mandate) == 3


def used(house: House, mandate: Mandate) -> int:
    """Return how many people the rules of a sending find in use, of a campaign made now."""
    return sum(not person.restricted for person in claimed(house, mandate, house.campaign(mandate)))


def claimed(house: House, mandate: Mandate, campaign: Campaign) -> list[Row]:
    """Return what a sender gets when it claims everything."""

    async def claim() -> list[Row]:
        async with await psycopg.AsyncConnection.connect(house.database) as own:
            found: list[Row] = []
            for group in await groups(own, mandate.pk, campaign.pk):
                order = Order(
                    mandate_id=mandate.pk, campaign_id=campaign.pk, group=group, messages=50, sender=uuid4(), at=NOON
                )
                cursor = await own.cursor(binary=True).execute(CLAIM, order.parameters())
                found += [Row(*row) for row in await cursor.fetchall()]
            return found

    return asyncio.run(claim())


def test_what_is_known_by_the_old_number_is_found_by_the_new_one(house: House) -> None:
    mandate = house.mandate(People(count=3))
    earlier = verified(Kind.ERASURE, person=Person(number=NUMBER))
    execution.hold(actor=DPO, request=earlier, mandate=mandate, reason="litige", at=NOON)
    execute(asked(Values(number=NEW)))
    later = verified(Kind.ERASURE, person=Person(number=NEW))
    actions.decide(actor=DPO, request=later, ground=None, at=NOON)
    done = execution.execute(actor=DPO, request=later, clock=CLOCK)
    assert (done.erased, done.held) == (0, 1)
    assert len(finding.everywhere(NEW)) == 1


def test_a_stranger_s_unverified_request_does_not_follow_the_person_to_the_new_number(house: House) -> None:
    house.mandate(People(count=3))
    stranger = receive(Kind.ACCESS, person=Person(number=NUMBER))
    execute(asked(Values(number=NEW)))
    stranger.refresh_from_db()
    person = contents.unseal(stranger)
    assert person
    assert person.number == NUMBER


def test_providers_and_carriers_are_told_which_row_and_which_field_and_never_who(house: House) -> None:
    mandate = house.mandate(People(count=3))
    campaign = house.campaign(mandate)
    keys = open_vault().keys.open(mandate.pk, mandate.generation)
    message = Message.objects.get(mandate_id=mandate.pk, phone_index=keys.fingerprint(NUMBER))
    Outcome.objects.create(
        mandate_id=mandate.pk,
        campaign_id=campaign.pk,
        position=message.position,
        part=0,
        kind=Outcome.Kind.HANDED_OVER,
        carrier_id="00A7",
        at=NOON,
    )
    Provider.objects.update(privacy_email="rgpd@fichiers.example")
    made = asked(Values(address="2 rue Neuve", surname="Zola"))
    execute(made)
    written = {one.recipient: one for one in notices.of(made.uid)}
    assert {"provider:provider", "subprocessor:carrier-simulated", "person"} == set(written)
    provider = notices.opened(Notice.objects.get(pk=written["provider:provider"].pk))
    carrier = notices.opened(Notice.objects.get(pk=written["subprocessor:carrier-simulated"].pk))
    delivery = mandate.deliveries.get()
    assert provider.to == "rgpd@fichiers.example"
    assert f"{delivery.reference}, SHA-256 {delivery.file_sha256}, ligne/line 2" in provider.text
    assert "nom, adresse" in provider.text
    assert "message 00A7" in carrier.text
    # Without an address for such matters it waits as a letter.
    assert (written["provider:provider"].means, written["subprocessor:carrier-simulated"].means) == ("mail", "post")
    told = f"{provider.subject} {provider.text} {carrier.subject} {carrier.text}"
    assert not any(value in told for value in ("Zola", "Neuve", "Camille", str(NUMBER), str(NUMBER)[2:]))
    one = Notice.objects.get(pk=written["provider:provider"].pk)
    notices.sent(actor=DPO, notice=one, proof="250 2.0.0 Ok", at=NOON + timedelta(hours=1))
    one.refresh_from_db()
    assert (one.subject_uid, one.proof, one.sent_at) == (made.uid, "250 2.0.0 Ok", NOON + timedelta(hours=1))


def test_nothing_of_what_is_right_stands_in_clear(house: House) -> None:
    house.mandate(People(count=3))
    made = asked(EVERYTHING)
    stored = Correction.objects.values().get(request=made)
    execute(made)
    details = str([line.details for line in read(Question()).lines])
    assert stored["fields"] == ["surname", "first_name", "address", "postcode", "city", "number", "age"]
    assert not any(value in str(stored) + details for value in ("Exemple-Très", "Neuve", str(NEW), "97400"))
    actions.deliver(actor=DPO, request=made, means=Means.POST, at=NOON)
    actions.close(actor=DPO, request=made, at=NOON)
    actions.purge(actor=DPO, request=made)
    assert Correction.objects.get(request=made).sealed is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (Values(), "correction_empty"),
        (Values(surname=""), "correction_blank"),
        (Values(age=17), "correction_age"),
        (Values(age=121), "correction_age"),
        (Values(number=33123456789), "correction_number"),
        (Values(city="Rennes"), "correction_place"),
        (Values(postcode="35000", city="Marseille"), "correction_place"),
    ],
)
def test_what_no_contact_can_have_is_not_put_on_record(database: str, values: Values, code: str) -> None:
    made = verified(Kind.RECTIFICATION)
    with pytest.raises(UserError) as refusal:
        statements.state_correction(actor=DPO, request=made, values=values, at=NOON)
    assert refusal.value.code == code
    assert not Correction.objects.exists()


def test_a_rectification_of_which_nobody_said_what_is_right_is_not_carried_out(database: str) -> None:
    made = verified(Kind.RECTIFICATION)
    actions.decide(actor=DPO, request=made, ground=None, at=NOON)
    with pytest.raises(UserError, match="ce qui est exact"):
        execute(made)
