"""Draws docs/screens anew: a furnished installation, a real browser, one picture per stop of the tour."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tests.web.world import World

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
SCREENS = ROOT / "docs" / "screens"


class Stop(NamedTuple):
    """A picture: its file, the face, the address in the world of the demonstration, the width in pixels."""

    name: str
    face: str
    address: "Callable[[World], str]"
    width: int = 1280


def _received(_world: "World") -> str:
    from selfcontact.uploads.models import Upload

    return f"/deliveries/uploads/{Upload.objects.filter(state=Upload.State.RECEIVED).get().uid}/"


def _proposal(_world: "World") -> str:
    from selfcontact.proposals.models import Proposal

    return f"/proposals/{Proposal.objects.filter(state='open').get().uid}/"


TOUR = (
    Stop("01-accueil", "console", lambda _: "/"),
    Stop("02-mandat", "console", lambda world: f"/mandates/{world.shown.cast.mandate.reference}/"),
    Stop("03-depot", "console", lambda _: "/deliveries/new/"),
    Stop("04-lecture", "console", _received),
    Stop("05-livraison", "console", lambda _: "/deliveries/livraison-demo/"),
    Stop("06-composition", "console", lambda world: f"/campaigns/{world.shown.draft.reference}/edit/"),
    Stop("07-envoi", "console", lambda world: f"/sending/{world.shown.running.reference}/"),
    Stop("08-oppositions", "console", lambda _: "/oppositions/"),
    Stop("09-journal", "console", lambda _: "/ledger/"),
    Stop("10-roles", "console", lambda _: "/users/roles/"),
    Stop("11-portail", "portal", lambda _: "/"),
    Stop("12-texte-a-signer", "portal", _proposal),
    Stop("13-chiffres", "portal", lambda world: f"/campaigns/{world.shown.running.uid}/"),
    Stop("14-portail-telephone", "portal", _proposal, 390),
)


@contextmanager
def database(place: Path) -> Iterator[str]:
    """Start an empty database of its own, migrated, with a vault beside it, and give its address."""
    os.environ["SELFCONTACT_HOME"] = str(place / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "selfcontact.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from selfcontact.database.server import Server

    with Server(place / "server") as server:
        os.environ["DATABASE_URL"] = server.url()
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        from selfcontact.vault import create_vault

        create_vault()
        yield os.environ["DATABASE_URL"]
        connections.close_all()


def published(world: "World") -> bool:
    """Tell whether the worker has measured what is composed and brought to the portal what the pictures show."""
    from selfcontact.contacts.widths import unmeasured
    from selfcontact.figures.models import CampaignSheet
    from selfcontact.proposals.models import Proposal

    sheet = CampaignSheet.objects.filter(uid=world.shown.running.uid).first()
    return bool(sheet and sheet.totals and Proposal.objects.filter(state="open").exists() and not unmeasured())


def draw(address: str, place: Path) -> None:
    """Draw every stop of the tour."""
    from tests.web import browsing
    from tests.web.house import eventually
    from tests.web.world import furnished

    with furnished(address, place / "home", rows=5000) as world, browsing.browser() as started:
        eventually(lambda: published(world), "nothing was published to the portal")
        doors = {"console": (world.house.console, world.staff), "portal": (world.house.portal, world.team)}
        for face, (origin, (user, secret)) in doors.items():
            with browsing.visit(started) as page:
                browsing.sign_in(page, origin, user.email, secret)
                for stop in (one for one in TOUR if one.face == face):
                    page.set_viewport_size({"width": stop.width, "height": 860})
                    answer = page.goto(f"{origin}{stop.address(world)}")
                    if answer is None or not answer.ok:
                        raise SystemExit(f"{stop.name}: {answer and answer.status}")
                    page.screenshot(path=SCREENS / f"{stop.name}.png")


def main() -> None:
    """Draw; fails when a stop of the tour is no longer there."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sct-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        with database(place) as address:
            draw(address, place)


if __name__ == "__main__":
    main()
