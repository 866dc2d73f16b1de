"""A furnished house for whoever goes through every page, and what stands in each page's address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from tests.web.clients import make_user
from tests.web.house import House, eventually, opened

from selfcontact.accounts.models import Face, Membership, Role, Seat, User
from selfcontact.demo.showcase import Showcase, furnish
from selfcontact.demo.story import Story
from selfcontact.lib.clock import ShiftedClock
from selfcontact.web.routes import Everyone, Row, matrix


@dataclass(frozen=True, kw_only=True)
class World:
    """A house, what stands in it, and one account per face with its authenticator's secret."""

    house: House
    shown: Showcase
    staff: tuple[User, str]
    team: tuple[User, str]


@contextmanager
def furnished(database: str, place: Path, *, rows: int = 2000) -> Iterator[World]:
    """Open a house whose first campaign is over, with a second one before the candidate and a third in draft."""
    with opened(database, place) as house:
        made = datetime.fromisoformat(house.environment["SELFCONTACT_CLOCK_ANCHOR"])
        clock = ShiftedClock(datetime.fromisoformat(house.environment["SELFCONTACT_CLOCK_START"]), made)
        told = Story(place=place, rows=rows, seed=1, port=house.carrier, tell=lambda *_: None, clock=clock)
        shown = furnish(told)
        staff = make_user("equipe@selfcontact.example", face=Face.CONSOLE, roles=list(Role), name="Équipe")
        team = make_user("alix@equipe.example", face=Face.PORTAL, name="Alix")
        Membership.objects.create(user=team[0], candidate=shown.cast.candidate, seat=str(Seat.OWNER))
        eventually(lambda: _over(shown), "the first campaign never ended")
        yield World(house=house, shown=shown, staff=staff, team=team)


def _over(shown: Showcase) -> bool:
    shown.running.refresh_from_db()
    return shown.running.state == "finished"


def pages(face: str) -> list[Row]:
    """Return the addresses of a face, those that answer programs left out."""
    found = matrix(import_module(f"selfcontact.web.{face}.urls").urlpatterns)
    return [row for row in found if row.roles is not Everyone.TOKEN]


def parts(row: Row) -> list[tuple[str, str]]:
    """Return the (kind, name) of each part of an address that changes."""
    return re.findall(r"<(?:(\w+):)?(\w+)>", row.pattern)
