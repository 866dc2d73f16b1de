"""selfcontact subprocessor | route"""

import os
from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.dates import day, wall_time
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, MailOption, listing, show
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.digest import file_sha256
from selfcontact.subprocessors import actions
from selfcontact.subprocessors.models import Route, Subprocessor

subprocessor = typer.Typer(no_args_is_help=True, help="Sous-traitants ultérieurs : opérateurs, hébergeurs.")
route = typer.Typer(no_args_is_help=True, help="Routes vers les opérateurs.")
OPENS = "Heure à partir de laquelle l’opérateur livre, chez le destinataire, s’il est plus strict que la règle."
CLOSES = "Heure à partir de laquelle il ne livre plus."
RESTS = "Il ne livre ni le dimanche ni un jour férié, quoi qu’en décide le DPO."


def _subprocessor(found: Subprocessor) -> dict[str, object]:
    return {
        "reference": found.reference,
        "name": found.name,
        "kind": found.kind,
        "country": found.country,
        "vetted_on": found.vetted_on,
        "vetting_expires_on": found.vetting_expires_on,
        "suspended_on": found.suspended_on,
        "privacy_email": found.privacy_email,
    }


@subprocessor.command("add")
def add(
    reference: str,
    name: str,
    kind: Annotated[Subprocessor.Kind, typer.Option()] = Subprocessor.Kind.CARRIER,
    country: str = "FR",
    privacy_email: MailOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer un sous-traitant, dans l’Union européenne seulement."""
    made = actions.add_subprocessor(
        actor=terminal_actor(),
        reference=reference,
        name=name,
        kind=kind,
        country=country,
        privacy_email=privacy_email or "",
    )
    show(_subprocessor(made), as_json=as_json)


@subprocessor.command("vet")
def vet(
    reference: str,
    contract: Annotated[Path, typer.Option(help="Le contrat signé ; seule son empreinte est gardée.")],
    on: Annotated[str, typer.Option()],
    until: Annotated[str, typer.Option()],
    grounds: Annotated[str, typer.Option()],
    transfers: Annotated[
        str, typer.Option(help="Ce qui a été trouvé des accès depuis l’extérieur de l’Union : maison mère, support.")
    ],
    privacy_email: MailOption = None,
    as_json: JsonOption = False,
) -> None:
    """Consigner l’examen de sa sécurité et sa date d’expiration."""
    found = find(Subprocessor, reference)
    actions.vet(
        actor=terminal_actor(),
        subprocessor=found,
        contract_sha256=file_sha256(contract),
        on=day(on),
        until=day(until),
        grounds=grounds,
        transfers=transfers,
        privacy_email=privacy_email,
    )
    show(_subprocessor(found), as_json=as_json)


@subprocessor.command("suspend")
def suspend(reference: str, on: str, grounds: str, as_json: JsonOption = False) -> None:
    """Suspendre : ses routes refusent le message suivant."""
    found = find(Subprocessor, reference)
    actions.suspend(actor=terminal_actor(), subprocessor=found, on=day(on), grounds=grounds)
    show(_subprocessor(found), as_json=as_json)


@subprocessor.command("list")
def list_subprocessors(as_json: JsonOption = False) -> None:
    """Lister les sous-traitants."""
    listing((_subprocessor(found) for found in Subprocessor.objects.order_by("reference")), as_json=as_json)


def _route(found: Route) -> dict[str, object]:
    return {
        "reference": found.reference,
        "subprocessor": found.subprocessor.reference,
        "kind": found.kind,
        "host": found.host,
        "port": found.port,
        "tls": found.tls,
        "window": found.window,
        "segments_per_second": found.segments_per_second,
        "stop_code": found.stop_code,
        "sender_names": found.sender_names,
        "opens_at": f"{found.opens_at:%H:%M}" if found.opens_at else None,
        "closes_at": f"{found.closes_at:%H:%M}" if found.closes_at else None,
        "rests": found.rests,
        "enabled": found.enabled,
    }


@route.command("add")
def add_route(
    reference: str,
    subprocessor: Annotated[str, typer.Option()],
    host: Annotated[str, typer.Option()],
    port: Annotated[int, typer.Option()],
    system_id: Annotated[str, typer.Option()],
    stop_code: Annotated[str, typer.Option(help="Numéro court du STOP, 36180.")],
    sender_name: Annotated[list[str], typer.Option(help="Nom d’émetteur déclaré chez l’opérateur.")],
    kind: Annotated[Route.Kind, typer.Option()] = Route.Kind.SMPP,
    tls: bool = True,
    ca_file: str = "",
    bind: Annotated[Route.Bind, typer.Option()] = Route.Bind.TRANSCEIVER,
    concatenation: Annotated[Route.Concatenation, typer.Option()] = Route.Concatenation.UDH,
    window: int = 50,
    segments_per_second: int = 50,
    price_millicents: int = 0,
    opens: Annotated[str, typer.Option(help=OPENS)] = "",
    closes: Annotated[str, typer.Option(help=CLOSES)] = "",
    rests: Annotated[bool, typer.Option("--rests", help=RESTS)] = False,
    as_json: JsonOption = False,
) -> None:
    """Ajouter une route, fermée ; le mot de passe vient de SELFCONTACT_ROUTE_PASSWORD ou d’une question."""
    password = os.environ.get("SELFCONTACT_ROUTE_PASSWORD") or typer.prompt("Mot de passe SMPP", hide_input=True)
    way = actions.Way(
        kind=kind,
        host=host,
        port=port,
        system_id=system_id,
        stop_code=stop_code,
        tls=tls,
        ca_file=ca_file,
        bind=bind,
        concatenation=concatenation,
        window=window,
        segments_per_second=segments_per_second,
        price_millicents=price_millicents,
        sender_names=sender_name,
        opens_at=wall_time(opens),
        closes_at=wall_time(closes),
        rests=rests,
    )
    made = actions.add_route(
        actor=terminal_actor(),
        reference=reference,
        subprocessor=find(Subprocessor, subprocessor),
        way=way,
        password=password,
    )
    show(_route(made), as_json=as_json)


@route.command("enable")
def enable(reference: str, as_json: JsonOption = False) -> None:
    """Ouvrir une route, si son opérateur est examiné."""
    found = find(Route, reference)
    actions.enable_route(actor=terminal_actor(), route=found, on=SystemClock().now().date())
    show(_route(found), as_json=as_json)


@route.command("disable")
def disable(reference: str, grounds: str, as_json: JsonOption = False) -> None:
    """Fermer une route."""
    found = find(Route, reference)
    actions.disable_route(actor=terminal_actor(), route=found, grounds=grounds)
    show(_route(found), as_json=as_json)


@route.command("list")
def list_routes(as_json: JsonOption = False) -> None:
    """Lister les routes."""
    found = Route.objects.select_related("subprocessor").order_by("reference")
    listing((_route(one) for one in found), as_json=as_json)
