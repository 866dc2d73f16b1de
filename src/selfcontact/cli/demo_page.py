"""The one page that closes the demo."""

import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

TERMS = ("selected", "handed_over", "delivered", "refused", "opposed", "expired", "failed", "unknown", "pending")
FRENCH = {
    "selected": "sélectionnés",
    "handed_over": "remis à l’opérateur",
    "delivered": "  dont reçus",
    "refused": "refusés par une règle",
    "opposed": "opposés",
    "expired": "expirés",
    "failed": "en échec",
    "unknown": "inconnus",
    "pending": "en attente",
}
YES, NO = "[green]oui[/green]", "[red]NON[/red]"


def page(facts: Mapping[str, object]) -> RenderableType:
    """Return the summary: what came in, what went out, what remains."""
    return Group(
        Text(),
        _intake(_of(facts, "intake")),
        Text(),
        _campaigns(facts),
        Text(),
        _audit(_of(facts, "audit")),
        Text(),
        _request(facts),
        Text(),
        _call(_of(facts, "call")),
        Text(),
        _notices(facts),
        Text(),
        _end(facts),
        Text(),
    )


def _of(facts: Mapping[str, object], name: str) -> dict[str, object]:
    part = facts[name]
    return part if isinstance(part, dict) else {}


def _intake(intake: dict[str, object]) -> Table:
    table = Table(title="Fichier du fournisseur (personnes synthétiques)", show_header=False, title_justify="left")
    table.add_row("lignes", str(intake["lines"]))
    table.add_row("acceptées", str(intake["accepted"]))
    refused = _of(intake, "refused")
    table.add_row("refusées", ", ".join(f"{code} {count}" for code, count in refused.items()))
    table.add_row("réparées", str(intake["repaired"]))
    return table


def _campaigns(facts: Mapping[str, object]) -> Table:
    campaigns = _of(facts, "campaigns")
    table = Table("Campagnes", *campaigns, title_justify="left")
    for term in TERMS:
        table.add_row(FRENCH[term], *(str(_of(campaigns, name)[term]) for name in campaigns))
    table.add_row("les comptes tombent juste", *(_yes(_of(campaigns, name)["closes"]) for name in campaigns))
    return table


def _audit(audit: dict[str, object]) -> Table:
    title = "Sondage du second fournisseur : une preuve n’en est pas une"
    table = Table(title=title, show_header=False, title_justify="left")
    table.add_row("lignes tirées au sort", str(audit["rows_drawn"]))
    table.add_row("livraison retenue, fournisseur suspendu", _yes(audit["delivery_state"] == "held"))
    table.add_row("messages déjà prévus vers ses contacts", str(audit["messages_planned"]))
    table.add_row("refusés au moment de partir (règle PR-01)", str(audit["refused_by_pr_01"]))
    table.add_row("partis", f"[bold]{audit['handed_over']}[/bold]")
    looked = f"textes lus sur {audit['telephones_looked_at']} de leurs téléphones"
    table.add_row(looked, f"[bold]{audit['texts_on_them']}[/bold]")
    return table


def _request(facts: Mapping[str, object]) -> Table:
    request = _of(facts, "request")
    table = Table(title="« D’où vient mon numéro ? », au site public", show_header=False, title_justify="left")
    table.add_row("la réponse lue après un code nomme le fournisseur", _yes(request["source_told"]))
    table.add_row(f"demande {request['reference']} close", _yes(request["state"] == "closed"))
    return table


def _call(call: dict[str, object]) -> Table:
    title = f"Un appel à la ligne {call['number']}, par SIP sur cette machine"
    table = Table(title=title, show_header=False, title_justify="left")
    table.add_row("entendu", f"{call['seconds_heard']} s")
    table.add_row("ressemblance avec l’accueil, le message et la mention", str(call["likeness"]))
    before, after = call["oppositions_before"], call["oppositions_after"]
    table.add_row("oppositions par la voix, avant et après le 9 confirmé", f"{before}, {after}")
    table.add_row("écarté par la campagne suivante", _yes(call["left_out_by_next_campaign"]))
    table.add_row("tout cela comme annoncé", _yes(call["served"]))
    return table


def _notices(facts: Mapping[str, object]) -> Table:
    notices = facts["notices"]
    table = Table(title="Notices de transparence, lues au site public", show_header=False, title_justify="left")
    for one in notices if isinstance(notices, list) else []:
        table.add_row(one["address"], f"{one['lines']} lignes remplies sur 16, version {one['version']}")
    return table


def _end(facts: Mapping[str, object]) -> Table:
    search, old, before = (_of(facts, name) for name in ("search", "old_dump", "old_dump_before_the_end"))
    table = Table(title="Fin du mandat", show_header=False, title_justify="left")
    table.add_row("certificat vérifié hors ligne", _yes(_of(facts, "certificate")["verified"]))
    table.add_row("journal vérifié", _yes(facts["ledger_verified"]))
    table.add_row("sauvegarde d’avant la fin, lisible avant", f"{before['opened']} contacts sur {before['tried']}")
    table.add_row("sauvegarde d’avant la fin, lisible après", f"{old['opened']} contacts sur {old['tried']}")
    where = f"{search['files']} fichiers, {search['megabytes']} Mo : base, journaux, sauvegarde"
    table.add_row(f"numéros trouvés dans {where}", f"[bold]{search['numbers_found']}[/bold]")
    table.add_row("durée", f"{facts['seconds']} s")
    return table


def _yes(value: object) -> str:
    return YES if value is True else NO


def next_commands(home: Path) -> str:
    """Return some commands to try on what the rehearsal has left."""
    program = sys.argv[0]
    prefix = f"SELFCONTACT_HOME={home} {program}"
    commands = ("request list", "ledger verify", f"certificate verify {home / 'certificate.json'}", "campaign list")
    return "\n".join(["Et maintenant :", *(f"  {prefix} {command}" for command in commands)])
