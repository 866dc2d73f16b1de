"""selfcontact provider | agreement | form"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.cli.dates import day
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, MailOption, listing, show
from selfcontact.lib.digest import file_sha256
from selfcontact.lib.errors import UserError
from selfcontact.providers import actions
from selfcontact.providers.models import Agreement, ConsentForm, Provider

provider = typer.Typer(no_args_is_help=True, help="Fournisseurs de fichiers.")
agreement = typer.Typer(no_args_is_help=True, help="Accords signés avec les fournisseurs.")
form = typer.Typer(no_args_is_help=True, help="Formulaires de consentement.")


def _provider(found: Provider) -> dict[str, object]:
    return {
        "reference": found.reference,
        "name": found.name,
        "country": found.country,
        "vetted_on": found.vetted_on,
        "suspended_on": found.suspended_on,
        "privacy_email": found.privacy_email,
    }


@provider.command("add")
def add_provider(
    reference: str, name: str, country: str = "FR", privacy_email: MailOption = None, as_json: JsonOption = False
) -> None:
    """Enregistrer un fournisseur ; rien n’est chargé avant « vet »."""
    made = actions.add_provider(
        actor=terminal_actor(), reference=reference, name=name, country=country, privacy_email=privacy_email or ""
    )
    show(_provider(made), as_json=as_json)


@provider.command("vet")
def vet_provider(
    reference: str,
    on: str,
    grounds: str,
    privacy_email: MailOption = None,
    as_json: JsonOption = False,
) -> None:
    """Consigner l’examen de ses garanties, à la date ON, avec ses motifs."""
    found = find(Provider, reference)
    actions.vet_provider(
        actor=terminal_actor(), provider=found, on=day(on), grounds=grounds, privacy_email=privacy_email
    )
    show(_provider(found), as_json=as_json)


@provider.command("suspend")
def suspend_provider(reference: str, on: str, grounds: str, as_json: JsonOption = False) -> None:
    """Suspendre un fournisseur et, d’un seul geste, tout ce qu’il a livré."""
    found = find(Provider, reference)
    actions.suspend_provider(actor=terminal_actor(), provider=found, on=day(on), grounds=grounds)
    show(_provider(found), as_json=as_json)


@provider.command("list")
def list_providers(as_json: JsonOption = False) -> None:
    """Lister les fournisseurs."""
    listing((_provider(found) for found in Provider.objects.order_by("reference")), as_json=as_json)


@provider.command("show")
def show_provider(reference: str, as_json: JsonOption = False) -> None:
    """Montrer un fournisseur."""
    show(_provider(find(Provider, reference)), as_json=as_json)


def _agreement(found: Agreement) -> dict[str, object]:
    return {
        "reference": found.reference,
        "provider": found.provider.reference,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "document_sha256": found.document_sha256,
        "forms": [known.code for known in found.forms.order_by("code")],
    }


@agreement.command("add")
def add_agreement(
    reference: str,
    provider: Annotated[str, typer.Option()],
    document: Annotated[Path, typer.Option(help="Le contrat signé ; seule son empreinte est gardée.")],
    signed: Annotated[str, typer.Option()],
    starts: Annotated[str, typer.Option()],
    ends: Annotated[str, typer.Option()],
    guarantees: Annotated[str, typer.Option(help="Mesures techniques et organisationnelles promises.")],
    as_json: JsonOption = False,
) -> None:
    """Enregistrer un accord."""
    made = actions.add_agreement(
        actor=terminal_actor(),
        reference=reference,
        provider=find(Provider, provider),
        signed_on=day(signed),
        starts_on=day(starts),
        ends_on=day(ends),
        guarantees=guarantees,
        document_sha256=file_sha256(document),
    )
    show(_agreement(made), as_json=as_json)


@agreement.command("list")
def list_agreements(as_json: JsonOption = False) -> None:
    """Lister les accords."""
    found = Agreement.objects.select_related("provider").order_by("reference")
    listing((_agreement(one) for one in found), as_json=as_json)


@agreement.command("show")
def show_agreement(reference: str, as_json: JsonOption = False) -> None:
    """Montrer un accord."""
    show(_agreement(find(Agreement, reference)), as_json=as_json)


def _form(found: ConsentForm) -> dict[str, object]:
    return {
        "code": found.code,
        "agreement": found.agreement.reference,
        "purposes": found.purposes,
        "channels": found.channels,
        "used_from": found.used_from,
        "used_until": found.used_until,
        "lifetime_months": found.lifetime_months,
        "wording_sha256": found.wording_sha256,
        "box": found.box,
        "image_sha256": found.image_sha256,
        "missing": list(found.missing),
    }


@form.command("add")
def add_form(
    code: str,
    agreement: Annotated[str, typer.Option()],
    wording: Annotated[str, typer.Option(help="Le texte exact montré à la personne.")],
    recipients: Annotated[str, typer.Option(help="Destinataires nommés ce jour-là.")],
    used_from: Annotated[str, typer.Option()],
    used_until: Annotated[str | None, typer.Option()] = None,
    purpose: Annotated[list[str] | None, typer.Option()] = None,
    channel: Annotated[list[str] | None, typer.Option()] = None,
    lifetime_months: int = 36,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer une version de formulaire sous le code des fichiers du fournisseur."""
    made = actions.add_form(
        actor=terminal_actor(),
        agreement=find(Agreement, agreement),
        code=code,
        wording=wording,
        purposes=purpose or ["political"],
        channels=channel or ["sms"],
        recipients=recipients,
        used_from=day(used_from),
        used_until=day(used_until) if used_until else None,
        lifetime_months=lifetime_months,
    )
    show(_form(made), as_json=as_json)


@form.command("document")
def document_form(
    code: str,
    agreement: Annotated[str, typer.Option()],
    image: Annotated[Path, typer.Option(help="Capture datée du formulaire ; seule son empreinte est gardée.")],
    captured: Annotated[str, typer.Option(help="Jour de la capture.")],
    box: Annotated[str, typer.Option(help="Comment la personne a consenti : unticked, button ou signature.")],
    collector: Annotated[str, typer.Option(help="Qui a recueilli le consentement : raison sociale et site.")],
    notice: Annotated[str, typer.Option(help="Version de l’information donnée ce jour-là.")],
    as_json: JsonOption = False,
) -> None:
    """Enregistrer ce qui prouve un formulaire : image datée, case, recueil, information ; une fois par version."""
    found = find(Agreement, agreement).forms.filter(code=code).first()
    if found is None:
        raise UserError(
            "unknown_form", fr=f"L’accord n’a pas de formulaire « {code} ».", en=f"The agreement has no form “{code}”."
        )
    made = actions.document_form(
        actor=terminal_actor(),
        form=found,
        collector=collector,
        box=box,
        notice_version=notice,
        captured_on=day(captured),
        image_sha256=file_sha256(image),
    )
    show(_form(made), as_json=as_json)


@form.command("list")
def list_forms(as_json: JsonOption = False) -> None:
    """Lister les formulaires."""
    found = ConsentForm.objects.select_related("agreement").order_by("agreement__reference", "code")
    listing((_form(one) for one in found), as_json=as_json)
