"""selfcontact audit"""

from pathlib import Path
from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.audits import actions, answering, chain
from selfcontact.audits.models import Audit, DrawnRow
from selfcontact.cli.dates import day
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, show
from selfcontact.cli.private_file import create
from selfcontact.cli.work import clock
from selfcontact.intake.models import Delivery
from selfcontact.ledger.actions import sequence
from selfcontact.lib.digest import file_sha256

audit = typer.Typer(no_args_is_help=True, help="Sondages : les preuves de consentement de lignes tirées au sort.")


def _summary(one: Audit) -> dict[str, object]:
    return {
        "reference": one.reference,
        "delivery": one.delivery.reference,
        "provider": one.delivery.agreement.provider.reference,
        "state": one.state,
        "cause": one.cause,
        "size": one.size,
        "results": {result or "open": count for result, count in actions.results(one).items()},
        "due_at": one.due_at.isoformat() if one.due_at else None,
        "delivery_state": one.delivery.state,
        "provider_suspended": one.delivery.agreement.provider.suspended_on is not None,
    }


def _find(reference: str) -> Audit:
    found = find(Audit, reference)
    return Audit.objects.select_related("delivery__agreement__provider").get(pk=found.pk)


@audit.command("draw")
def draw(delivery: str, as_json: JsonOption = False) -> None:
    """Tirer au sort les lignes d’une livraison ; le tirage est inscrit au journal avant d’être connu."""
    made = actions.draw(actor=terminal_actor(), delivery=find(Delivery, delivery), at=clock().now())
    show(_summary(made), as_json=as_json)


@audit.command("list")
def list_audits(as_json: JsonOption = False) -> None:
    """Lister les sondages."""
    found = Audit.objects.select_related("delivery__agreement__provider").order_by("pk")
    listing((_summary(one) for one in found), as_json=as_json)


@audit.command("show")
def show_audit(reference: str, as_json: JsonOption = False) -> None:
    """Montrer un sondage : où il en est, et ce qu’il retient."""
    show(_summary(_find(reference)), as_json=as_json)


@audit.command("rows")
def rows(reference: str, as_json: JsonOption = False) -> None:
    """Lister les lignes tirées : leur numéro dans le fichier du fournisseur, et leur résultat."""
    found = _find(reference).rows.order_by("line").defer("dropped", "sealed")
    listing(
        (
            {"line": one.line, "answered": one.answered_at is not None, "result": one.result, "reason": one.reason}
            for one in found
        ),
        as_json=as_json,
    )


@audit.command("check")
def check(reference: str, as_json: JsonOption = False) -> None:
    """Refaire le tirage depuis sa graine et le comparer à ce que le journal a scellé."""
    same = actions.redrawn(_find(reference))
    show({"reference": reference, "redrawn": same}, as_json=as_json)
    raise typer.Exit(0 if same else 1)


@audit.command("ask")
def ask(reference: str, as_json: JsonOption = False) -> None:
    """Donner le lien du fournisseur, une fois, et faire courir son délai ; un nouveau lien annule l’ancien."""
    sequence(clock=clock())
    made = actions.ask(actor=terminal_actor(), audit=_find(reference), at=clock().now())
    show({**_summary(made.audit), "link": made.link}, as_json=as_json)


@audit.command("read")
def read(
    reference: str,
    line: int,
    image: Annotated[Path | None, typer.Option(help="Où écrire l’image, pour votre compte seul.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Lire la preuve d’une ligne : une consultation, inscrite au journal."""
    answering.take(actor=terminal_actor())
    proof = answering.disclose(actor=terminal_actor(), audit=_find(reference), line=line)
    if image and proof.image:
        with create(image) as file:
            file.write(proof.image)
    told = {"consented_at": proof.consented_at, "form": proof.form, "trace": proof.trace, "remark": proof.remark}
    show({"line": line, **told, "image_bytes": len(proof.image)}, as_json=as_json)


@audit.command("judge")
def judge(
    reference: str,
    line: Annotated[list[int], typer.Option(help="Numéro d’une ligne tirée ; se répète.")],
    invalid: Annotated[
        str, typer.Option(help="Pourquoi la preuve n’en est pas une : no-consent, no-trace, other-form, …")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Consigner ce que valent des preuves : valides, ou non avec une raison ; un échec retient tout aussitôt."""
    result = DrawnRow.Result.INVALID if invalid else DrawnRow.Result.VALID
    made = actions.judge(
        actor=terminal_actor(), audit=_find(reference), lines=line, result=result, reason=invalid, at=clock().now()
    )
    show(_summary(_find(made.reference)), as_json=as_json)


@audit.command("tend")
def tend(as_json: JsonOption = False) -> None:
    """Tirer, prendre les preuves reçues, clore ce qui est échu : ce que le travailleur fait seul, chaque minute."""
    actor, at = terminal_actor(), clock().now()
    drawn, taken = actions.draw_missing(actor=actor, at=at), answering.take(actor=actor)
    closed = actions.conclude_due(actor=actor, at=at)
    show({"drawn": len(drawn), "proofs": taken, "closed": len(closed)}, as_json=as_json)


@audit.command("lift")
def lift(
    reference: str,
    grounds: Annotated[str, typer.Option(help="Va au journal : pourquoi le délégué lève l’échec.")],
    as_json: JsonOption = False,
) -> None:
    """Lever un échec : décision du délégué, avec un motif écrit ; la livraison et le fournisseur servent de nouveau."""
    made = actions.lift(actor=terminal_actor(), audit=_find(reference), grounds=grounds, at=clock().now())
    show(_summary(_find(made.reference)), as_json=as_json)


@audit.command("attest")
def attest(
    delivery: str,
    document: Annotated[Path, typer.Option(help="L’attestation signée ; seule son empreinte est gardée.")],
    signed: Annotated[str, typer.Option()],
    sha256: Annotated[str, typer.Option(help="L’empreinte du fichier que dit l’attestation.")],
    rows: Annotated[int, typer.Option(help="Le nombre de lignes que dit l’attestation.")],
    own: Annotated[bool, typer.Option("--own", help="Le fournisseur a recueilli lui-même les consentements.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer l’attestation du fournisseur pour une livraison ; refusée si elle parle d’un autre fichier."""
    found = find(Delivery, delivery)
    chain.attest(
        actor=terminal_actor(),
        delivery=found,
        signed_on=day(signed),
        file_sha256=sha256,
        rows=rows,
        own_collection=own,
        document_sha256=file_sha256(document),
    )
    show({"delivery": found.reference, "missing": list(chain.missing(found))}, as_json=as_json)


@audit.command("transfer")
def transfer(
    delivery: str,
    giver: Annotated[str, typer.Option(help="La société qui a cédé les données.")],
    receiver: Annotated[str, typer.Option(help="La société qui les a reçues.")],
    on: Annotated[str, typer.Option()],
    contract: Annotated[Path, typer.Option(help="Le contrat de cession ; seule son empreinte est gardée.")],
    as_json: JsonOption = False,
) -> None:
    """Ajouter une cession à la chaîne d’une livraison : de qui à qui, quand, sous quel contrat."""
    found = find(Delivery, delivery)
    chain.add_transfer(
        actor=terminal_actor(),
        delivery=found,
        giver=giver,
        receiver=receiver,
        on=day(on),
        contract_sha256=file_sha256(contract),
    )
    show({"delivery": found.reference, "missing": list(chain.missing(found))}, as_json=as_json)
