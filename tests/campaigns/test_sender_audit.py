"""A provider that fails its audit while a campaign runs: nothing to its contacts leaves any more."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from tests.campaigns.sending import Scene, ask, quick, scene, until
from tests.campaigns.sending_world import FIRST_NUMBER, NOON, SHA, STAFF, TODAY, People

from selfcontact.accounts.models import Role, User
from selfcontact.audits import actions as audits
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender.recheck import Recheck
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import sequence
from selfcontact.mandates.models import Mandate
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Agreement
from selfcontact.sms.gateway import Submission
from selfcontact.sms.session import Session

#: Of the provider that stands, and of the one that will not prove.
GOOD = People(count=200)
BAD = People(count=200, first=FIRST_NUMBER + 1000)
#: Theirs too, in another file, of which nobody asks anything.
ALSO = People(count=100, first=FIRST_NUMBER + 2000)


def other_agreement() -> Agreement:
    provider = providers.add_provider(actor=STAFF, reference="other", name="Autres Fichiers SARL", country="FR")
    providers.vet_provider(actor=STAFF, provider=provider, on=TODAY, grounds="test")
    return providers.add_agreement(
        actor=STAFF,
        reference="other-agreement",
        provider=provider,
        signed_on=TODAY,
        starts_on=TODAY,
        ends_on=TODAY,
        guarantees="test",
        document_sha256=SHA,
    )


def deliver(play: Scene, mandate: Mandate, agreement: Agreement, people: People, reference: str) -> Delivery:
    made = play.house.deliver(mandate, (people,), synthetic=True, reference=reference, agreement=agreement)
    Delivery.objects.filter(pk=made.pk).update(lines=people.count, accepted=people.count, shape={"first_line": 1})
    made.refresh_from_db()
    return made


def asked(delivery: Delivery) -> Audit:
    drawn = audits.draw(actor=STAFF, delivery=delivery, at=NOON)
    sequence()
    return audits.ask(actor=STAFF, audit=drawn, at=NOON).audit


def fail(audit: Audit) -> None:
    line = audit.rows.order_by("line").values_list("line", flat=True)[0]
    audits.judge(actor=STAFF, audit=audit, lines=[line], result=DrawnRow.Result.INVALID, reason="no-consent", at=NOON)


def prepared(play: Scene) -> tuple[Campaign, Audit]:
    mandate = play.house.mandate(GOOD)
    agreement = other_agreement()
    audit = asked(deliver(play, mandate, agreement, BAD, "bad-file"))
    deliver(play, mandate, agreement, ALSO, "also-file")
    return play.house.campaign(mandate, block=7), audit


def _again(play: Scene, campaign: Campaign) -> Campaign:
    return play.house.campaign(Mandate.objects.get(pk=campaign.mandate_id))


@pytest.mark.parametrize("moment", [0, 30, 230, 330])
def test_once_the_failure_is_committed_nothing_is_written_to_a_contact_of_the_provider(
    database: str, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    written: list[int] = []
    usual = Session.submit_now

    def submit_now(self: Session, submissions: list[Submission]) -> None:
        written.extend(submission.destination for submission in submissions)
        usual(self, submissions)

    monkeypatch.setattr(Session, "submit_now", submit_now)
    quick(monkeypatch)
    theirs = {*BAD.numbers, *ALSO.numbers}

    def fail_and_count(audit: Audit) -> int:
        fail(audit)
        return len(written)

    async def play() -> None:
        async with scene(database, window=20, throttle_rate=0.05) as play:
            campaign, audit = await ask(prepared, play)
            async with play.sender() as one, play.sender() as two:
                await until(lambda: len(written) >= moment)
                after = await ask(fail_and_count, audit)
                await asyncio.gather(one.idle(), two.idle())
            left = [number for number in written[after:] if number in theirs]
            assert left == []
            assert sum(play.taken(number) for number in GOOD.numbers) == GOOD.count
            found = await play.balance(campaign)
            before = sum(play.taken(number) for number in theirs)
            assert (found.handed_over, found.closes) == (GOOD.count + before, True)
            assert found.refused + found.failed == len(theirs) - before
            withheld = {name for name in found.reasons if name.startswith("refused")}
            assert withheld <= {"refused:PR-01", "refused:PR-03"}
            assert before > 0 or (found.reasons["refused:PR-01"], found.reasons["refused:PR-03"]) == (200, 100)

    asyncio.run(play())


def test_a_campaign_composed_after_the_failure_selects_none_of_them(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign, audit = await ask(prepared, play)
            await ask(fail, audit)
            later = await ask(_again, play, campaign)
            assert (await play.balance(later)).selected == GOOD.count

    asyncio.run(play())


def test_lifted_by_the_officer_they_are_written_to_again_and_what_was_refused_stays_refused(database: str) -> None:
    async def play() -> None:
        async with scene(database) as play:
            campaign, audit = await ask(prepared, play)
            await ask(fail, audit)
            await play.send()
            await ask(User.objects.create, email="dpo@selfcontact.example", uid=STAFF.uid, roles=[Role.DPO])
            await ask(audits.lift, actor=STAFF, audit=audit, grounds="preuves vues sur place", at=NOON)
            later = await ask(_again, play, campaign)
            await play.send()
            assert (await play.balance(later)).handed_over == GOOD.count + BAD.count + ALSO.count
            first = await play.balance(campaign)
            assert (first.handed_over, first.refused) == (GOOD.count, BAD.count + ALSO.count)
            assert first.reasons["refused:PR-01"] == BAD.count

    asyncio.run(play())


def test_a_part_that_the_carrier_turned_away_is_not_tried_again_after_the_failure(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    usual = Recheck.__call__
    theirs = (*BAD.numbers, *ALSO.numbers)

    async def play() -> None:
        async with scene(database, throttle_rate=1.0) as play:
            campaign, audit = await ask(prepared, play)
            failed: list[int] = []

            async def after_the_failure(self: Recheck, references: Sequence[int]) -> Collection[int]:
                if not failed:
                    failed.append(len(references))
                    await ask(fail, audit)
                    play.carrier.settings = replace(play.carrier.settings, throttle_rate=0.0)
                return await usual(self, references)

            monkeypatch.setattr(Recheck, "__call__", after_the_failure)
            await play.send()
            assert failed
            assert [play.taken(number) for number in theirs] == [0] * len(theirs)
            assert (await play.balance(campaign)).handed_over == GOOD.count

    asyncio.run(play())
