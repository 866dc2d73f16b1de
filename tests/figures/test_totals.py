"""Totals as they may be shown while a campaign runs."""

from datetime import timedelta

from tests.campaigns.sending_world import NOON
from tests.figures.world import World
from tests.proposals.conftest import _as

from selfcontact.campaigns.models import Receipt
from selfcontact.figures.models import Cell, Release, Sheet
from selfcontact.ledger.models import Entry
from selfcontact.ledger.tags import Action


def near(shown: object, exact: int) -> bool:
    return isinstance(shown, int) and shown % 5 == 0 and abs(shown - exact) < 5


def test_totals_follow_a_campaign_rounded_to_five(world: World) -> None:
    campaign = world.campaign()
    found = world.messages(campaign)
    world.publish()
    totals = world.sheet(campaign).totals
    assert near(totals["selected"], 366)
    assert totals["handed_over"] is None
    world.hand_over(campaign, found[:200])
    world.receive(campaign, found[:150])
    world.receive(campaign, found[150:180], Receipt.State.FAILED_UNDELIVERABLE)
    world.receive(campaign, found[180:182], Receipt.State.FAILED_EXPIRED)
    world.publish()
    sheet = world.sheet(campaign)
    assert near(sheet.totals["handed_over"], 200)
    assert near(sheet.totals["delivered"], 150)
    # Two are too few to be named: they are told with those whom no carrier reached.
    (failed,) = sheet.totals["failed"]
    assert failed["causes"] == ["expired", "undeliverable"]
    assert near(failed["value"], 32)
    assert sheet.segments_due == 200
    assert sheet.net_cents == 200 * 6900 // 1000


def test_who_was_set_aside_is_told_after_the_end_and_only_of_a_crowd(world: World) -> None:
    campaign = world.campaign()
    found = world.messages(campaign)
    world.refuse(campaign, found[:30])
    world.publish()
    assert world.sheet(campaign).totals["not_sent"] is None
    world.hand_over(campaign, found[30:])
    world.finish(campaign)
    world.publish()
    assert near(world.sheet(campaign).totals["not_sent"], 30)
    other = world.campaign()
    world.refuse(other, world.messages(other)[:19])
    world.finish(other)
    world.publish()
    assert world.sheet(other).totals["not_sent"] is None


def test_campaigns_to_nearly_the_same_people_are_counted_together(world: World) -> None:
    everyone = world.campaign()
    world.publish()
    # The one person of Langan is the difference.
    without = world.campaign("com:35238", "com:35288", "com:35189", "com:22278", "com:56260")
    world.publish()
    sheet = world.sheet(without)
    assert sheet.joint == [everyone.reference]
    assert near(sheet.totals["selected"], 366 + 365)
    assert not Release.objects.filter(campaign=sheet).exists()


def test_the_worker_publishes_with_its_own_rights_and_the_portal_reads(world: World) -> None:
    campaign = world.campaign()
    with _as("worker"):
        world.publish()
        world.publish(NOON + timedelta(seconds=1))
    with _as("portal"):
        assert Sheet.objects.get().reference == "figures"
        assert world.sheet(campaign).totals["selected"]
        assert Cell.objects.filter(release__kind=Release.Kind.START).exists()


def test_a_release_is_in_the_ledger_under_its_own_number(world: World) -> None:
    world.campaign()
    world.publish()
    release = Release.objects.get()
    assert Entry.objects.filter(action=Action.FIGURES_RELEASED, object_id=release.uid).count() == 1
    assert release.parameters["volume"] == 11
    world.publish()
    assert Release.objects.count() == 1


def test_the_sheet_outlives_the_mandate(world: World) -> None:
    campaign = world.campaign()
    world.send_all(campaign)
    world.publish()
    type(world.mandate).objects.filter(pk=world.mandate.pk).update(state="ended", ended_at=NOON)
    world.publish()
    assert world.sheet(campaign).sheet.state == "ended"
