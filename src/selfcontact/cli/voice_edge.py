"""selfcontact voice edge"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.cli.output import JsonOption, show
from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Trunk
from selfcontact.voice import edge as writer
from selfcontact.voice.peer import HostPort

EXAMPLE = "192.0.2.10:5080"


def edge(
    folder: Annotated[Path, typer.Argument(help="Où écrire la configuration.")],
    worker: Annotated[list[str], typer.Option(help=f"Adresse d’un processus de lignes : {EXAMPLE}.")],
    listen: Annotated[str, typer.Option(help="Adresse où les opérateurs appellent.")] = "127.0.0.1:5060",
    allow: Annotated[list[str], typer.Option(help="Réseau d’opérateur ; sans lui, ceux des arrivées ouvertes.")] = [],  # noqa: B006 - typer reads it, nobody changes it
    certificate: Annotated[Path | None, typer.Option(help="Certificat, pour TLS ; avec --key.")] = None,
    key: Annotated[Path | None, typer.Option()] = None,
    as_json: JsonOption = False,
) -> None:
    """Écrire la configuration de Kamailio devant plusieurs processus de lignes."""
    networks = allow or [one for trunk in Trunk.objects.filter(enabled=True) for one in trunk.networks]
    if bool(certificate) != bool(key) or not networks:
        raise UserError(
            "edge_incomplete",
            fr="Il faut au moins un réseau d’opérateur, et un certificat avec sa clé ou ni l’un ni l’autre.",
            en="At least one network of an operator is needed, and a certificate with its key or neither.",
        )
    tls = writer.Tls(certificate=certificate.resolve(), key=key.resolve()) if certificate and key else None
    made = writer.Edge(
        listen=_address(listen), workers=tuple(map(_address, worker)), networks=tuple(dict.fromkeys(networks)), tls=tls
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = writer.files(made, folder.resolve())
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    show({"folder": str(folder), "files": sorted(written), "workers": len(worker)}, as_json=as_json)


def _address(text: str) -> HostPort:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 2**16:
        raise UserError(
            "edge_address",
            fr=f"Une adresse s’écrit comme {EXAMPLE}.",
            en=f"An address is written as {EXAMPLE}.",
        )
    return host.strip("[]"), int(port)
