"""One house where eight people exercise their rights: a provider's file, two candidates, a carrier, a mail server."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db.models import QuerySet
from playwright.sync_api import Browser, Page
from tests.journeys.people import NEEDLES, PEOPLE, POSTCODE, Somebody
from tests.mailbox.servers import MailServer
from tests.mailbox.test_process import everything
from tests.mailbox.world import message_id, written
from tests.web import browsing
from tests.web.house import House, eventually

from selfcontact.answers import actions as answers
from selfcontact.campaigns.models import Campaign
from selfcontact.contacts.finding import Found, everywhere
from selfcontact.contacts.payload import Payload
from selfcontact.demo import story
from selfcontact.demo.asking import Browser as Plain
from selfcontact.demo.asking import Person as Holder
from selfcontact.demo.cast import Cast
from selfcontact.demo.story import Story
from selfcontact.lib.actor import Actor
from selfcontact.lib.needles import search
from selfcontact.requests import actions as requests
from selfcontact.requests import contents, execution, statements, states
from selfcontact.requests.contents import Person
from selfcontact.requests.models import DeathProof, Door, Kind, Request, Rung, State

DPO = Actor(kind="staff", uid=uuid4())
DEPUTY = Actor(kind="staff", uid=uuid4())
SHOWN = statements.Shown(
    paper=DeathProof.Paper.DEATH_CERTIFICATE,
    dated_on=date(2027, 3, 1),
    capacity=DeathProof.Capacity.HEIR,
    scope=DeathProof.Scope.DEATH,
)


@dataclass(frozen=True, kw_only=True)
class World:
    """The house, and what surrounds it."""

    house: House
    mail: MailServer
    telephones: Path
    chromium: Browser
    story: Story
    cast: Cast

    def now(self) -> datetime:
        """Return the house's time."""
        return self.story.now()

    def codes(self, who: Somebody) -> list[str]:
        """Return the codes on somebody's telephone, oldest first."""
        return self._holder(who).codes()

    def texts(self, who: Somebody) -> list[str]:
        """Return what somebody's telephone shows."""
        return self._holder(who).texts()

    def _holder(self, who: Somebody) -> Holder:
        known = Payload(surname=who.surname, first_name=who.first_name, address="", e164=who.number)
        plain = Plain(site=self.house.public)
        return Holder(number=who.number, postcode=POSTCODE, known=known, telephones=self.telephones, browser=plain)

    @contextmanager
    def visit(self) -> Iterator[Page]:
        """Give somebody's own browser: nobody else's cookies are in it."""
        with browsing.visit(self.chromium) as page:
            yield page

    # What a person does on the site.

    def fill(self, page: Page, path: str, values: dict[str, str]) -> None:
        """Fill in a form of the public site and send it."""
        page.goto(f"{self.house.public}{path}")
        for name, value in values.items():
            page.locator(f"main [name={name}]").fill(value)
        page.locator("main form.form button").click()
        page.wait_for_url(lambda url: not url.endswith(path))

    def ask(self, page: Page, slug: str, values: dict[str, str]) -> str:
        """Ask for a right; return the reference that the page shows."""
        self.fill(page, f"/rights/{slug}/ask/", values)
        shown = page.locator("main strong.code")
        eventually(lambda: page.reload() and shown.count(), "the page never showed a reference")
        return shown.inner_text()

    def prove(self, page: Page, who: Somebody, seen: int) -> None:
        """Read a code beyond those seen on the telephone, and type it."""
        eventually(lambda: self.codes(who)[seen:], "no code came")
        page.locator("main [name=code]").fill(self.codes(who)[-1])
        if (follow := page.locator("main [name=follow]")).count():
            follow.uncheck()
        page.get_by_role("button", name="Vérifier le code").click()
        page.locator("main [name=code]").wait_for(state="detached")

    def asked_and_proven(self, page: Page, slug: str, who: Somebody, values: dict[str, str]) -> Request:
        """Ask for a right on the site and type the code; return the request once it is verified."""
        seen = len(self.codes(who))
        reference = self.ask(page, slug, values)
        self.prove(page, who, seen)
        page.get_by_text("Votre numéro est vérifié.").wait_for()
        return standing(reference, State.VERIFIED)

    def resume(self, page: Page, who: Somebody, request: Request) -> None:
        """Prove on the site who wrote a mail, as its answer asks."""
        seen = len(self.codes(who))
        self.fill(page, "/resume/", {"reference": request.reference, **who.facts})
        self.prove(page, who, seen)
        page.get_by_text("C’est vérifié.").wait_for()
        standing(request.reference, State.VERIFIED)
        request.refresh_from_db()

    def read_answer(self, page: Page, who: Somebody, request: Request) -> str:
        """Open the answer with a fresh code; return what the page says."""
        seen = len(self.codes(who))
        self.fill(page, "/answer/", {"reference": request.reference, "number": who.national})
        self.prove(page, who, seen)
        eventually(lambda: page.reload() and page.locator("main a[href$='/json/']").count(), "the answer never came")
        standing(request.reference, State.DELIVERED)
        return page.locator("main").inner_text()

    def download(self, page: Page, ending: str) -> bytes:
        """Take a file of the answer that is open."""
        with page.expect_download() as waiting:
            page.locator(f"main a[href$='/{ending}/']").click()
        return waiting.value.path().read_bytes()

    # What a person does by mail.

    def write(self, who: Somebody, subject: str, text: str) -> tuple[Request, str]:
        """Send a mail; return the request that the mailbox made of it, and the mail's Message-ID."""
        sender = f"{who.first_name} {who.surname} <{who.mail}>"
        raw = written(text, subject=subject, sender=sender)
        self.mail.post(raw, sender=who.mail)
        eventually(lambda: of(who).exists(), "the mail made no request")
        return of(who).get(), message_id(raw)

    def letter(self, to: str, subject: str) -> EmailMessage:
        """Return the mail that comes to an address under a subject, once it lies in its box."""
        eventually(lambda: self._letters(to, subject), f"no mail says {subject}")
        (found,) = self._letters(to, subject)
        return found

    def _letters(self, to: str, subject: str) -> list[EmailMessage]:
        read = [email.message_from_bytes(one.read_bytes(), policy=email.policy.default) for one in self.mail.box(to)]
        return [one for one in read if subject in str(one["Subject"])]

    # What the desk does.

    def ask_identity(self, request: Request) -> None:
        """Have the person prove who they are."""
        requests.ask_identity(actor=DPO, request=request, reason="vos données sont les vôtres seules", at=self.now())

    def answer(self, request: Request) -> None:
        """Grant, have a second person read what lays data open, carry out, and let the answer out."""
        at, two = self.now(), states.by_two(request)
        made = answers.prepare(actor=DPO, request=request, at=at) if two else None
        requests.decide(actor=DPO, request=request, ground=None, at=at)
        if made:
            answers.disclose(actor=DEPUTY, answer=made, reason="relecture avant envoi")
            answers.confirm(actor=DEPUTY, request=request, at=at)
        else:
            execution.execute(actor=DPO, request=request, clock=self.story.clock)
            answers.prepare(actor=DPO, request=request, at=at)
        answers.publish(actor=DPO, request=request, at=at)

    def heirs(self, who: Somebody) -> Request:
        """Let an heir write by post with a death certificate, and carry out what the dead person wished."""
        at, heir = self.now(), Person(number=who.number, name="Notaire", address="2 rue du Port\n35000 Rennes")
        kinds = [Kind.DIRECTIVES]
        made = requests.receive(actor=DPO, kinds=kinds, door=Door.POST, person=heir, received_at=at, at=at)
        requests.verify(actor=DPO, request=made, rung=Rung.MANDATE, at=at)
        statements.show_death(actor=DPO, request=made, shown=SHOWN, at=at)
        statements.confirm_death(actor=DEPUTY, request=made, at=at)
        requests.decide(actor=DPO, request=made, ground=None, at=at)
        requests.confirm(actor=DEPUTY, request=made, at=at)
        execution.execute(actor=DPO, request=made, clock=self.story.clock)
        return made

    def campaign(self, reference: str, text: str) -> Campaign:
        """Write to everyone who may be written to; return once it is over."""
        running = story.campaign(self.story, self.cast, reference=reference, text=text)
        eventually(lambda: story.finished(self.story, running), "the campaign never ended")
        return running

    def found_in_clear(self) -> list[str]:
        """Return the tables and files of the house in which anything of the eight people stands in clear."""
        files = search([self.house.place], NEEDLES)
        with psycopg.connect(self.house.database, autocommit=True) as owner:
            rows = everything(owner)
        assert len(rows) > 10_000
        assert all(NEEDLES.count(one.row.encode()) for one in PEOPLE.values()), "they would be found"
        return [str(path) for path, count in files.items() if count] + ["tables"] * NEEDLES.count(rows)


def of(who: Somebody) -> QuerySet[Request]:
    """Return the requests of a number."""
    return Request.objects.filter(phone_index__in=contents.indexes(who.number))


def standing(reference: str, state: State) -> Request:
    """Return a request once it stands there."""
    found = Request.objects.filter(reference=reference, state=state)
    eventually(found.exists, f"{reference} never was {state}")
    return found.get()


def held(who: Somebody) -> list[Found]:
    """Return what the two mandates hold of somebody."""
    return everywhere(who.number)


def words(letter: EmailMessage) -> str:
    """Return what a mail says, on one line."""
    return " ".join(str(letter.get_content()).split())
