"""selfcontact ledger"""

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from selfcontact.cli.output import JsonOption, language, listing, say, show
from selfcontact.ledger import actions, heads
from selfcontact.ledger import checkpoint as notes
from selfcontact.ledger.checkpoint import CheckpointRefusedError, Verifier
from selfcontact.ledger.leaf import Leaf, iso
from selfcontact.ledger.models import Entry
from selfcontact.ledger.proof import Proof, verify_proof
from selfcontact.ledger.proving import contains
from selfcontact.ledger.proving import prove as make_proof
from selfcontact.ledger.verification import verify as verify_all
from selfcontact.lib.errors import UserError

app = typer.Typer(no_args_is_help=True, help="Journal inviolable : vérifier, prouver, signer.")
EntryArgument = Annotated[str, typer.Argument(help="Identifiant (UUID) ou numéro d’ordre de l’écriture.")]


@app.command("verify")
def verify(as_json: JsonOption = False) -> None:
    """Recalculer tout le journal et le comparer aux têtes signées ; code 1 si quelque chose a changé."""
    report = verify_all()
    problems = [{"code": p.code, "at": p.at, "text": p.text(language())} for p in report.problems]
    figures = {name: value for name, value in vars(report).items() if name != "problems"}
    verdict = {"ok": report.ok, **figures, "key": str(heads.verifier())}
    if as_json:
        show(verdict | {"problems": problems}, as_json=True)
    else:
        show(verdict, as_json=False)
        listing(problems, as_json=False) if problems else say("✓ Rien n’a été modifié.", "✓ Nothing was changed.")
    raise typer.Exit(0 if report.ok else 1)


@app.command("checkpoint")
def checkpoint(as_json: JsonOption = False) -> None:
    """Intégrer les écritures en attente et afficher la tête signée."""
    integrated = actions.sequence()
    head = heads.newest()
    if as_json:
        show(
            {"integrated": integrated, "size": head.size if head else 0, "note": head.note if head else None},
            as_json=True,
        )
    elif head:
        sys.stdout.write(head.note)
    else:
        say("Rien encore.", "Nothing yet.")


@app.command("prove")
def prove(
    entry: EntryArgument,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fichier .tlog-proof à écrire.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Écrire la preuve qu’une écriture est dans le journal (format C2SP tlog-proof)."""
    made = make_proof(_entry(entry))
    if output:
        output.write_text(made.text())
    if as_json:
        path = [step.hex() for step in made.path]
        record = {"index": made.index, "leaf": made.leaf.decode(), "path": path, "checkpoint": made.note}
        show(record | {"key": str(heads.verifier()), "proof": made.text()}, as_json=True)
    elif not output:
        sys.stdout.write(made.text())


@app.command("check-proof")
def check_proof(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    key: Annotated[str, typer.Option(help="Clé publique du journal (vkey), telle que donnée par « verify ».")],
    as_json: JsonOption = False,
) -> None:
    """Vérifier une preuve hors ligne, avec la seule clé publique."""
    try:
        proof = Proof.parse(file.read_text())
        head = verify_proof(proof, Verifier.parse(key))
    except CheckpointRefusedError as error:
        raise UserError("proof_refused", fr="La preuve est fausse ou abîmée.", en=f"Refused: {error}.") from None
    show({"ok": True, "index": proof.index, "size": head.size, "leaf": proof.leaf.decode()}, as_json=as_json)


@app.command("check-head")
def check_head(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tête signée gardée ailleurs.")],
    as_json: JsonOption = False,
) -> None:
    """Vérifier qu’une tête gardée ailleurs est toujours le début de ce journal ; code 1 sinon."""
    try:
        head = notes.verify(file.read_text(), heads.verifier())
    except CheckpointRefusedError as error:
        raise UserError("head_refused", fr="Cette tête n’est pas de ce journal.", en=f"Refused: {error}.") from None
    kept = contains(head)
    show({"ok": kept, "size": head.size}, as_json=as_json)
    raise typer.Exit(0 if kept else 1)


@app.command("show")
def entries(
    last: Annotated[int, typer.Option(min=1, help="Nombre d’écritures, les plus récentes d’abord.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Lister les écritures ; leurs détails restent scellés."""
    rows = Entry.objects.order_by("-id")[:last]
    listing([_row(row) for row in rows], as_json=as_json)


def _row(row: Entry) -> dict[str, object]:
    leaf = Leaf.decode(bytes(row.leaf))
    return {
        "index": row.index,
        "at": iso(leaf.at),
        "action": str(leaf.action),
        "outcome": leaf.outcome,
        "mandate": leaf.mandate_id,
        "object": str(leaf.object_id),
        "actor": f"{leaf.actor.kind}:{leaf.actor.uid}",
        "entry": str(leaf.uid),
    }


def _entry(text: str) -> UUID | int:
    try:
        return int(text) if text.isdigit() else UUID(text)
    except ValueError:
        raise UserError("entry_malformed", fr="Ni un UUID ni un numéro.", en="Neither a UUID nor a number.") from None
