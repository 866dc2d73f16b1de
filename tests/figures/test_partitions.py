"""The cut of a campaign's figures: merged upwards, and frozen at its start for whatever is published later."""

from tests.campaigns.sending_world import NOON, STAFF
from tests.figures.world import World

from selfcontact.figures import actions
from selfcontact.figures.models import Cell, Partition, Release

THRESHOLD = 11


def cells(measure: str) -> list[Cell]:
    return list(Cell.objects.filter(measure=measure).order_by("pk"))


def test_small_communes_are_merged_upwards_and_no_hole_is_left(world: World) -> None:
    world.campaign()
    world.publish()
    area = [cell for cell in cells("selected") if cell.table == "area"]
    assert len(area) > 2
    assert not [cell for cell in area if cell.place in ("Langan", "La Mézière")]
    # Every part is a crowd, and they add up to everyone but for the roundings: nothing was blanked.
    assert all(cell.value >= THRESHOLD - 4 for cell in area)
    assert abs(sum(cell.value for cell in area) - 366) < 5 * len(area)


def test_tables_have_at_most_two_dimensions_from_a_closed_list(world: World) -> None:
    campaign = world.campaign()
    world.send_all(campaign, delivered=lambda message: message.position % 3 > 0)
    world.publish()
    assert {cell.table for cell in Cell.objects.all()} <= {"area", "age", "cross", "day"}


def test_a_partition_is_frozen_with_the_audience(world: World) -> None:
    campaign = world.campaign()
    world.publish()
    before = Partition.objects.get()
    world.send_all(campaign, delivered=lambda message: message.position % 3 > 0)
    world.publish()
    after = Partition.objects.get()
    frozen = ("tree", "tables", "generation", "audience_id", "opened_at")
    assert [getattr(after, key) for key in frozen] == [getattr(before, key) for key in frozen]
    assert Release.objects.filter(kind=Release.Kind.FINAL).count() == 1


def test_the_same_audience_has_the_same_figures_in_every_campaign(world: World) -> None:
    world.campaign()
    world.publish()
    first = [cell.value for cell in cells("selected")]
    world.campaign()
    world.publish()
    assert [cell.value for cell in cells("selected")] == first * 2


def test_a_place_in_which_everybody_or_nearly_received_is_not_told_apart(world: World) -> None:
    campaign = world.campaign()
    world.send_all(campaign, delivered=lambda message: message.commune == "35238" or message.position % 2 > 0)
    world.publish()
    told = {cell.place for cell in cells("delivered") if cell.table == "area"}
    assert told
    assert "Rennes" not in told


def test_a_small_audience_is_taken_without_saying_how_small(world: World) -> None:
    alone = world.campaign("com:35144")
    assert actions.announce(actor=STAFF, campaign=alone, numbers=1, at=NOON) is None
    world.publish()
    assert world.sheet(alone).totals["selected"] is None
    assert not Release.objects.exists()
