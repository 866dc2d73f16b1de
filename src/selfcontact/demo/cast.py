"""The people and papers of a rehearsal: a provider, a candidate, a mandate, a carrier that reaches no telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from selfcontact.audits import chain
from selfcontact.intake.models import Delivery
from selfcontact.lib.actor import Actor
from selfcontact.lib.digest import text_sha256
from selfcontact.mandates import actions as mandates
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Candidate, Instruction, Mandate, Sponsor
from selfcontact.providers import actions as providers
from selfcontact.providers.models import Agreement, ConsentForm
from selfcontact.subprocessors import actions as subprocessors
from selfcontact.subprocessors.models import Route, Subprocessor

AREA = ("metropole", "dep:971", "dep:972", "dep:973", "dep:974", "dep:976")
ELECTION = "presidentielle-2027"
STOP_CODE = "36180"
SENDER_NAME = "CamilleDemo"
PASSWORD = "demo"  # noqa: S105 - eight characters at most in SMPP; the simulated carrier lets anyone in


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What a campaign needs besides its people."""

    agreement: Agreement
    form: ConsentForm
    candidate: Candidate
    mandate: Mandate
    route: Route


def make_cast(
    *,
    actor: Actor,
    today: date,
    at: datetime,
    port: int,
    name: str = "demo",
    area: Sequence[str] = AREA,
    window: int = 200,
    segments_per_second: int = 1_000_000,
) -> Cast:
    """Put a whole cast on record, all references ending in `name`; the route leads to `port` of this machine."""
    agreement, form = papers_of_provider(actor, name)
    candidate = mandates.add_candidate(
        actor=actor, reference=f"camille-{name}", name="Camille Démo", party="Liste Démo"
    )
    mandate = mandates.open_mandate(
        actor=actor,
        reference=f"mandat-{name}",
        candidate=candidate,
        election=ELECTION,
        area=area,
        opens_on=date(2026, 11, 1),
        ends_on=date(2027, 6, 30),
    )
    for kind in Instruction.Kind:
        mandates.sign_instruction(
            actor=actor,
            reference=f"instruction-{kind.value}-{name}",
            mandate=mandate,
            kind=kind,
            document_sha256=text_sha256(f"instruction {kind.value}"),
            signatory="Camille Démo",
            signed_at=at,
        )
    _declare(actor, mandate, at)
    route = _route(actor, today, port, name, window, segments_per_second)
    return Cast(agreement=agreement, form=form, candidate=candidate, mandate=mandate, route=route)


def _declare(actor: Actor, mandate: Mandate, at: datetime) -> None:
    declaration = sponsors.Declaration(
        political=True,
        standing=Sponsor.Standing.CITIZEN,
        name="Camille Démo",
        email="camille@equipe.example",
        address="1 place de la Répétition, 35000 Rennes",
        country="FR",
        payer="Association de financement Démo, mandataire",
        paying=Sponsor.Paying.AGENT,
        funds=Sponsor.Funds.PRIVATE,
        whence=Sponsor.Whence.INSIDE,
    )
    sponsors.declare(
        actor=actor,
        mandate=mandate,
        declaration=declaration,
        document_sha256=text_sha256("déclaration du commanditaire"),
        signatory="Camille Démo",
        signed_at=at,
    )


def papers_of_provider(
    actor: Actor, name: str, *, of: str = "fichiers", company: str = "Fichiers Démo"
) -> tuple[Agreement, ConsentForm]:
    """Put a provider on record, with its agreement and its form; their references begin with `of`."""
    provider = providers.add_provider(actor=actor, reference=f"{of}-{name}", name=company, country="FR")
    providers.vet_provider(actor=actor, provider=provider, on=date(2026, 9, 1), grounds="audit de répétition")
    agreement = providers.add_agreement(
        actor=actor,
        reference=f"accord-{name}" if of == "fichiers" else f"accord-{of}-{name}",
        provider=provider,
        signed_on=date(2026, 9, 1),
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 12, 31),
        guarantees="chiffrement des envois, accès nominatifs, effacement à la fin du contrat",
        document_sha256=text_sha256("accord de répétition"),
    )
    form = providers.add_form(
        actor=actor,
        agreement=agreement,
        code="F-2026-1",
        wording="J’accepte de recevoir par SMS des messages politiques des candidats nommés ci-dessous.",
        purposes=["political"],
        channels=["sms"],
        recipients="Camille Démo, Liste Démo",
        used_from=date(2020, 1, 1),
    )
    providers.document_form(
        actor=actor,
        form=form,
        collector=f"{company}, jeux.example",
        box=ConsentForm.Box.UNTICKED,
        notice_version="2026-01",
        captured_on=date(2026, 9, 1),
        image_sha256=text_sha256("image du formulaire de répétition"),
    )
    return agreement, form


def attest(actor: Actor, delivery: Delivery) -> None:
    """Have the provider of a delivery attest that it collected these rows itself."""
    chain.attest(
        actor=actor,
        delivery=delivery,
        signed_on=delivery.received_on,
        file_sha256=delivery.file_sha256,
        rows=delivery.lines,
        own_collection=True,
        document_sha256=text_sha256("attestation de répétition"),
    )


def _route(actor: Actor, today: date, port: int, name: str, window: int, segments_per_second: int) -> Route:
    carrier = subprocessors.add_subprocessor(
        actor=actor,
        reference=f"operateur-simule-{name}",
        name="Opérateur simulé",
        kind=Subprocessor.Kind.CARRIER,
        country="FR",
    )
    subprocessors.vet(
        actor=actor,
        subprocessor=carrier,
        contract_sha256=text_sha256("contrat de répétition"),
        on=date(2026, 9, 1),
        until=date(2027, 12, 31),
        grounds="simulateur sur la même machine",
        transfers="aucun : tout reste sur la machine",
    )
    way = subprocessors.Way(
        kind=Route.Kind.SIMULATED,
        host="127.0.0.1",
        port=port,
        system_id="rehearsal",
        stop_code=STOP_CODE,
        tls=False,
        window=window,
        segments_per_second=segments_per_second,
        price_millicents=4500,
        sender_names=[SENDER_NAME],
    )
    route = subprocessors.add_route(
        actor=actor, reference=f"simulee-{name}", subprocessor=carrier, way=way, password=PASSWORD
    )
    subprocessors.enable_route(actor=actor, route=route, on=today)
    return route
