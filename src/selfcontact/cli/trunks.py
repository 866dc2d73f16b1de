"""selfcontact trunk"""

import os
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.work import clock
from selfcontact.lines import trunks
from selfcontact.lines.models import Trunk
from selfcontact.subprocessors.models import Subprocessor
from selfcontact.voice.trunk import USUAL

FORMAT = (
    "Comment il écrit les numéros : plus (+33199…), zero-zero (0033199…), bare (33199…), national (0199…) ou short "
    "(199…) ; l’option se répète, dans l’ordre où on les essaie ; sinon toutes, sauf short."
)

trunk = typer.Typer(no_args_is_help=True, help="Arrivées des opérateurs de lignes vocales.")


def _summary(found: Trunk) -> dict[str, object]:
    return {
        "reference": found.reference,
        "subprocessor": found.subprocessor.reference,
        "networks": list(found.networks),
        "username": found.username or None,
        "called_in": found.called_in,
        "formats": list(found.formats or USUAL),
        "country": found.country,
        "simulated": found.simulated,
        "enabled": found.enabled,
    }


@trunk.command("add")
def add(
    reference: str,
    subprocessor: Annotated[str, typer.Option()],
    network: Annotated[list[str], typer.Option(help="D’où viennent ses appels, 192.0.2.0/24 ; l’option se répète.")],
    media: Annotated[list[str] | None, typer.Option(help="Où va le son ; sinon les mêmes réseaux.")] = None,
    username: Annotated[str, typer.Option(help="Compte du digest ; vide si l’adresse suffit.")] = "",
    realm: str = "",
    called_in: Annotated[str, typer.Option(help="uri, to ou p-called-party-id.")] = "uri",
    number_format: Annotated[list[str] | None, typer.Option("--format", help=FORMAT)] = None,
    country: Annotated[str, typer.Option(help="Indicatif des numéros écrits sans le leur.")] = "33",
    simulated: Annotated[bool, typer.Option(help="Cette machine seulement, pour une répétition.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Ajouter une arrivée, fermée ; le mot de passe vient de SELFCONTACT_TRUNK_PASSWORD ou d’une question."""
    password = ""
    if username:
        password = os.environ.get("SELFCONTACT_TRUNK_PASSWORD") or typer.prompt("Mot de passe SIP", hide_input=True)
    way = trunks.Way(
        networks=network,
        media=media or (),
        username=username,
        realm=realm,
        called_in=called_in,
        formats=number_format or (),
        country=country,
        simulated=simulated,
    )
    made = trunks.add_trunk(
        actor=terminal_actor(),
        reference=reference,
        subprocessor=find(Subprocessor, subprocessor),
        way=way,
        password=password,
    )
    show(_summary(made), as_json=as_json)


@trunk.command("enable")
def enable(reference: str, as_json: JsonOption = False) -> None:
    """Ouvrir une arrivée, si son opérateur est examiné."""
    found = find(Trunk, reference)
    trunks.enable_trunk(actor=terminal_actor(), trunk=found, on=clock().now().date())
    show(_summary(found), as_json=as_json)


@trunk.command("disable")
def disable(reference: str, grounds: str, as_json: JsonOption = False) -> None:
    """Fermer une arrivée : ses lignes ne répondent plus."""
    found = find(Trunk, reference)
    trunks.disable_trunk(actor=terminal_actor(), trunk=found, grounds=grounds)
    show(_summary(found), as_json=as_json)


@trunk.command("list")
def list_trunks(as_json: JsonOption = False) -> None:
    """Lister les arrivées."""
    found = Trunk.objects.select_related("subprocessor").order_by("reference")
    listing((_summary(one) for one in found), as_json=as_json)
