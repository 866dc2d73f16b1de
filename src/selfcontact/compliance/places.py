"""Where a recipient may be, from the address and from the dialling code: the places whose clocks and days count.

Address and number may disagree: then every place counts (rules EL-06, SM-07). What is unknown counts as everywhere.
"""

from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from selfcontact.geo.territories import DIALS, METROPOLE, ZONES

# French voters abroad: the clocks at both ends of what the word covers (rule EL-08 holds them besides).
ABROAD: dict[str, tuple[str, ...]] = {
    "abroad_americas": ("America/Noronha", "America/Adak"),
    "abroad": ("Pacific/Kiritimati", "Pacific/Pago_Pago"),
}
TERRITORIES = frozenset(ZONES)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A territory and, on the mainland, the département, whose public holidays may differ."""

    territory: str
    department: str = ""


EVERYWHERE = frozenset(Place(territory=territory) for territory in TERRITORIES)


@cache
def places(territory: str | None, department: str | None, dial: int | None) -> frozenset[Place]:
    """Return the places of an address and of a dialling code (0 for +33, 590, 262…); unknown ones mean everywhere."""
    if territory not in ZONES or dial not in DIALS:
        return EVERYWHERE
    address = Place(territory=territory, department=(department or "") if territory == METROPOLE else "")
    dialled = {Place(territory=other) for other in DIALS[dial] if other != territory}
    return frozenset({address, *dialled})


def territories(where: frozenset[Place]) -> frozenset[str]:
    """Return the territories of the places."""
    return frozenset(place.territory for place in where)


@cache
def zones(territory: str) -> tuple[ZoneInfo, ...]:
    """Return the clocks of a territory; those of all territories when it is unknown."""
    names = ZONES.get(territory) or ABROAD.get(territory) or tuple(name for all_of in ZONES.values() for name in all_of)
    return tuple(ZoneInfo(name) for name in names)
