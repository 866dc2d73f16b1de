"""Territories, as voting days and clocks tell them apart (legal rules, table 1.1)."""

from selfcontact.geo import communes
from selfcontact.lib.errors import UserError

METROPOLE = "metropole"

ZONES: dict[str, tuple[str, ...]] = {
    METROPOLE: ("Europe/Paris",),
    "971": ("America/Guadeloupe",),
    "972": ("America/Martinique",),
    "973": ("America/Cayenne",),
    "974": ("Indian/Reunion",),
    "975": ("America/Miquelon",),
    "976": ("Indian/Mayotte",),
    "977": ("America/St_Barthelemy",),
    "978": ("America/Marigot",),
    "986": ("Pacific/Wallis",),
    "987": ("Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier"),
    "988": ("Pacific/Noumea",),
}

# Fatu-Hiva, Hiva-Oa, Nuku-Hiva, Tahuata, Ua-Huka, Ua-Pou.
MARQUESAS = frozenset({"98718", "98723", "98731", "98746", "98756", "98757"})
GAMBIER = frozenset({"98719"})

DIALS: dict[int, tuple[str, ...]] = {
    0: (METROPOLE,),
    590: ("971", "977", "978"),
    594: ("973",),
    596: ("972",),
    262: ("974", "976"),
    508: ("975",),
    681: ("986",),
    687: ("988",),
    689: ("987",),
}


def territory(commune: str) -> str:
    """Return "metropole" (Corsica included) or the code of the territory. Raises UserError for an unknown commune."""
    department = communes.department(commune)
    return department if department in ZONES else METROPOLE


def zones(territory: str) -> tuple[str, ...]:
    """Return the IANA names of the territory's time zones. Raises UserError for an unknown territory."""
    return ZONES[_known(territory)]


def zone(territory: str) -> str:
    """Return the IANA name of the zone where most of the territory lives."""
    return ZONES[_known(territory)][0]


def zone_of(commune: str) -> str:
    """Return the IANA name of the commune's time zone."""
    if commune in MARQUESAS:
        return "Pacific/Marquesas"
    if commune in GAMBIER:
        return "Pacific/Gambier"
    return zone(territory(commune))


def of_dial(dial: int) -> tuple[str, ...]:
    """Return the territories that share a country code; 0 stands for +33. Raises KeyError for any other code."""
    return DIALS[dial]


def _known(territory: str) -> str:
    if territory not in ZONES:
        raise UserError(
            "territory_unknown",
            fr=f"Le territoire « {territory} » n’existe pas.",
            en=f"There is no territory “{territory}”.",
            hint=", ".join(ZONES),
        )
    return territory
