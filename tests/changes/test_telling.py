"""A version that weighs is told to those it concerns, once each; the DPO sees who was told, when, and who is left."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from tests.breaches.world import OWNER, House, deeds
from tests.campaigns.sending_world import FIRST_NUMBER, People
from tests.campaigns.sending_world import TODAY as SENDING_DAY
from tests.campaigns.sending_world import House as Sending
from tests.database.refusals import signed_in
from tests.policies import world as policy
from tests.policies.world import DPO, NOW, TODAY
from typer.testing import CliRunner

from selfcontact.changes import actions
from selfcontact.changes.models import Told, Way
from selfcontact.cli.policies import policy as command
from selfcontact.contacts.models import Contact
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import SYSTEM
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind, Means
from selfcontact.policies.models import Version
from selfcontact.providers.models import Provider

SOON = TODAY + timedelta(days=20)


@pytest.fixture
def announced(house: House) -> Version:
    """Announce a version that weighs."""
    house.owner()
    policy.publish()
    return policy.publish_weighty(on=SOON)


def test_each_party_gets_one_notice_and_the_ledger_has_who_and_when(house: House, announced: Version) -> None:
    candidate = f"candidate:{house.mandate.candidate.reference}"
    provider = f"provider:{house.register.agreement.provider.reference}"
    left = {one.code for one in actions.standing(announced, NOW).left}
    assert {candidate, provider} <= left
    told = actions.tell(actor=DPO, version=announced, at=NOW)
    assert {one.party for one in told} == left
    written = list(notices.of(announced.uid))
    assert {(one.recipient, one.kind) for one in written} == {(code, Kind.POLICY_CHANGED) for code in left}
    letter = notices.opened(next(one for one in written if one.recipient == candidate))
    assert letter.to == OWNER
    assert f"/policy/{announced.number}/" in letter.text
    assert "Ce qui change." in letter.text
    assert deeds(announced.uid).count(Action.POLICY_TOLD) == len(left)
    known = actions.standing(announced, NOW)
    assert ({one.party for one in known.told}, known.left) == (left, [])


def test_nobody_is_told_twice(house: House, announced: Version) -> None:
    actions.tell(actor=DPO, version=announced, at=NOW)
    with pytest.raises(UserError) as refused:
        actions.tell(actor=DPO, version=announced, at=NOW)
    assert refused.value.code == "change_nobody"


def test_a_candidate_without_an_address_is_left_until_somebody_tells_them_otherwise(house: House) -> None:
    policy.publish()
    version = policy.publish_weighty(on=SOON)
    actions.tell(actor=DPO, version=version, at=NOW)
    (left,) = actions.standing(version, NOW).left
    assert left.code.startswith("candidate:")
    with pytest.raises(UserError):
        actions.note_told(actor=DPO, version=version, party="candidate:nobody", way=Way.CALL, at=NOW)
    actions.note_told(actor=DPO, version=version, party=left.code, way=Way.CALL, at=NOW)
    assert actions.standing(version, NOW).left == []
    assert Told.objects.get(party=left.code).way == Way.CALL


def test_a_version_that_does_not_weigh_is_told_to_nobody_and_nobody_but_the_officer_tells(house: House) -> None:
    light = policy.publish()
    weighty = policy.publish_weighty(on=SOON)
    assert actions.standing(light, NOW).left == []
    with pytest.raises(UserError) as refused:
        actions.tell(actor=DPO, version=light, at=NOW)
    assert refused.value.code == "change_light"
    with pytest.raises(UserError) as refused:
        actions.tell(actor=SYSTEM, version=weighty, at=NOW)
    assert refused.value.code == "dpo_only"


def test_a_provider_whose_people_must_be_asked_again_is_asked_by_delivery_and_learns_of_none_who_is_still_here(
    database: str,
) -> None:
    sending = Sending(database, 1)
    mandate = sending.mandate(People(count=12), People(count=5, first=FIRST_NUMBER + 100))
    policy.publish(at=NOW - timedelta(days=10), on=SENDING_DAY - timedelta(days=100))
    version = policy.publish_weighty(on=SENDING_DAY + timedelta(days=1), consent_again=True)
    actions.tell(actor=DPO, version=version, at=NOW)
    (asked,) = [one for one in notices.of(version.uid) if one.kind == Kind.CONSENT_AGAIN]
    assert (asked.recipient, asked.means) == ("provider:provider", Means.POST)
    text = notices.opened(asked).text
    assert f"\n{mandate.reference}-file\n" in text
    Contact.objects.filter(mandate_id=mandate.pk).delete()
    later = policy.publish_weighty(
        policy.SECOND + " Une phrase de plus.", on=SENDING_DAY + timedelta(days=2), consent_again=True
    )
    actions.tell(actor=DPO, version=later, at=NOW)
    (again,) = [one for one in notices.of(later.uid) if one.kind == Kind.CONSENT_AGAIN]
    assert f"\n{mandate.reference}-file\n" in notices.opened(again).text
    entries = [line.details for line in read(Question(objects=(version.uid,), action=Action.POLICY_TOLD)).lines]
    (noted,) = [one["consent_asked"] for one in entries if one["party"] == "provider:provider"]
    assert noted == list(mandate.deliveries.order_by("reference").values_list("reference", flat=True))


def test_each_process_may_only_do_its_part(database: str) -> None:
    for process, reads in (("console", True), ("worker", False), ("public", False), ("portal", False)):
        with signed_in(database, process) as connection:
            for statement in ("SELECT party FROM changes_told", "DELETE FROM changes_told"):
                if reads and statement.startswith("SELECT"):
                    connection.execute(statement)
                else:
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute(statement)


def test_the_command_line_says_who_is_left_tells_and_notes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    policy.publish()
    version = policy.publish_weighty(on=SOON)
    monkeypatch.setattr(settings, "CLOCK_START", NOW)
    monkeypatch.setattr(settings, "CLOCK_ANCHOR", None)
    say: Callable[..., Any] = lambda *words: json.loads(  # noqa: E731
        CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False).stdout
    )
    number = str(version.number)
    left = say("concerned", number)
    assert {one["told_at"] for one in left} == {None}
    assert len(say("tell", number)) == len(left) - 1
    (candidate,) = [one for one in say("concerned", number) if one["told_at"] is None]
    assert candidate["way"] == "none"
    assert say("told", number, "--party", candidate["party"], "--way", "letter")["way"] == "letter"
    assert Provider.objects.exists()
