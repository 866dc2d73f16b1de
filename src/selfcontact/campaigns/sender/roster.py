"""Which campaigns a route serves, and whose turn it is: one slice for each mandate, then for the next one."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selfcontact.campaigns.sender.claim import Group

#: Seconds after which a campaign or a group that had nothing to give is asked again.
REST = 1.0
#: The same when another loop or sender was just taking what is left.
BLINK = 0.02


@dataclass(slots=True, kw_only=True)
class Served:
    """A running campaign. `segments`: the longest text met so far; `rests`: instant until which a group rests."""

    mandate_id: int
    campaign_id: int
    groups: list[Group]
    segments: int = 1
    withheld: str = ""
    rests: dict[Group, float] = field(default_factory=dict)

    def awake(self, now: float) -> Group | None:
        """Return the first group that does not rest at this instant (monotonic seconds)."""
        return next((group for group in self.groups if self.rests.get(group, 0.0) <= now), None)

    def rest(self, group: Group, now: float, rule: str = "", *, seconds: float = REST) -> None:
        """Leave a group alone for a while; `rule` says what withholds it, nothing when it is empty."""
        self.withheld = rule
        self.rests[group] = now + seconds

    def rest_all(self, now: float, rule: str) -> None:
        """Leave the whole campaign alone for a second."""
        for group in self.groups:
            self.rest(group, now, rule)


class Roster:
    """The running campaigns of one route, by mandate."""

    def __init__(self) -> None:
        self._mandates: deque[int] = deque()
        self._campaigns: dict[int, deque[Served]] = {}

    def __iter__(self) -> Iterator[Served]:
        for campaigns in self._campaigns.values():
            yield from campaigns

    def known(self, campaign_id: int) -> bool:
        """Tell whether a campaign is served."""
        return any(served.campaign_id == campaign_id for served in self)

    def add(self, served: Served) -> None:
        """Serve a campaign, in its mandate's turn."""
        if served.mandate_id not in self._campaigns:
            self._campaigns[served.mandate_id] = deque()
            self._mandates.append(served.mandate_id)
        self._campaigns[served.mandate_id].append(served)

    def keep(self, campaign_ids: Iterable[int]) -> None:
        """Forget the campaigns that are not among these."""
        kept = set(campaign_ids)
        for mandate_id in list(self._campaigns):
            campaigns = deque(one for one in self._campaigns[mandate_id] if one.campaign_id in kept)
            if campaigns:
                self._campaigns[mandate_id] = campaigns
            else:
                del self._campaigns[mandate_id]
                self._mandates.remove(mandate_id)

    def next(self, now: float) -> tuple[Served, Group] | None:
        """Return whose turn it is, and move the turn on; None when everything rests."""
        for _ in range(len(self._mandates)):
            mandate_id = self._mandates[0]
            self._mandates.rotate(-1)
            campaigns = self._campaigns[mandate_id]
            for _ in range(len(campaigns)):
                served = campaigns[0]
                campaigns.rotate(-1)
                if group := served.awake(now):
                    return served, group
        return None
