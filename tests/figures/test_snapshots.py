"""STOP, counted once a day and told by crowds."""

from datetime import timedelta

from tests.campaigns.sending_world import NOON
from tests.figures.world import World

from selfcontact.campaigns.models import Campaign
from selfcontact.figures.models import Cell, Release

DAY = timedelta(days=1)
#: Eight in the morning in Paris, the day after the start.
EIGHT = NOON - timedelta(hours=4) + DAY
SNAPSHOT = Release.Kind.SNAPSHOT


def totals() -> list[int]:
    found = Cell.objects.filter(measure="stop", table="total").order_by("pk")
    return list(found.values_list("value", flat=True))


def sent(world: World) -> Campaign:
    campaign = world.campaign()
    world.send_all(campaign)
    world.publish()
    return campaign


def test_answers_are_counted_once_a_day_at_a_fixed_hour(world: World) -> None:
    campaign = sent(world)
    world.stop(campaign, 45)
    world.publish(EIGHT - timedelta(minutes=1))
    assert totals() == []
    world.publish(EIGHT)
    assert len(totals()) == 1
    world.stop(campaign, 90)
    world.publish(EIGHT + timedelta(hours=12))
    assert len(totals()) == 1
    world.publish(EIGHT + DAY)
    assert len(totals()) == 2


def test_fewer_than_twenty_answers_are_not_told(world: World) -> None:
    campaign = sent(world)
    world.stop(campaign, 19)
    world.publish(EIGHT)
    assert not Release.objects.filter(kind=SNAPSHOT).exists()
    world.stop(campaign, 20)
    world.publish(EIGHT + DAY)
    assert len(totals()) == 1
    assert abs(totals()[0] - 20) < 5


def test_a_day_on_which_a_few_answered_is_like_one_on_which_nobody_did(world: World) -> None:
    campaign = sent(world)
    world.stop(campaign, 45)
    world.publish(EIGHT)
    for day, answers in ((1, 45), (2, 64)):
        world.stop(campaign, answers)
        world.publish(EIGHT + day * DAY)
        assert len(totals()) == 1
    world.stop(campaign, 65)
    world.publish(EIGHT + 3 * DAY)
    assert len(totals()) == 2


def test_those_who_did_not_answer_are_a_crowd_too(world: World) -> None:
    campaign = world.campaign("com:22278")
    world.send_all(campaign)
    world.publish()
    # Eighteen of fifty-five: too few, and nineteen who did not would be too few as well.
    world.stop(campaign, 55)
    world.publish(EIGHT)
    assert totals() == []


def test_answers_are_followed_for_a_week_after_the_end(world: World) -> None:
    campaign = sent(world)
    world.stop(campaign, 45)
    world.publish(EIGHT + 8 * DAY)
    assert totals() == []
