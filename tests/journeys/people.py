"""Eight invented people, one for each right, in the file of a provider; their names stand in no other place."""

from dataclasses import dataclass, field
from pathlib import Path

from selfcontact.lib.needles import Needles

POSTCODE = "35000"
HEADER = "CIVILITE;NOM;PRENOM;ADRESSE;CP;VILLE;MOBILE;AGE;OPTIN_SMS;FORMULAIRE;DATE_OPTIN;CANAL;FINALITE"


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person as they know themselves."""

    surname: str = field(repr=False)
    first_name: str = field(repr=False)
    street: str = field(repr=False)
    number: int = field(repr=False)

    @property
    def national(self) -> str:
        """Return the number as it is dialled."""
        return f"0{self.number % 10**9}"

    @property
    def mail(self) -> str:
        """Return their address."""
        return f"{self.surname.casefold()}@people.example"

    @property
    def facts(self) -> dict[str, str]:
        """Return what tells them apart from whoever holds their telephone."""
        named = {"number": self.national, "surname": self.surname, "first_name": self.first_name}
        return {**named, "postcode": POSTCODE}

    @property
    def row(self) -> str:
        """Return their line in the file."""
        known = f"Mme;{self.surname};{self.first_name};7 rue {self.street};{POSTCODE};Rennes;{self.national};34"
        return f"{known};OUI;F-2026-1;01/02/2027;sms;politique"


NAMES = {
    "access": ("Zqyverdonk", "Ixmaellia", "Quvaxbrelle"),
    "portability": ("Wyrkholtzq", "Jobrexandre", "Fnordelmie"),
    "rectification": ("Vhaxtrencop", "Ulzibettine", "Kralgumode"),
    "erasure": ("Gvorhenzaxe", "Theoxwaline", "Plutzevarre"),
    "restriction": ("Bqelzoumnir", "Oqsanthelia", "Dwimmervole"),
    "objection": ("Xhulmperadt", "Kvendrillon", "Ojqraztelle"),
    "complaint": ("Tzwibralkov", "Yfexandrine", "Hnelquoster"),
    "directives": ("Nghovarptiz", "Eqluvrainne", "Vostrymbeque"),
}
PEOPLE = {
    right: Somebody(surname=surname, first_name=first, street=street, number=33_639_985_501 + place)
    for place, (right, (surname, first, street)) in enumerate(NAMES.items())
}
#: How the one whom the file misspells is called.
RIGHT_NAME = "Vhaxtrencoup"
#: Everything of them that may stand nowhere in clear.
NEEDLES = Needles(
    numbers=[one.number for one in PEOPLE.values()],
    words=[RIGHT_NAME, *(word for one in PEOPLE.values() for word in (one.surname, one.first_name, one.street))],
)


def write(path: Path) -> Path:
    """Write the file of the provider."""
    path.write_text("\r\n".join([HEADER, *(one.row for one in PEOPLE.values())]) + "\r\n")
    return path
