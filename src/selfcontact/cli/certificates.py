"""selfcontact certificate"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.certificates import document
from selfcontact.certificates.document import CertificateRefusedError
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.ledger.checkpoint import CheckpointRefusedError, Verifier
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate

certificate = typer.Typer(no_args_is_help=True, help="Certificats d’effacement.")


def _trusted(key: str | None) -> Verifier | None:
    if key is None:
        return None
    try:
        return Verifier.parse(Path(key).read_text(encoding="utf-8") if Path(key).is_file() else key)
    except CheckpointRefusedError as error:
        raise UserError("key", fr="La clé publique n’est pas lisible.", en="The public key is not readable.") from error


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CertificateRefusedError(f"{file} ne peut pas être lu", f"{file} cannot be read") from error


@certificate.command("verify")
def verify(
    file: Path,
    key: Annotated[str | None, typer.Option(help="Clé publique de l’émetteur, ou le fichier qui la contient.")] = None,
    mandate: Annotated[str | None, typer.Option(help="Référence du mandat attendu.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Vérifier un certificat, sans base ni réseau."""
    trusted = _trusted(key)
    found = document.verify(_read(file), trusted=trusted, mandate=mandate)
    told = {"verified": True, "key": "given" if trusted else "from the file: compare it with the published one"}
    show({**told, **vars(found)}, as_json=as_json)


@certificate.command("show")
def show_certificate(mandate: str) -> None:
    """Écrire le certificat d’un mandat sur la sortie."""
    found = find(Mandate, mandate).certificates.first()
    if found is None:
        raise UserError("no_certificate", fr="Ce mandat n’a pas de certificat.", en="This mandate has no certificate.")
    print(found.document, end="")


@certificate.command("list")
def list_certificates(as_json: JsonOption = False) -> None:
    """Lister les mandats finis et leurs certificats."""
    ended = Mandate.objects.filter(certificates__isnull=False).order_by("reference")
    listing(({"mandate": one.reference, "ended_at": one.ended_at} for one in ended), as_json=as_json)
