"""A person of the rehearsal who asks where their number comes from, on the public site, and reads the answer there."""

import json
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from itertools import islice
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from selfcontact.accounts import actions as accounts
from selfcontact.accounts.actions import Place
from selfcontact.accounts.models import Face, Role
from selfcontact.answers import actions as answers
from selfcontact.contacts.finding import everywhere
from selfcontact.contacts.payload import Payload
from selfcontact.demo import people
from selfcontact.demo.cast import Cast
from selfcontact.demo.recipe import Expected
from selfcontact.demo.story import Story
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.opposition.actions import listed
from selfcontact.requests import actions as requests
from selfcontact.requests.models import Request, State

T = TypeVar("T")
PATIENCE = 240
#: Telephones of the file that are looked at all along; among so many, somebody got a message and let it be.
WATCHED = 200
CODE = re.compile(r"\b\d{8}\b")
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|policy)" value="([^"]*)"')
#: Stands on the page of an answer that is open, and on no other.
FILE = "/json/"
REFERENCE = re.compile(r"\bd-[0-9a-f]{10}\b")


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Somebody's browser on the public site: it keeps cookies and runs no script."""

    site: str
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def read(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(urljoin(self.site, path), timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def fill(self, path: str, given: dict[str, str]) -> str:
        """Fill in the form of a page and return where it led."""
        url = urljoin(self.site, path)
        data = {**dict(HIDDEN.findall(self.read(path))), **given}
        with self.opener.open(url, urlencode(data).encode(), timeout=PATIENCE) as answer:
            return str(answer.url)


@dataclass(frozen=True)
class Telephones:
    """The simulated telephones, read through the socket that the carrier keeps in the rehearsal's home."""

    socket: Path

    def texts(self, number: int) -> list[str]:
        """Return what one of them shows."""
        with socket.socket(socket.AF_UNIX) as line, line.makefile("rw") as talk:
            line.connect(str(self.socket))
            talk.write(json.dumps({"do": "read", "number": str(number)}) + "\n")
            talk.flush()
            return [str(text) for text in json.loads(talk.readline())["texts"]]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who got a message: what they know of themselves, their telephone and their browser."""

    number: int = field(repr=False)
    postcode: str = field(repr=False)
    known: Payload = field(repr=False)
    telephones: Path
    browser: Browser

    def texts(self) -> list[str]:
        """Return what their telephone shows."""
        return Telephones(self.telephones).texts(self.number)

    def codes(self) -> list[str]:
        """Return the codes that it shows, oldest first."""
        return [code for text in self.texts() for code in CODE.findall(text)]

    def type_code(self, page: str, seen: int) -> None:
        """Wait for a code beyond those seen before, and type it."""
        self.browser.fill(page, {"code": until(lambda: self.codes()[seen:])[-1]})


def watch(expected: Expected, telephones: Path) -> None:
    """Look at the first telephones of the file, so that they still show what they get after a large campaign."""
    for number in islice(people.numbers(expected.recipe), WATCHED):
        Telephones(telephones).texts(number)


def meet(expected: Expected, cast: Cast, *, site: str, telephones: Path) -> Person:
    """Return one of those watched, as they know themselves: the first who got a message and let it be."""
    browser = Browser(site=site)
    for number in islice(people.numbers(expected.recipe), WATCHED):
        for held in everywhere(number)[:1]:
            known = Person(
                number=number, postcode=held.postcode, known=held.payload, telephones=telephones, browser=browser
            )
            if known.texts() and not listed(number=number, candidate_id=cast.candidate.pk):
                return known
    raise UserError("demo_nobody", fr="Personne n’a reçu de message.", en="Nobody got a message.")


def where_from(story: Story, cast: Cast, person: Person) -> None:
    """Ask, be recognised by a code and two facts, have two people of the house answer, and read the answer."""
    request = _asked(person)
    _answered(story, request)
    told = _read(person, request)
    request.refresh_from_db()
    requests.close(actor=story.actor, request=request, at=story.now())
    story.facts["request"] = {
        "reference": request.reference,
        "state": request.state,
        "source_told": cast.agreement.provider.name in told,
    }


def _asked(person: Person) -> Request:
    """Fill the form in, type the code, and return the request once it is verified."""
    given = {
        "number": f"+{person.number}",
        "surname": person.known.surname,
        "first_name": person.known.first_name,
        "postcode": person.postcode,
    }
    page = person.browser.fill("/rights/know/ask/", given)
    reference = until(lambda: REFERENCE.search(person.browser.read(page)))[0]
    person.type_code(page, 0)
    return until(lambda: Request.objects.filter(reference=reference, state=State.VERIFIED).first())


def _answered(story: Story, request: Request) -> None:
    """Prepare, propose, have it read by a second person, let it out."""
    at, deputy = story.now(), _deputy(story)
    answer = answers.prepare(actor=story.actor, request=request, at=at)
    request.refresh_from_db()
    requests.decide(actor=story.actor, request=request, ground=None, at=at)
    answers.disclose(actor=deputy, answer=answer, reason="relecture avant envoi")
    answers.confirm(actor=deputy, request=request, at=at)
    answers.publish(actor=story.actor, request=request, at=at)


def _deputy(story: Story) -> Actor:
    place = Place(face=Face.CONSOLE, roles=[Role.DPO])
    made = accounts.invite(
        actor=story.actor, email="adjoint@selfcontact.example", name="Adjoint du DPO", place=place, at=story.now()
    )
    return made.invitation.user.actor()


def _read(person: Person, request: Request) -> str:
    """Come back with the reference, type a fresh code, and return the page once the answer is there."""
    seen = len(person.codes())
    page = person.browser.fill("/answer/", {"reference": request.reference, "number": f"+{person.number}"})
    person.type_code(page, seen)
    return until(lambda: shown if FILE in (shown := person.browser.read(page)) else None)


def until(question: Callable[[], T | None]) -> T:
    """Ask again until there is an answer; raises UserError when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not (found := question()):
        if time.monotonic() > deadline:
            raise UserError(
                "demo_slow",
                fr="La demande n’avance plus : voir les journaux dans le dossier de la répétition.",
                en="The request does not progress: see the logs in the rehearsal's directory.",
            )
        time.sleep(0.25)
    return found
