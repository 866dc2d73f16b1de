"""The house of the eight rights: two candidates who hold the same people, a carrier, a mail server, every process."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from tests.journeys.people import PEOPLE, write
from tests.journeys.rights import World
from tests.mailbox.servers import DPO, MailServer, mail_server
from tests.web import browsing
from tests.web.house import START, House, child, opened

from selfcontact.demo import story
from selfcontact.demo.cast import Cast, attest
from selfcontact.demo.story import FIRST_TEXT, Story
from selfcontact.intake.actions import load_file
from selfcontact.intake.preview import preview
from selfcontact.lib.clock import ShiftedClock
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.providers import actions as providers

#: Where the provider is told of rights (GDPR art. 19).
PROVIDER = "droits@fichiers.example"
SECOND = "Dominique Invention"


def silent(act: str, done: int, total: int) -> None:
    """Show no progress."""


@contextmanager
def furnished(fresh: Callable[[Path], AbstractContextManager[str]], place: Path) -> Iterator[World]:
    """Open the house with its people loaded, its first message sent and its mailbox read; close everything."""
    telephones = place / "telephones.sock"
    with ExitStack() as stack:
        url = stack.enter_context(fresh(place / "home"))
        mail = stack.enter_context(mail_server([*(one.mail for one in PEOPLE.values()), PROVIDER]))
        stack.enter_context(_settings(mail))
        carrier = ("--telephones", str(telephones), "--receipts-within", "0.2")
        house = stack.enter_context(
            opened(url, place / "home", carrier=carrier, more=mail.environment(), faces=("public",))
        )
        settings.FACE_URLS["public"] = house.public
        stack.enter_context(child(place / "home" / "logs" / "mailbox.log", house.environment, "mailbox"))
        told, cast = _people(house, place)
        browser = stack.enter_context(browsing.browser())
        connections.close_all()
        world = World(house=house, mail=mail, telephones=telephones, chromium=browser, story=told, cast=cast)
        world.campaign("premiere", FIRST_TEXT)
        yield world
        connections.close_all()


@contextmanager
def _settings(mail: MailServer) -> Iterator[None]:
    """Let the desk, which is this process, say of the house what its processes say; the browser's driver runs here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        patch.setattr(settings, "DPO_EMAIL", DPO)
        patch.setattr(settings, "FACE_URLS", {**settings.FACE_URLS})
        yield


def _people(house: House, place: Path) -> tuple[Story, Cast]:
    """Put the papers on record and load the same file for two candidates."""
    anchor = datetime.fromisoformat(house.environment["SELFCONTACT_CLOCK_ANCHOR"])
    clock = ShiftedClock(datetime.fromisoformat(START), anchor)
    told = Story(place=place, rows=0, seed=0, port=house.carrier, tell=silent, clock=clock)
    cast = story.papers(told)
    provider, today = cast.agreement.provider, told.now().date()
    providers.vet_provider(actor=told.actor, provider=provider, on=today, grounds="audit", privacy_email=PROVIDER)
    for mandate in (cast.mandate, _second(told)):
        file = write(place / "fournisseur.csv")
        load_file(
            actor=told.actor,
            mandate=mandate,
            agreement=cast.agreement,
            seen=preview(file, on=today, synthetic=True),
            synthetic=True,
            reference=f"livraison-{mandate.reference}",
            clock=clock,
        )
        attest(told.actor, mandate.deliveries.get())
        file.unlink()
    return told, cast


def _second(told: Story) -> Mandate:
    candidate = mandates.add_candidate(actor=told.actor, reference="dominique", name=SECOND)
    made = mandates.open_mandate(
        actor=told.actor,
        reference="mandat-second",
        candidate=candidate,
        election="presidentielle-2027",
        area=("FR",),
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )
    mandates.sign_instruction(
        actor=told.actor,
        reference="instruction-second",
        mandate=made,
        kind=Instruction.Kind.PROCESSING,
        document_sha256="0" * 64,
        signatory=SECOND,
        signed_at=told.now(),
    )
    return made
