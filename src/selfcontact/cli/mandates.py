"""selfcontact mandate | instruction"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.certificates.actions import end_mandate
from selfcontact.cli.dates import day, moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, say, show
from selfcontact.compliance import elections
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.digest import file_sha256
from selfcontact.mandates import actions, contact_policy
from selfcontact.mandates.models import Candidate, ContactPolicy, Instruction, Mandate

mandate = typer.Typer(no_args_is_help=True, help="Mandats : le contrat d’un candidat pour une élection.")
instruction = typer.Typer(no_args_is_help=True, help="Instructions signées par le candidat.")


def _mandate(found: Mandate) -> dict[str, object]:
    return {
        "reference": found.reference,
        "candidate": found.candidate.reference,
        "election": found.election,
        "area": found.area,
        "opens_on": found.opens_on,
        "ends_on": found.ends_on,
        "state": found.state,
        "contact_policy": _policy(found.contact_policy()),
        "instructions": [known.reference for known in found.instructions.order_by("reference")],
    }


def _policy(found: ContactPolicy | None) -> dict[str, object]:
    if found is None:
        return {"kind": str(ContactPolicy.Kind.CONSENT)}
    return {
        "kind": found.kind,
        "invitations": found.invitations,
        "signatory": found.signatory,
        "signed_at": found.signed_at.isoformat(),
        "document_sha256": found.document_sha256,
    }


@mandate.command("add")
def add(
    reference: str,
    candidate: Annotated[str, typer.Option()],
    election: Annotated[str, typer.Option(help="Code du calendrier électoral, presidentielle-2027.")],
    opens: Annotated[str, typer.Option()],
    ends: Annotated[str, typer.Option()],
    area: Annotated[list[str], typer.Option(help="FR, metropole, reg:53, dep:35, com:35238, circo:35-01.")],
    as_json: JsonOption = False,
) -> None:
    """Ouvrir un mandat : ses clés, ses partitions, son entrée au journal."""
    made = actions.open_mandate(
        actor=terminal_actor(),
        reference=reference,
        candidate=find(Candidate, candidate),
        election=election,
        area=area,
        opens_on=day(opens),
        ends_on=day(ends),
    )
    show(_mandate(made), as_json=as_json)


@mandate.command("list")
def list_mandates(as_json: JsonOption = False) -> None:
    """Lister les mandats."""
    found = Mandate.objects.select_related("candidate").order_by("reference")
    listing((_mandate(one) for one in found), as_json=as_json)


@mandate.command("show")
def show_mandate(reference: str, as_json: JsonOption = False) -> None:
    """Montrer un mandat."""
    show(_mandate(find(Mandate, reference)), as_json=as_json)


@mandate.command("first-contact")
def first_contact(
    reference: str,
    kind: Annotated[
        ContactPolicy.Kind, typer.Option(help="consent : le fournisseur suffit ; invite : inviter d’abord.")
    ],
    document: Annotated[Path, typer.Option(help="Le document signé ; seule son empreinte est gardée.")],
    signatory: Annotated[str, typer.Option()],
    signed: Annotated[str, typer.Option()],
    invitations: Annotated[int, typer.Option(help="Invitations par personne, 1 ou 2.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer l’instruction signée qui dit à qui l’on peut écrire d’abord ; elle remplace la précédente."""
    found = find(Mandate, reference)
    made = contact_policy.sign(
        actor=terminal_actor(),
        mandate=found,
        kind=kind,
        document_sha256=file_sha256(document),
        signatory=signatory,
        signed_at=moment(signed),
        invitations=invitations,
    )
    show({"mandate": reference, **_policy(made)}, as_json=as_json)


@mandate.command("elections")
def list_elections(as_json: JsonOption = False) -> None:
    """Lister les élections du calendrier, et si leurs dates attendent encore un décret."""
    known = sorted(elections.load().values(), key=lambda one: one.first_day)
    rows = (
        {"code": one.code, "from": one.first_day, "to": one.last_day, "provisional": one.provisional} for one in known
    )
    listing(rows, as_json=as_json)


@mandate.command("end")
def end(
    reference: str,
    grounds: Annotated[str, typer.Option()] = "fin du contrat",
    output: Annotated[Path, typer.Option(help="Où écrire le certificat.")] = Path("certificate.json"),
    despite: Annotated[
        str, typer.Option(help="Pourquoi finir malgré des demandes ou des conservations en cours.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Sans demander : rien ne pourra être relu.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Finir un mandat : détruire ses clés, effacer ses données, délivrer le certificat."""
    found = find(Mandate, reference)
    if not yes:
        typer.confirm(f"Détruire pour toujours les données du mandat {reference} ?", abort=True)
    certificate = end_mandate(
        actor=terminal_actor(), mandate=found, grounds=grounds, clock=SystemClock(), despite=despite
    )
    output.write_text(certificate.document, encoding="utf-8")
    if as_json:
        show({"mandate": reference, "certificate": str(output)}, as_json=True)
    else:
        say(f"Certificat écrit dans {output}.", f"Certificate written to {output}.")


def _instruction(found: Instruction) -> dict[str, object]:
    return {
        "reference": found.reference,
        "mandate": found.mandate.reference,
        "kind": found.kind,
        "signatory": found.signatory,
        "signed_at": found.signed_at.isoformat(),
        "withdrawn_at": found.withdrawn_at,
        "document_sha256": found.document_sha256,
    }


@instruction.command("add")
def add_instruction(
    reference: str,
    mandate: Annotated[str, typer.Option()],
    document: Annotated[Path, typer.Option(help="Le document signé ; seule son empreinte est gardée.")],
    signatory: Annotated[str, typer.Option()],
    signed: Annotated[str, typer.Option()],
    kind: Annotated[Instruction.Kind, typer.Option()] = Instruction.Kind.PROCESSING,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer une instruction signée."""
    made = actions.sign_instruction(
        actor=terminal_actor(),
        reference=reference,
        mandate=find(Mandate, mandate),
        kind=kind,
        document_sha256=file_sha256(document),
        signatory=signatory,
        signed_at=moment(signed),
    )
    show(_instruction(made), as_json=as_json)


@instruction.command("withdraw")
def withdraw(reference: str, as_json: JsonOption = False) -> None:
    """Consigner que le candidat reprend une instruction."""
    found = find(Instruction, reference)
    actions.withdraw_instruction(actor=terminal_actor(), instruction=found, at=SystemClock().now())
    show(_instruction(found), as_json=as_json)


@instruction.command("list")
def list_instructions(as_json: JsonOption = False) -> None:
    """Lister les instructions."""
    found = Instruction.objects.select_related("mandate").order_by("reference")
    listing((_instruction(one) for one in found), as_json=as_json)
