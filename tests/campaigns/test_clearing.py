"""What a rule holds waits for a named human, who clears one content; an edit makes another, which waits again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from tests.campaigns.sending_world import NOON, STAFF, TEXT, House, People
from tests.database.refusals import signed_in
from tests.sponsoring import declare
from typer.testing import CliRunner

from selfcontact.campaigns import actions, clearing
from selfcontact.campaigns.checks import objections
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.facts import FACTS, facts
from selfcontact.cli.campaigns import campaign as command
from selfcontact.compliance import gate
from selfcontact.compliance.verdict import Allowed
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Sponsor

GIVE = TEXT.replace("vous attend", "demande un don")
GROUNDS = "La page porte les mentions des articles L.52-8 et L.113-1."


@pytest.fixture
def house(database: str) -> House:
    """Give a house whose carrier is never reached."""
    return House(database=database, port=1)


@pytest.fixture
def held(house: House) -> Campaign:
    """Give a draft that asks for donations."""
    return house.campaign(house.mandate(People(count=3)), text=GIVE, start=False)


def content_of(campaign: Campaign) -> actions.Content:
    names = actions.Content.__dataclass_fields__
    return actions.Content(**{name: getattr(campaign, name) for name in names})


def test_a_call_for_donations_is_not_submitted_before_somebody_has_checked_it_and_says_so(held: Campaign) -> None:
    with pytest.raises(UserError, match="appelle aux dons"):
        actions.submit(actor=STAFF, campaign=held, at=NOON)
    made = clearing.clear(actor=STAFF, campaign=held, rule="fi-08", grounds=GROUNDS, at=NOON)
    (line,) = read(Question(objects=(held.uid,), action=Action.CAMPAIGN_CLEARED)).lines
    assert line.details == {"rule": "FI-08", "content": made.content_sha256, "grounds": GROUNDS}
    actions.submit(actor=STAFF, campaign=held, at=NOON)


def test_an_edit_takes_the_clearance_with_it(held: Campaign) -> None:
    clearing.clear(actor=STAFF, campaign=held, rule="FI-08", grounds=GROUNDS, at=NOON)
    assert not objections(held, NOON)
    longer = replace(content_of(held), text=GIVE.replace("un don", "un petit don"))
    actions.edit(actor=STAFF, campaign=held, content=longer, at=NOON)
    assert [one.rule for one in objections(held, NOON)] == ["FI-08"]


def test_only_what_is_held_can_be_cleared_once_and_on_written_grounds(held: Campaign) -> None:
    for rule, grounds, code in (
        ("EL-11", GROUNDS, "not_held"),
        ("EL-01", GROUNDS, "not_held"),
        ("FI-08", "vu", "ruling_grounds"),
    ):
        with pytest.raises(UserError) as refused:
            clearing.clear(actor=STAFF, campaign=held, rule=rule, grounds=grounds, at=NOON)
        assert refused.value.code == code
    clearing.clear(actor=STAFF, campaign=held, rule="FI-08", grounds=GROUNDS, at=NOON)
    with pytest.raises(UserError) as refused:
        clearing.clear(actor=STAFF, campaign=held, rule="FI-08", grounds=GROUNDS, at=NOON)
    assert refused.value.code == "not_held"


def test_what_refuses_cannot_be_cleared(house: House) -> None:
    wrong = house.campaign(house.mandate(People(count=3)), text="Alix Durand, un don ?", start=False)
    for rule in ("RP-04", "CN-04", "SM-12"):
        with pytest.raises(UserError) as refused:
            clearing.clear(actor=STAFF, campaign=wrong, rule=rule, grounds=GROUNDS, at=NOON)
        assert refused.value.code == "not_held"


def test_nobody_changes_a_clearance_and_only_the_console_gives_one(held: Campaign, database: str) -> None:
    clearing.clear(actor=STAFF, campaign=held, rule="FI-08", grounds=GROUNDS, at=NOON)
    writes = "INSERT INTO rulings_clearance SELECT * FROM rulings_clearance WHERE false"
    for process, may in (("console", True), ("sender", False), ("worker", False)):
        with signed_in(database, process) as connection:
            connection.execute("SELECT rule FROM rulings_clearance")
            refused = ["DELETE FROM rulings_clearance", "UPDATE rulings_clearance SET grounds = ''"]
            for statement in refused if may else [*refused, writes]:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
    for process in ("portal", "public"):
        with signed_in(database, process) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT rule FROM rulings_clearance")


def test_the_command_line_clears_and_says_for_which_content(held: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CLOCK_START", NOON + timedelta(minutes=1))
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    words = ["clear", held.reference, "--rule", "FI-08", "--grounds", GROUNDS, "--json"]
    said = json.loads(CliRunner().invoke(command, words, catch_exceptions=False).stdout)
    assert (said["reference"], said["rule"]) == (held.reference, "FI-08")
    assert len(said["content_sha256"]) == 64


def test_a_text_signed_the_day_before_a_silence_leaves_nobody_until_somebody_judges_it(house: House) -> None:
    mandate = house.mandate(People(count=3))
    eve = datetime(2027, 4, 15, 10, tzinfo=UTC)
    fresh = house.campaign(mandate, start=False, latest=eve + timedelta(hours=4))
    with pytest.raises(UserError, match="élément nouveau de polémique"):
        actions.submit(actor=STAFF, campaign=fresh, at=eve)
    clearing.clear(actor=STAFF, campaign=fresh, rule="EL-11", grounds="Le même argument qu’en février.", at=eve)
    actions.submit(actor=STAFF, campaign=fresh, at=eve)
    content = content_sha256(fresh)
    actions.approve(actor=STAFF, campaign=fresh, content=content, signatory="A. Durand", at=eve)
    assert actions.start(actor=STAFF, campaign=fresh, at=eve) == 3


def leaves(campaign: Campaign) -> bool:
    """Tell whether the sender's own gate lets a campaign leave."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FACTS, {"campaign": campaign.pk, "mandate": campaign.mandate_id})
        row = cursor.fetchone()
    assert row is not None
    return isinstance(gate.check_campaign(rules.gate_campaign(facts(row)), NOON), Allowed)


def test_who_pays_is_cleared_for_one_declaration_and_another_is_held_again_even_one_of_an_earlier_day(
    house: House,
) -> None:
    mandate = house.mandate(People(count=3))
    declare(STAFF, mandate, NOON, paying=Sponsor.Paying.CANDIDATE)
    campaign = house.campaign(mandate, start=False)
    assert [one.rule for one in objections(campaign, NOON)] == ["FI-05"]
    clearing.clear(actor=STAFF, campaign=campaign, rule="FI-05", grounds="Le candidat est remboursé.", at=NOON)
    actions.submit(actor=STAFF, campaign=campaign, at=NOON)
    content = content_sha256(campaign)
    actions.approve(actor=STAFF, campaign=campaign, content=content, signatory="A. Durand", at=NOON)
    actions.start(actor=STAFF, campaign=campaign, at=NOON)
    assert leaves(campaign)
    declare(STAFF, mandate, NOON - timedelta(days=60), paying=Sponsor.Paying.OTHER, payer="Quelqu’un")
    assert not leaves(campaign)
    assert [one.rule for one in objections(campaign, NOON)] == ["FI-05"]
    clearing.clear(actor=STAFF, campaign=campaign, rule="FI-05", grounds="Avance vue, sur pièces.", at=NOON)
    assert leaves(campaign)
