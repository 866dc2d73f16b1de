"""selfcontact carrier : the simulator as a process of its own."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from selfcontact.sms.carrier import BANNER, CarrierSettings, run
from selfcontact.sms.carrier.settings import MIXED


def carrier(
    port: Annotated[int, typer.Option(help="0 : un port libre, écrit dans --announce.")] = 2775,
    seed: int = 1,
    stop_share: Annotated[float, typer.Option(help="Part des destinataires qui répondent STOP.")] = 0.0,
    receipts_within: Annotated[float, typer.Option(help="Délai du dernier accusé, en secondes.")] = 2.0,
    silent_share: Annotated[float, typer.Option(help="Part des messages sans accusé.")] = 0.0,
    throttle_share: Annotated[float, typer.Option(help="Part des envois refusés pour débit.")] = 0.0,
    announce: Annotated[Path | None, typer.Option(help="Fichier où écrire l’adresse une fois prêt.")] = None,
    telephones: Annotated[
        Path | None, typer.Option(help="Prise où lire ce que les téléphones simulés affichent.")
    ] = None,
    reply: Annotated[list[str] | None, typer.Option(help="Réponses possibles ; sinon STOP.")] = None,
) -> None:
    """Simuler un opérateur sur cette machine : aucun SMS ne part vers aucun téléphone."""
    Console(stderr=True).print(f"[bold yellow]{BANNER}[/bold yellow]")
    run(
        CarrierSettings(
            seed=seed,
            port=port,
            outcomes=MIXED,
            receipt_delay=(0.0, receipts_within),
            silent_rate=silent_share,
            throttle_rate=throttle_share,
            reply_rate=stop_share,
            replies=tuple(reply or ["STOP"]),
            announce=announce,
            telephones=telephones is not None,
            control=telephones,
        )
    )


def attach(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(carrier)
