"""A candidate learns nothing of what people answered to an invitation: not by place, not by age, not of a handful."""

from tests.campaigns.invitations import answered
from tests.campaigns.sending_world import NOON, STAFF
from tests.figures.world import World

from selfcontact.campaigns.audience import count, of_campaign
from selfcontact.campaigns.models import Campaign
from selfcontact.figures import actions
from selfcontact.figures.models import Cell
from selfcontact.mandates.models import ContactPolicy

FIRST = 33_730_000_000


def _agree(world: World, numbers: int) -> None:
    for at in range(numbers):
        answered(world.mandate, world.house.route, FIRST + at, agreed=True)


def _told(campaign: Campaign) -> int | None:
    return actions.announce(actor=STAFF, campaign=campaign, numbers=count(of_campaign(campaign)), at=NOON)


def test_a_campaign_to_those_who_agreed_has_no_table_by_place_nor_by_age(world: World) -> None:
    _agree(world, 120)
    world.house.follow(world.mandate, ContactPolicy.Kind.INVITE)
    campaign = world.campaign()
    world.publish()
    assert campaign.mandate.campaigns.get(pk=campaign.pk).selected == 120
    assert not Cell.objects.exclude(table="total").exists()
    assert abs(int(world.sheet(campaign).totals["selected"]) - 120) < 5


def test_a_handful_who_agreed_or_who_did_not_is_not_told(world: World) -> None:
    world.house.follow(world.mandate, ContactPolicy.Kind.INVITE)
    _agree(world, 19)
    campaign = world.campaign()
    assert _told(campaign) is None
    _agree(world, 40)
    assert _told(campaign) is not None
    _agree(world, 366 - 19)
    assert _told(campaign) is None


def test_the_first_invitation_is_told_as_any_campaign(world: World) -> None:
    _agree(world, 1)
    Campaign.objects.filter(mandate=world.mandate, kind=Campaign.Kind.INVITATION).update(started_at=None)
    world.campaign()
    world.publish()
    assert Cell.objects.filter(table="area").exists()
