"""A house with a route to a simulated carrier, mandates with sealed contacts, and campaigns ready to send."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import numpy as np
import psycopg
from tests.sponsoring import declare

from selfcontact.audits.models import Attestation
from selfcontact.campaigns import actions as campaigns
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.database.partitions import attach_delivery, prepare_delivery
from selfcontact.intake.models import Delivery
from selfcontact.intake.payload import PLACE, SEPARATOR, row_id
from selfcontact.lib.actor import Actor
from selfcontact.mandates import actions as mandates
from selfcontact.mandates import contact_policy
from selfcontact.mandates.models import Candidate, ContactPolicy, Instruction, Mandate
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Agreement
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route, Subprocessor
from selfcontact.vault import open_vault

STAFF = Actor(kind="staff", uid=UUID(int=7))
#: A Tuesday morning in Paris, a month before the ballot.
NOON = datetime(2027, 3, 16, 11, tzinfo=UTC)
TODAY = NOON.date()
ELECTION = "presidentielle-2027"
TEXT = "Bonjour {prenom} {nom}, Alix Durand vous attend a {commune}. Pub. politique {notice} STOP 36180"
#: All it does is to ask for agreement.
ASKS = "Alix Durand souhaite vous ecrire. Votre accord ? OUI ou STOP au 36180. Pub. politique {notice}"
LONG = TEXT.replace("STOP", "Programme, reunions et permanences de la campagne sont affiches en mairie. " * 2 + "STOP")
#: Blocks that no operator holds.
FIRST_NUMBER = 33_730_000_000
COLUMNS = (
    "mandate_id, delivery_id, id, generation, sealed, phone_index, age, commune, postcode, dial, form_id, "
    "consented_on, restricted"
)
SHA = sha256(b"document").hexdigest()


@dataclass(frozen=True, kw_only=True)
class People:
    """Some synthetic people of one commune; `first` is their first number."""

    count: int
    first: int = FIRST_NUMBER
    commune: str = "35238"
    postcode: str = "35000"
    dial: int = 0
    age: int = 40
    restricted: bool = False
    agreed: date = TODAY - timedelta(days=60)

    @property
    def numbers(self) -> list[int]:
        """Return their numbers."""
        return list(range(self.first, self.first + self.count))


@dataclass
class House:
    """What the tests of sending start from; `database` is the owner's address."""

    database: str
    port: int
    window: int = 50
    rate: int = 100_000
    route: Route = field(init=False)
    agreement: Agreement = field(init=False)
    _names: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.route = self.add_route("simulated", self.port)
        provider = providers.add_provider(actor=STAFF, reference="provider", name="Fichiers SARL", country="FR")
        providers.vet_provider(actor=STAFF, provider=provider, on=TODAY, grounds="test")
        self.agreement = providers.add_agreement(
            actor=STAFF,
            reference="agreement",
            provider=provider,
            signed_on=TODAY,
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=365),
            guarantees="test",
            document_sha256=SHA,
        )

    def add_route(self, reference: str, port: int, kind: Route.Kind = Route.Kind.SIMULATED) -> Route:
        """Add an enabled route to a carrier on this machine."""
        carrier = subprocessors.add_subprocessor(
            actor=STAFF, reference=f"carrier-{reference}", name=reference, kind=Subprocessor.Kind.CARRIER, country="FR"
        )
        subprocessors.vet(
            actor=STAFF,
            subprocessor=carrier,
            contract_sha256=SHA,
            on=TODAY,
            until=TODAY + timedelta(days=365),
            grounds="test",
            transfers="none",
        )
        way = subprocessors.Way(
            kind=kind,
            host="127.0.0.1",
            port=port,
            system_id="tests",
            stop_code="36180",
            tls=False,
            window=self.window,
            segments_per_second=self.rate,
            sender_names=("DURAND",),
        )
        route = subprocessors.add_route(
            actor=STAFF, reference=reference, subprocessor=carrier, way=way, password="right"
        )
        subprocessors.enable_route(actor=STAFF, route=route, on=TODAY)
        return route

    def mandate(
        self, *people: People, reference: str = "", synthetic: bool = True, election: str = ELECTION
    ) -> Mandate:
        """Open a mandate with a signed instruction and one published delivery of these people."""
        reference = reference or f"mandate-{next(self._names)}"
        candidate = Candidate.objects.filter(name="Alix Durand").first() or mandates.add_candidate(
            actor=STAFF, reference="durand", name="Alix Durand"
        )
        mandate = mandates.open_mandate(
            actor=STAFF,
            reference=reference,
            candidate=candidate,
            election=election,
            area=["FR"],
            opens_on=date(2027, 1, 1),
            ends_on=date(2027, 6, 30),
        )
        for kind in (Instruction.Kind.CAMPAIGNS, Instruction.Kind.ASSESSMENT):
            mandates.sign_instruction(
                actor=STAFF,
                reference=f"{reference}-{kind.value}",
                mandate=mandate,
                kind=kind,
                document_sha256=SHA,
                signatory="A. Durand",
                signed_at=NOON - timedelta(days=30),
            )
        declare(STAFF, mandate, NOON - timedelta(days=30))
        self.deliver(mandate, people, synthetic=synthetic)
        return mandate

    def follow(self, mandate: Mandate, kind: ContactPolicy.Kind, *, invitations: int = 1) -> None:
        """Have the candidate sign how people of a mandate may be written to."""
        contact_policy.sign(
            actor=STAFF,
            mandate=mandate,
            kind=kind,
            invitations=invitations,
            document_sha256=SHA,
            signatory="A. Durand",
            signed_at=NOON,
        )

    def deliver(
        self,
        mandate: Mandate,
        people: tuple[People, ...],
        *,
        synthetic: bool,
        reference: str = "",
        agreement: Agreement | None = None,
    ) -> Delivery:
        """Publish a delivery of these people."""
        delivery = Delivery.objects.create(
            reference=reference or f"{mandate.reference}-file",
            mandate=mandate,
            agreement=agreement or self.agreement,
            state=Delivery.State.PUBLISHED,
            synthetic=synthetic,
            file_sha256=sha256(reference.encode()).hexdigest(),
            received_on=TODAY,
        )
        Attestation.objects.create(
            delivery=delivery,
            signed_on=TODAY,
            file_sha256=delivery.file_sha256,
            rows=sum(group.count for group in people),
            own_collection=True,
            document_sha256=SHA,
        )
        with psycopg.connect(self.database, autocommit=True) as connection:
            table = prepare_delivery(connection, mandate.pk, delivery.pk)
            line = itertools.count(1)
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy:
                for group in people:
                    for row in _rows(mandate, delivery, group, line):
                        copy.write_row(row)
            attach_delivery(connection, mandate.pk, delivery.pk, table)
        return delivery

    def campaign(
        self,
        mandate: Mandate,
        *,
        text: str = TEXT,
        block: int = 50,
        at: datetime = NOON,
        latest: datetime = NOON + timedelta(hours=8),
        start: bool = True,
        kind: Campaign.Kind = Campaign.Kind.ORDINARY,
    ) -> Campaign:
        """Create, submit, approve and start a campaign to everyone of the mandate."""
        content = campaigns.Content(
            text=text,
            sender_name="DURAND",
            area=["FR"],
            age_from=18,
            age_to=120,
            earliest=NOON - timedelta(hours=3),
            latest=latest,
        )
        campaign = campaigns.create(
            actor=STAFF,
            reference=f"campaign-{next(self._names)}",
            mandate=mandate,
            route=self.route,
            content=content,
            kind=kind,
        )
        campaign.refresh_from_db()
        if not start:
            return campaign
        # In time to be answered, however shortly before a silence the campaign begins.
        early = min(at, NOON)
        campaigns.submit(actor=STAFF, campaign=campaign, at=early)
        signed = content_sha256(campaign)
        campaigns.approve(actor=STAFF, campaign=campaign, content=signed, signatory="A. Durand", at=early)
        campaigns.start(actor=STAFF, campaign=campaign, at=at, block=block)
        return campaign


def _rows(
    mandate: Mandate, delivery: Delivery, people: People, line: "itertools.count[int]"
) -> list[tuple[object, ...]]:
    keys = open_vault().keys.open(mandate.pk, mandate.generation)
    ids = [row_id(delivery.pk, next(line)) for _ in range(people.count)]
    clear = [
        SEPARATOR.join(("Exemple", f"Camille{number % 97}", "1 rue du Test", str(number))).encode()
        for number in people.numbers
    ]
    indexes = keys.fingerprints(np.array(people.numbers, dtype=np.uint64)).tobytes()
    return [
        (
            mandate.pk,
            delivery.pk,
            contact,
            mandate.generation,
            sealed,
            indexes[16 * at : 16 * at + 16],
            people.age,
            people.commune,
            people.postcode,
            people.dial,
            1,
            people.agreed,
            people.restricted,
        )
        for at, (contact, sealed) in enumerate(zip(ids, keys.seal_many(PLACE, ids, clear), strict=True))
    ]
