"""The opposition list from the console, and the replies that a human reads."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import UUID

import pytest
from django.utils import timezone
from structlog.testing import capture_logs
from tests.campaigns.sending_world import STAFF, House, People
from tests.web.clients import Signed
from tests.web.console.registers.conftest import Reader, text
from tests.web.doubtful import leave_doubtful

from selfcontact.accounts.models import Role
from selfcontact.campaigns.models import Campaign, Reply
from selfcontact.contacts.models import Contact
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.models import Entry as LedgerEntry
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.actions import listed, oppose
from selfcontact.opposition.models import Entry

NUMBER = 33639980001
TYPED = "06.39.98.00.01"
SPELLED = re.compile(r"(?:0|33)\W?6\W?39\W?98\W?00\W?01")
WRITTEN = "Je ne sais pas, rappelez Zoé"
Staff = Callable[..., Signed]
Lowered = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def world(database: str) -> House:
    return House(database=database, port=1)


@pytest.fixture
def dpo(staff: Staff) -> Reader:
    return Reader(staff(Role.DPO))


@pytest.fixture
def campaign(world: House) -> Campaign:
    """Give a campaign that has written to the person."""
    return world.campaign(world.mandate(People(count=2, first=NUMBER)))


def answered(campaign: Campaign, number: int = NUMBER) -> Reply:
    """Leave a doubtful reply of a number, frozen meanwhile, as the sender does."""
    return leave_doubtful(campaign, number, WRITTEN)


def page_of(reply: Reply) -> str:
    mandate = Mandate.objects.get(pk=reply.mandate_id)
    return f"/oppositions/replies/{mandate.reference}/{reply.uid}/"


def count(action: Action) -> int:
    return LedgerEntry.objects.filter(action=action).count()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.DPO])
def test_a_number_is_listed_by_hand_and_never_said_again(staff: Staff, role: Role, as_console: Lowered) -> None:
    client = staff(role)
    with as_console(), capture_logs() as logs:
        answer = client.post("/oppositions/new/", {"number": TYPED, "channel": "mail", "candidate": ""}, follow=True)
    assert "Opposition inscrite" in text(answer)
    assert not SPELLED.search(answer.content.decode() + str(answer.redirect_chain) + str(logs))
    assert listed(number=NUMBER) == ["opposition"]
    line = read(Question(action=Action.OPPOSITION_RECORDED)).lines[0]
    assert line.details["channel"] == "mail"
    assert line.actor == client.user.actor()


def test_the_answer_does_not_tell_an_operator_whether_the_number_was_there(staff: Staff) -> None:
    client, given = staff(Role.OPERATOR), {"number": TYPED, "channel": "staff", "candidate": ""}
    said = [text(client.post("/oppositions/new/", given, follow=True)).split("Inscrire un numéro")[0] for _ in range(2)]
    assert said[0] == said[1]


def test_an_opposition_may_be_for_one_candidate(dpo: Reader, campaign: Campaign) -> None:
    dpo.post("/oppositions/new/", number=TYPED, channel="voice", candidate="durand")
    assert listed(number=NUMBER) == []
    assert listed(number=NUMBER, candidate_id=campaign.mandate.candidate_id) == ["opposition"]


@pytest.mark.parametrize("wrong", ["", "01", "+49 151 23456789", "zéro six"])
def test_what_is_no_number_is_refused_without_being_repeated(dpo: Reader, wrong: str) -> None:
    answer = dpo.client.post("/oppositions/new/", {"number": wrong, "channel": "mail", "candidate": ""})
    page = answer.content.decode()
    assert "field--bad" in page
    assert not wrong or wrong not in page
    assert count(Action.OPPOSITION_RECORDED) == 0


def test_a_good_number_beside_a_wrong_field_is_not_repeated_either(dpo: Reader) -> None:
    answer = dpo.client.post("/oppositions/new/", {"number": TYPED, "channel": "pigeon", "candidate": ""})
    assert "field--bad" in answer.content.decode()
    assert not SPELLED.search(answer.content.decode())


def test_the_dpo_asks_whether_a_number_is_listed_and_the_question_is_recorded(dpo: Reader, as_console: Lowered) -> None:
    with as_console():
        answer = dpo.client.post("/oppositions/check/", {"number": TYPED, "candidate": ""})
        assert "Non, ce numéro n’est pas inscrit." in text(answer)
        oppose(actor=STAFF, number=NUMBER, channel=Entry.Channel.MAIL, on=date(2027, 3, 1))
        answer = dpo.client.post("/oppositions/check/", {"number": TYPED, "candidate": ""})
    assert "Oui, ce numéro est inscrit : opposition." in text(answer)
    assert not SPELLED.search(answer.content.decode())
    assert [line.details for line in read(Question(action=Action.OPPOSITION_CHECKED)).lines] == [
        {"listed": True},
        {"listed": False},
    ]


def test_only_the_dpo_asks_and_reads_only_operator_and_dpo_write(staff: Staff, campaign: Campaign) -> None:
    where = page_of(answered(campaign))
    for role in Role:
        client = staff(role)
        assert client.get("/oppositions/").status_code == 200
        assert client.get("/oppositions/replies/").status_code == 200
        assert client.get("/oppositions/check/").status_code == (200 if role == Role.DPO else 404)
        assert client.get(where).status_code == (200 if role == Role.DPO else 404)
        assert client.get("/oppositions/new/").status_code == (200 if role in {Role.DPO, Role.OPERATOR} else 404)


def test_the_list_is_counted_by_month_and_channel(staff: Staff) -> None:
    reader, today = Reader(staff(Role.AUDITOR)), timezone.now().date()
    assert "Personne ne s’est encore opposé" in reader.get("/oppositions/")
    for at, channel in enumerate((Entry.Channel.SMS, Entry.Channel.SMS, Entry.Channel.MAIL)):
        oppose(actor=STAFF, number=NUMBER + at, channel=channel, on=today)
    oppose(actor=STAFF, number=NUMBER + 9, channel=Entry.Channel.SMS, on=today, kind=Entry.Kind.HOLD)
    page = reader.get("/oppositions/")
    assert "réponse STOP courrier ou courriel En tout" in page
    assert re.search(r"\d{4} 2 1 3", page)


def test_the_last_ones_are_told_as_the_ledger_has_them_without_a_number(staff: Staff) -> None:
    operator, auditor = staff(Role.OPERATOR), Reader(staff(Role.AUDITOR))
    operator.post("/oppositions/new/", {"number": TYPED, "channel": "mail", "candidate": ""})
    page = auditor.get("/oppositions/")
    assert f"opposition courrier ou courriel tous les candidats {operator.user.email}" in page
    assert not SPELLED.search(auditor.client.get("/oppositions/").content.decode())
    (line,) = read(Question(action=Action.OPPOSITION_RECORDED)).lines
    auditor.get(f"/ledger/entries/{line.uid}/")


def test_a_reply_waits_unopened_for_everyone(staff: Staff, campaign: Campaign) -> None:
    reply = answered(campaign)
    reader = Reader(staff(Role.AUDITOR))
    page = reader.get("/oppositions/replies/")
    assert campaign.reference in page
    assert "pas compris" in page
    assert "Zoé" not in page
    assert page_of(reply) not in reader.client.get("/oppositions/replies/").content.decode()


def test_opening_a_reply_asks_for_a_reason_and_is_a_disclosure(
    dpo: Reader, campaign: Campaign, as_console: Lowered
) -> None:
    reply = answered(campaign)
    with as_console():
        assert "Zoé" not in dpo.get(page_of(reply))
        assert "Zoé" not in text(dpo.client.post(page_of(reply), {"reason": ""}))
        assert count(Action.REPLY_DISCLOSED) == 0
        with capture_logs() as logs:
            answer = dpo.client.post(page_of(reply), {"reason": "doute à lever"})
    assert WRITTEN in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "Zoé" not in str(logs)
    line = read(Question(objects=(UUID(str(reply.uid)),))).lines[0]
    assert line.details == {"reason": "doute à lever"}
    assert line.leaf
    assert line.leaf.mandate_id == reply.mandate_id


@pytest.mark.parametrize(("decision", "left"), [("opposed", ["opposition"]), ("free", [])])
def test_the_decision_opposes_or_frees_the_number(
    dpo: Reader, campaign: Campaign, as_console: Lowered, decision: str, left: list[str]
) -> None:
    reply = answered(campaign)
    with as_console():
        dpo.client.post(page_of(reply), {"reason": "doute"})
        answer = dpo.client.post(f"{page_of(reply)}decide/", {"decision": decision}, follow=True)
        assert "Aucune réponse n’attend" in text(answer)
        assert not SPELLED.search(answer.content.decode())
    assert listed(number=NUMBER) == left
    line = read(Question(action=Action.REPLY_DECIDED)).lines[0]
    assert line.details == {"opposed": decision == "opposed", "done": True}
    dpo.get(page_of(reply), status=404)


def test_freeing_somebody_who_opposed_before_does_not_lift_the_opposition(dpo: Reader, campaign: Campaign) -> None:
    reply = answered(campaign)
    oppose(actor=STAFF, number=NUMBER, channel=Entry.Channel.MAIL, on=date(2027, 3, 1))
    dpo.client.post(page_of(reply), {"reason": "doute"})
    answer = dpo.client.post(f"{page_of(reply)}decide/", {"decision": "free"}, follow=True)
    assert "une opposition déjà inscrite, elle, demeure" in text(answer)
    assert listed(number=NUMBER) == ["opposition"]


def test_nobody_decides_a_reply_that_they_have_not_read(dpo: Reader, campaign: Campaign) -> None:
    reply = answered(campaign)
    answer = dpo.client.post(f"{page_of(reply)}decide/", {"decision": "free"})
    assert answer.status_code == 422
    assert "Lisez la réponse avant de décider" in text(answer)
    assert listed(number=NUMBER) == ["hold"]


def test_a_number_stays_frozen_while_another_of_its_replies_waits_even_under_another_mandate(
    dpo: Reader, campaign: Campaign, world: House
) -> None:
    other = world.campaign(world.mandate(People(count=1, first=NUMBER)))
    replies = [answered(campaign), answered(other)]
    for reply, left in zip(replies, (["hold"], []), strict=True):
        dpo.client.post(page_of(reply), {"reason": "doute"})
        dpo.client.post(f"{page_of(reply)}decide/", {"decision": "free"})
        assert listed(number=NUMBER) == left


def test_a_number_whose_contact_is_gone_stays_frozen_and_the_answer_says_so(dpo: Reader, campaign: Campaign) -> None:
    reply = answered(campaign)
    Contact.objects.filter(mandate_id=campaign.mandate_id).delete()
    dpo.client.post(page_of(reply), {"reason": "doute"})
    answer = dpo.client.post(f"{page_of(reply)}decide/", {"decision": "opposed"}, follow=True)
    assert "Le numéro reste gelé" in text(answer)
    assert listed(number=NUMBER) == ["hold"]
    assert not Reply.objects.filter(waiting=True).exists()


def test_a_reply_of_another_mandate_is_not_found(dpo: Reader, campaign: Campaign, world: House) -> None:
    reply, other = answered(campaign), world.mandate(People(count=1, first=NUMBER + 5))
    dpo.get(f"/oppositions/replies/{other.reference}/{reply.uid}/", status=404)
    elsewhere = f"/oppositions/replies/{other.reference}/{reply.uid}/decide/"
    assert dpo.client.post(elsewhere, {"decision": "free"}).status_code == 404


def test_every_page_asks_under_fifteen_questions(dpo: Reader, campaign: Campaign) -> None:
    replies = [answered(campaign, NUMBER + at) for at in range(3)]
    for at in range(12):
        oppose(actor=dpo.client.user.actor(), number=NUMBER + at, channel=Entry.Channel.MAIL, on=date(2027, 3, 1))
    for address in ("/oppositions/", "/oppositions/new/", "/oppositions/check/", "/oppositions/replies/"):
        assert dpo.queries(address) < 15, address
    assert dpo.queries(page_of(replies[0])) < 15
