"""The carrier's ids of what left lately, in memory: most receipts find their message without a query."""

from typing import NamedTuple

#: Ids in each of the two generations that are kept.
GENERATION = 100_000


class Place(NamedTuple):
    """One part of one message."""

    mandate_id: int
    campaign_id: int
    position: int
    part: int


#: The place of what belongs to no campaign: its receipts are of no interest.
NOWHERE = Place(0, 0, 0, 0)


class Recent:
    """A bounded map in two generations: when the young one is full it becomes the old one, and the old one goes."""

    def __init__(self, size: int = GENERATION) -> None:
        self._size = size
        self._young: dict[str, Place] = {}
        self._old: dict[str, Place] = {}

    def put(self, carrier_id: str, place: Place) -> None:
        """Remember where an id belongs."""
        self._young[carrier_id] = place
        if len(self._young) >= self._size:
            self._old, self._young = self._young, {}

    def get(self, carrier_id: str) -> Place | None:
        """Return where an id belongs, or None when it is not known here."""
        return self._young.get(carrier_id) or self._old.get(carrier_id)
