"""A furnished house for whoever goes through every page, and what stands in each page's address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from tests.web.clients import make_user
from tests.web.corners import fill
from tests.web.doubtful import leave_doubtful
from tests.web.house import House, eventually, opened

from selfcontact.accounts.models import Face, Membership, Role, Seat, User
from selfcontact.contacts.models import Contact
from selfcontact.contacts.opening import number_of
from selfcontact.demo.showcase import Showcase, furnish
from selfcontact.demo.story import Story
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates.models import Mandate
from selfcontact.web.routes import Everyone, Row, matrix


@dataclass(frozen=True, kw_only=True)
class World:
    """A house, what stands in it, and one account per face with its authenticator's secret."""

    house: House
    shown: Showcase
    staff: tuple[User, str]
    team: tuple[User, str]
    #: Of somebody whose answer to the first campaign waits to be read.
    number: int
    #: Addresses that no page leads to any more.
    unlinked: tuple[str, ...]


@contextmanager
def furnished(database: str, place: Path, *, rows: int = 2000) -> Iterator[World]:
    """Open a house: a first campaign is over, a second before the candidate, a third in draft, a reply waits."""
    with opened(database, place) as house:
        made = datetime.fromisoformat(house.environment["SELFCONTACT_CLOCK_ANCHOR"])
        clock = ShiftedClock(datetime.fromisoformat(house.environment["SELFCONTACT_CLOCK_START"]), made)
        told = Story(place=place, rows=rows, seed=1, port=house.carrier, tell=lambda *_: None, clock=clock)
        shown = furnish(told)
        staff = make_user("equipe@selfcontact.example", face=Face.CONSOLE, roles=list(Role), name="Équipe")
        team = make_user("alix@equipe.example", face=Face.PORTAL, name="Alix")
        Membership.objects.create(user=team[0], candidate=shown.cast.candidate, seat=str(Seat.OWNER))
        eventually(lambda: _over(shown), "the first campaign never ended")
        number = somebody(shown.cast.mandate)
        leave_doubtful(shown.running, number, "Qui êtes-vous donc ?")
        unlinked = fill(told, shown, staff[0])
        yield World(house=house, shown=shown, staff=staff, team=team, number=number, unlinked=unlinked)


def _over(shown: Showcase) -> bool:
    shown.running.refresh_from_db()
    return shown.running.state == "finished"


def somebody(mandate: Mandate) -> int:
    """Return the number of a contact of a mandate."""
    contact = Contact.objects.filter(mandate_id=mandate.pk).order_by("id").values_list("id", flat=True)[0]
    number = number_of(mandate.pk, contact)
    assert number
    return number


def pages(face: str) -> list[Row]:
    """Return the addresses of a face, those that answer programs left out."""
    found = matrix(import_module(f"selfcontact.web.{face}.urls").urlpatterns)
    return [row for row in found if row.roles is not Everyone.TOKEN]


def parts(row: Row) -> list[tuple[str, str]]:
    """Return the (kind, name) of each part of an address that changes."""
    return re.findall(r"<(?:(\w+):)?(\w+)>", row.pattern)
