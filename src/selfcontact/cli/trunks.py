"""selfcontact trunk"""

import os
from collections.abc import Sequence
from dataclasses import replace
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

CHANGED_FORMAT = "Comment il écrit les numéros, voir trunk add ; '' pour toutes, sauf short."

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
        password=_password(is_wanted=bool(username)),
    )
    show(_summary(made), as_json=as_json)


def _told(values: list[str] | None, kept: Sequence[str]) -> Sequence[str]:
    """Return the values that an option tells: none of them keeps what there is, an empty one takes it away."""
    return kept if values is None else [one for one in values if one]


def _password(*, is_wanted: bool) -> str:
    if not is_wanted:
        return ""
    return os.environ.get("SELFCONTACT_TRUNK_PASSWORD") or str(typer.prompt("Mot de passe SIP", hide_input=True))


@trunk.command("change")
def change(
    reference: str,
    network: Annotated[list[str] | None, typer.Option(help="D’où viennent ses appels ; l’option se répète.")] = None,
    media: Annotated[list[str] | None, typer.Option(help="Où va le son ; '' pour les mêmes réseaux.")] = None,
    username: Annotated[str | None, typer.Option(help="Compte du digest ; '' si l’adresse suffit.")] = None,
    new_password: Annotated[bool, typer.Option(help="Demander un autre mot de passe.")] = False,
    realm: str | None = None,
    called_in: Annotated[str | None, typer.Option(help="uri, to ou p-called-party-id.")] = None,
    number_format: Annotated[list[str] | None, typer.Option("--format", help=CHANGED_FORMAT)] = None,
    country: Annotated[str | None, typer.Option(help="Indicatif des numéros écrits sans le leur.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Modifier une arrivée, ouverte ou non ; ce qu’on ne dit pas reste."""
    found = find(Trunk, reference)
    now = trunks.way_of(found)
    way = replace(
        now,
        networks=_told(network, now.networks),
        media=_told(media, now.media),
        formats=_told(number_format, now.formats),
        username=now.username if username is None else username,
        realm=now.realm if realm is None else realm,
        called_in=called_in or now.called_in,
        country=country or now.country,
    )
    password = _password(is_wanted=new_password or bool(way.username and not found.password_sealed))
    trunks.change_trunk(actor=terminal_actor(), trunk=found, way=way, password=password)
    show(_summary(found), as_json=as_json)


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
