"""selfcontact bench : ratios measured side by side in one run, on synthetic people."""

from typing import Annotated

import typer

from selfcontact.cli.output import JsonOption, show

app = typer.Typer(no_args_is_help=True, help="Mesures, sur des personnes synthétiques et cette machine seule.")
Seed = Annotated[int, typer.Option(help="Même graine, mêmes personnes.")]


@app.command("intake")
def intake(rows: int = 2_000_000, oppositions: int = 3_000_000, seed: Seed = 1, as_json: JsonOption = False) -> None:
    """Chargement d’un fichier, contre un COPY brut du même fichier."""
    from selfcontact.bench.intake import measure

    show(measure(rows=rows, oppositions=oppositions, seed=seed), as_json=as_json)


@app.command("dispatch")
def dispatch(messages: int = 100_000, seed: Seed = 1, as_json: JsonOption = False) -> None:
    """Envoi de bout en bout, contre un client SMPP nu et sans base."""
    from selfcontact.bench.dispatch import measure

    show(measure(messages=messages, seed=seed), as_json=as_json)


@app.command("voice")
def voice(calls: int = 500, seconds: float = 10.0, as_json: JsonOption = False) -> None:
    """Appels vocaux à la fois sur un cœur, contre baresip à la charge qu’il tient."""
    from selfcontact.bench.voice import measure

    show(measure(calls=calls, seconds=seconds), as_json=as_json)


@app.command("erase")
def erase(
    contacts: int = 1_000_000, messages: int = 3_000_000, small: int = 10_000, as_json: JsonOption = False
) -> None:
    """Fin d’un grand mandat, contre celle d’un petit."""
    from selfcontact.bench.erase import measure

    show(measure(contacts=contacts, messages=messages, small=small), as_json=as_json)


@app.command("lookup")
def lookup(
    mandates: int = 200, fewer: int = 20, contacts: int = 2_000, numbers: int = 500, as_json: JsonOption = False
) -> None:
    """Recherche d’un numéro dans tous les mandats vivants."""
    from selfcontact.bench.lookup import measure

    show(measure(mandates=mandates, fewer=fewer, contacts=contacts, numbers=numbers), as_json=as_json)
