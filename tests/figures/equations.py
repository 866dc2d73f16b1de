"""Turns all that was published of a mandate into equations about who lives, received and answered where."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import combinations

import numpy as np
from tests.figures.attacker import Attacker, Secret, Sum
from tests.figures.history import SUMS, History, Look, People, Record, records

from selfcontact.campaigns.audience import select
from selfcontact.campaigns.models import Campaign
from selfcontact.figures import counting
from selfcontact.figures.models import Partition
from selfcontact.figures.rules import RULES, Rules


class Reader:
    """Turns what was published into equations, and names what they should not give away."""

    def __init__(self, history: History, rules: Rules = RULES) -> None:
        """Read everything."""
        self.attacker = Attacker(rules=rules)
        self.history, self.rules, self.cells = history, rules, records()
        audiences = {
            one.campaign.reference: (_communes(one), (one.audience.age_from, one.audience.age_to))
            for one in Partition.objects.select_related("campaign__mandate", "audience")
        }
        self.people = People([*((one.communes, one.band) for one in self.cells), *audiences.values()])
        self.whole = {name: self.people.of(*audience) for name, audience in audiences.items()}
        self._last: dict[Hashable, dict[Hashable, int]] = {}
        for record in self.cells:
            self._read(record)
        self._silence()
        for at, one in enumerate(history.looks):
            self._watch(one, at)
        self._differences()

    def truth(self, mandate_id: int) -> dict[Hashable, int]:
        """Return what every unknown really is."""
        found: dict[Hashable, int] = dict(self.history.truth)
        lives = self.people.counted(counting.population(mandate_id))
        found |= {("lives", group): n for group, n in lives.items()}
        for campaign in Campaign.objects.filter(mandate_id=mandate_id):
            received = self.people.counted(counting.people(campaign, "delivered").rows)
            found |= {("delivered", campaign.reference, "", group): n for group, n in received.items()}
            found |= {("day", campaign.reference, day): n for day, n in counting.days(campaign).items()}
        for (name, at), stops in self.history.stops.items():
            found |= {("stop", name, at, group): n for group, n in self.people.counted(stops.rows).items()}
        return found

    def _read(self, record: Record) -> None:
        cell = record.cell
        if cell.measure == "handed_over":
            self._day(record)
        elif cell.measure == "selected":
            total = {("lives", group): 1 for group in self.people.of(record.communes, record.band)}
            label = (cell.measure, record.place, tuple(self.whole[record.campaign]))
            self.attacker.published(total, cell.value, label, self.rules.volume)
        else:
            self._deed(record)

    def _day(self, record: Record) -> None:
        cell = record.cell
        assert cell.day_from
        assert cell.day_to
        days = (cell.day_to - cell.day_from).days + 1
        total = {("day", record.campaign, cell.day_from + timedelta(days=at)): 1 for at in range(days)}
        self.attacker.published(total, cell.value, (record.campaign, record.place), self.rules.volume)

    def _deed(self, record: Record) -> None:
        """Read how many of a group received or answered: they are a crowd, and so are those who did not."""
        cell, groups = record.cell, self.people.of(record.communes, record.band)
        floor = self.rules.behaviour if cell.measure == "stop" else self.rules.volume
        at: Hashable = cell.release.at if cell.measure == "stop" else ""
        total: dict[Hashable, int] = {(cell.measure, record.campaign, at, group): 1 for group in groups}
        label = (cell.measure, record.campaign, record.place)
        self.attacker.published(total, cell.value, label, floor)
        self._among(cell.measure, record.campaign, at)
        rest: Sum = {**{("lives", group): 1 for group in groups}, **dict.fromkeys(total, -1)}
        self.attacker.know(rest, floor, np.inf)
        name = f"{record.campaign} {cell.measure} {at} {record.place}"
        secret = RULES.behaviour if cell.measure == "stop" else RULES.volume
        self.attacker.secrets[f"{name}: not"] = Secret(total=rest, threshold=secret)
        for group, who in zip(groups, total, strict=True):
            self.attacker.secrets[f"{name}: {group}"] = Secret(total={who: 1}, threshold=secret)
        if cell.measure == "stop" and label in self._last:
            step = {**total, **dict.fromkeys(self._last[label], -1)}
            self.attacker.know(step, floor, np.inf)
            self.attacker.secrets[f"{name}: since"] = Secret(total=step, threshold=secret)
        self._last[label] = total

    def _among(self, measure: str, campaign: str, at: Hashable) -> None:
        """Whoever received, or answered, lives there; and an answer is not taken back."""
        before = self._last.get((measure, campaign))
        now: dict[Hashable, int] = {(measure, campaign, at, group): 1 for group in self.whole[campaign]}
        if before == now:
            return
        for group, who in zip(self.whole[campaign], now, strict=True):
            self.attacker.know({who: 1, ("lives", group): -1}, -np.inf, 0)
        for earlier, later in zip(before or (), now if before else (), strict=True):
            self.attacker.know({later: 1, earlier: -1}, 0, np.inf)
        self._last[measure, campaign] = now

    def _silence(self) -> None:
        """A day without a snapshot tells that too few had joined since the last one."""
        shown = {(one.campaign, one.cell.release.at) for one in self.cells if one.cell.measure == "stop"}
        for name, day in self.history.silent:
            now = {("stop", name, day, group): 1 for group in self.whole[name]}
            earlier = [at for campaign, at in shown if campaign == name and at < day]
            later = [at for campaign, at in shown if campaign == name and at > day]
            last = {("stop", name, max(earlier), group): -1 for group in self.whole[name]} if earlier else {}
            step = {**now, **last}
            self.attacker.know(step, 0, self.rules.behaviour - 1)
            self.attacker.secrets[f"{name} on the silent {day}"] = Secret(total=step, threshold=RULES.behaviour)
            for group in self.whole[name]:
                self._between(("stop", name), group, max(earlier, default=None), day)
                self._between(("stop", name), group, day, min(later, default=None))

    def _between(self, of: tuple[str, str], group: Hashable, first: datetime | None, then: datetime | None) -> None:
        if first and then:
            self.attacker.know({(*of, then, group): 1, (*of, first, group): -1}, 0, np.inf)

    def _watch(self, one: Look, at: int) -> None:
        label = tuple(self.whole[one.campaign]) if not one.joint else one.names
        selected: dict[Hashable, int] = {}
        for name in one.names:
            for group in self.whole[name]:
                selected["lives", group] = selected.get(("lives", group), 0) + 1
        self._shown(selected, one.totals.get("selected"), ("selected", label), self.rules.volume)
        for key in SUMS:
            floor = self.rules.behaviour if key == "not_sent" else self.rules.volume
            total = {(key, name, at): 1 for name in one.names}
            if key != "not_sent" or one.over:
                self._shown(total, one.totals.get(key), (key, one.names), floor)
                self.attacker.secrets[f"{one.names} {key} {at}"] = Secret(
                    total=total, threshold=RULES.volume, persons=False
                )
        self._failures(one, at)
        for name in one.names:
            self._flow(name, one, at)

    def _shown(self, total: Sum, value: object, label: Hashable, floor: int) -> None:
        if isinstance(value, int):
            self.attacker.published(total, value, label, floor)
        else:
            self.attacker.know(total, 0, floor - 1)

    def _failures(self, one: Look, at: int) -> None:
        groups = one.totals.get("failed")
        assert isinstance(groups, list)
        for group in groups:
            total = {(f"failed {cause}", name, at): 1 for cause in group["causes"] for name in one.names}
            total = {who: 1 for who in total if who in self.history.truth}
            self.attacker.published(total, group["value"], (tuple(group["causes"]), one.names), self.rules.volume)
        every = dict.fromkeys(self._failed(one.names, at), 1)
        if every and not groups:
            self.attacker.know(every, 0, self.rules.volume - 1)
        for who in every:
            secret = Secret(total={who: 1}, threshold=RULES.volume, persons=False)
            self.attacker.secrets[str(who)] = secret

    def _failed(self, names: Iterable[str], at: int) -> list[Hashable]:
        causes = ("rejected", "undeliverable", "expired", "other")
        every = [(f"failed {cause}", name, at) for name in names for cause in causes]
        # The others are none, which the attacker is told.
        return [who for who in every if who in self.history.truth]

    def _flow(self, name: str, one: Look, at: int) -> None:
        """What was selected is not sent, or handed over; what was handed over arrives, or fails."""
        know, left = self.attacker.know, ("handed_over", name, at)
        lives = {("lives", group): 1 for group in self.whole[name]}
        aside = {left: -1, ("unknown", name, at): -1, ("not_sent", name, at): -1}
        settled = {left: 1, ("delivered", name, at): -1, **dict.fromkeys(self._failed([name], at), -1)}
        know({**lives, **aside}, 0, 0 if one.over else np.inf)
        know(settled, 0, 0 if one.over else np.inf)
        if name == one.campaign:
            # One segment each, by lots that are begun.
            know({left: 1}, one.segments - 9 if one.segments else 0, one.segments)
        before, over = self._before(name, at)
        if before is not None:
            step = {left: 1, ("handed_over", name, before): -1}
            know(step, int(one.next), 0 if over else 1 if one.next else np.inf)
        if one.over:
            received = {("delivered", name, "", group): 1 for group in self.whole[name]}
            know({**received, ("delivered", name, at): -1}, 0, 0)
            self._among("delivered", name, "")

    def _before(self, name: str, at: int) -> tuple[int | None, bool]:
        for index in range(at - 1, -1, -1):
            one = self.history.looks[index]
            if name in one.names:
                return index, one.over and name == one.campaign
        return None, False

    def _differences(self) -> None:
        """Name the groups that no one should count: each difference of two figures, and each finest group."""
        for name, groups in self._compared():
            total: Sum = {("lives", group): 1 for group in groups}
            if all(who in self.attacker.unknowns for who in total):
                self.attacker.secrets[name] = Secret(total=total, threshold=RULES.volume)

    def _compared(self) -> Iterator[tuple[str, Iterable[Hashable]]]:
        told = {(one.communes, one.band): set(self.people.of(one.communes, one.band)) for one in self.cells}
        for (one, groups), (other, others) in combinations(told.items(), 2):
            for left in (groups - others, others - groups, groups & others):
                if left and groups & others:
                    yield f"{len(one[0])} communes at {one[1]}, {len(other[0])} at {other[1]}: {len(left)}", left
        for group in {group for groups in (*told.values(), *self.whole.values()) for group in groups}:
            yield f"group {group}", [group]


def _communes(partition: Partition) -> frozenset[str]:
    campaign = partition.campaign
    return frozenset(select(campaign.mandate, campaign.area, campaign.age_from, campaign.age_to).communes)
