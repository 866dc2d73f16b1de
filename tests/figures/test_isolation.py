"""All that a mandate ever published, in the hands of a solver: no handful of people can be told apart.

The same attacker finds them at once when raw counts are published, or when a former audience is not compared.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.campaigns.sending_world import NOON
from tests.figures.equations import Reader
from tests.figures.history import History
from tests.figures.world import World

from selfcontact.campaigns.models import Campaign, Receipt
from selfcontact.figures import actions, audiences, layout, totals
from selfcontact.figures.models import Release
from selfcontact.figures.rules import RULES, Rules

DAY = timedelta(days=1)
#: Just after the hour at which behaviours are counted.
MORNING = NOON - timedelta(hours=11) + timedelta(hours=7, minutes=30)
NEARLY = ("com:35238", "com:35288", "com:35189", "com:22278", "com:56260")


def story(world: World) -> History:
    """Play a mandate that tempts: audiences that differ by one person, single answers, single deliveries."""
    seen = History()
    first = world.campaign()
    world.publish()
    found = world.messages(first)
    # Whoever watches the price sees the hundred-and-first message open a new lot.
    for begun, done in ((0, 100), (100, 101), (101, 106)):
        world.hand_over(first, found[begun:done])
        world.publish()
        seen.see(world.sheet(first), following=begun == 100)
    world.refuse(first, found[-3:])
    _end(world, first, 106)
    seen.see(world.sheet(first))
    _neighbours(world, seen)
    for day, answers in enumerate((45, 46, 70, 70, 91), start=1):
        world.stop(first, answers)
        world.publish(MORNING + day * DAY)
        seen.listen(first, MORNING + day * DAY)
    return seen


def _end(world: World, campaign: Campaign, begun: int) -> None:
    left = world.messages(campaign)[:-3]
    world.hand_over(campaign, left[begun:-40])
    world.hand_over(campaign, left[-40:], NOON + DAY)
    failed = [one for one in left if one.position % 4 == 0]
    world.receive(campaign, [one for one in left if one.position % 4])
    world.receive(campaign, failed[:2], Receipt.State.FAILED_EXPIRED)
    world.receive(campaign, failed[2:], Receipt.State.FAILED_UNDELIVERABLE)
    world.finish(campaign)
    world.publish()


def _neighbours(world: World, seen: History) -> None:
    """Send to nearly the same people: all but the one of Langan, all but the four oldest of La Mézière, halves."""
    made = (
        world.campaign(*NEARLY),
        world.campaign(ages=(18, 79)),
        world.campaign(ages=(80, 120)),
        world.campaign(ages=(18, 55)),
        world.campaign(ages=(53, 120)),
        world.campaign("com:35238", "com:35144"),
        world.campaign("com:35238"),
    )
    for one in made:
        world.send_all(one, delivered=lambda message: message.position % 3 > 0)
        world.publish()
        seen.see(world.sheet(one))


def betrayed(world: World, rules: Rules = RULES, about: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield what the attacker proves of handfuls of people."""
    reader = Reader(story(world), rules)
    assert len(reader.attacker.secrets) > 100
    yield from reader.attacker.proofs(reader.truth(world.mandate.pk), about)


def play_by(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the domain publish by other rules."""
    for module in (actions, audiences, layout, totals):
        monkeypatch.setattr(module, "RULES", rules)


def test_no_handful_of_people_can_be_told_apart_by_all_that_was_published(world: World) -> None:
    assert dict(betrayed(world)) == {}
    assert Release.objects.filter(kind=Release.Kind.SNAPSHOT).count() == 3


def test_the_same_attacker_finds_the_one_person_of_langan_in_raw_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = Rules(volume=1, behaviour=1, base=1)
    play_by(raw, monkeypatch)
    assert any(ends == (1, 1) for _, ends in betrayed(world, raw, about="group"))


def test_the_same_attacker_finds_who_answered_between_two_days_in_raw_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = Rules(volume=1, behaviour=1, base=1)
    play_by(raw, monkeypatch)
    assert any(ends == (1, 1) for _, ends in betrayed(world, raw, about="since"))


def test_the_same_attacker_profits_when_audiences_are_not_compared(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = Rules(base=1)
    play_by(exact, monkeypatch)
    monkeypatch.setattr(audiences, "_place", lambda *_: None)
    monkeypatch.setattr(layout, "safe", lambda *_: True)
    assert any(ends == (1, 1) for _, ends in betrayed(world, exact))
