"""A small register, and ways of reading its pages."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.clients import Signed

from selfcontact.accounts.models import Role
from selfcontact.ledger.history import Question, read
from selfcontact.lib.actor import SYSTEM
from selfcontact.mandates import actions as mandates
from selfcontact.mandates.models import Candidate, Mandate
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Agreement, Provider
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route, Subprocessor

TODAY = date.today()  # noqa: DTZ011 - the pages read the machine's own clock
CONTRACT = b"%PDF le contrat"
SHA = sha256(CONTRACT).hexdigest()


class Reader:
    """What a test says to a client of the console and reads from it."""

    def __init__(self, client: Signed) -> None:
        self.client = client

    def get(self, address: str, status: int = 200) -> str:
        """Return the text of a page."""
        answer = self.client.get(address)
        assert answer.status_code == status, address
        return text(answer)

    def post(self, address: str, /, **values: object) -> str:
        """Send a form that is accepted, follow to the next page and return its text."""
        answer = self.client.post(address, values, follow=True)
        assert answer.status_code == 200
        assert answer.redirect_chain, errors(answer)
        return text(answer)

    def refused(self, address: str, /, **values: object) -> str:
        """Send a form that is refused and return what it says."""
        answer = self.client.post(address, values)
        assert answer.status_code == 200
        return errors(answer)

    def queries(self, address: str) -> int:
        """Return how many queries a page takes, those of the session and the account included."""
        self.client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(address).status_code == 200
        return len(captured)


def text(answer: Any) -> str:
    """Return a page without its marks, its spaces put together."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def errors(answer: Any) -> str:
    """Return the sentences of the errors in a page."""
    page = answer.content.decode()
    found = re.findall(r'(?s)field__error[^>]*>(.*?)</p>|role="alert">(.*?)</div>', page)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "".join(pair))).strip() for pair in found)


def document() -> SimpleUploadedFile:
    """Return a signed contract."""
    return SimpleUploadedFile("contrat.pdf", CONTRACT, content_type="application/pdf")


def actions_of(object_id: object) -> list[str]:
    """Return what the ledger says was done to an object, newest first."""
    lines = read(Question(objects=(object_id,))).lines  # type: ignore[arg-type]
    return [str(line.leaf.action) for line in lines if line.leaf]


@pytest.fixture
def keeper(staff: Callable[..., Signed]) -> Reader:
    """Give an administrator."""
    return Reader(staff(Role.ADMINISTRATOR))


@pytest.fixture
def auditor(staff: Callable[..., Signed]) -> Reader:
    """Give someone who may read and do nothing."""
    return Reader(staff(Role.AUDITOR))


@pytest.fixture
def candidate(database: str) -> Candidate:
    """Give a candidate."""
    return mandates.add_candidate(actor=SYSTEM, reference="durand", name="Alix Durand", party="Parti Exemple")


@pytest.fixture
def mandate(candidate: Candidate) -> Mandate:
    """Give a mandate of that candidate, without instruction."""
    return mandates.open_mandate(
        actor=SYSTEM,
        reference="m-2027",
        candidate=candidate,
        election="presidentielle-2027",
        area=["dep:35", "dep:974"],
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )


@pytest.fixture
def provider(database: str) -> Provider:
    """Give a provider that nobody has examined."""
    return providers.add_provider(actor=SYSTEM, reference="fichiers", name="Fichiers SARL", country="FR")


@pytest.fixture
def agreement(provider: Provider) -> Agreement:
    """Give an agreement with that provider."""
    return providers.add_agreement(
        actor=SYSTEM,
        reference="accord-1",
        provider=provider,
        signed_on=TODAY,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=365),
        guarantees="preuve sous 48 h",
        document_sha256=SHA,
    )


@pytest.fixture
def carrier(database: str) -> Subprocessor:
    """Give a carrier that nobody has examined."""
    return subprocessors.add_subprocessor(
        actor=SYSTEM, reference="carrier", name="Opérateur SA", kind=Subprocessor.Kind.CARRIER, country="FR"
    )


@pytest.fixture
def vetted(carrier: Subprocessor) -> Subprocessor:
    """Give that carrier, examined."""
    until = TODAY + timedelta(days=365)
    subprocessors.vet(
        actor=SYSTEM,
        subprocessor=carrier,
        contract_sha256=SHA,
        on=TODAY,
        until=until,
        grounds="examen",
        transfers="aucun",
    )
    return carrier


@pytest.fixture
def carrier_route(vetted: Subprocessor) -> Route:
    """Give a closed route through the examined carrier."""
    way = subprocessors.Way(
        kind=Route.Kind.SIMULATED,
        host="127.0.0.1",
        port=2775,
        system_id="maison",
        stop_code="36180",
        tls=False,
        sender_names=("DURAND",),
    )
    return subprocessors.add_route(actor=SYSTEM, reference="route-1", subprocessor=vetted, way=way, password="motdepas")
