"""selfcontact sponsor | transparency"""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.db.models import F

from selfcontact.accounts.actions import terminal_actor
from selfcontact.campaigns import disclosing
from selfcontact.campaigns.models import Campaign
from selfcontact.cli.dates import moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, language, listing, say, show
from selfcontact.lib.digest import file_sha256
from selfcontact.lib.errors import UserError
from selfcontact.mandates import sponsors
from selfcontact.mandates.models import Mandate, Sponsor
from selfcontact.transparency import actions, reports
from selfcontact.transparency.address import address, code_of
from selfcontact.transparency.models import Report, TransparencyNotice
from selfcontact.web.clock import now

sponsor = typer.Typer(no_args_is_help=True, help="Commanditaires : ce qu’ils déclarent avant tout message politique.")
transparency = typer.Typer(no_args_is_help=True, help="Notices de transparence des campagnes, gardées sept ans.")


@sponsor.command("declare")
def declare(
    mandate: str,
    document: Annotated[Path, typer.Option(help="La déclaration signée ; seule son empreinte est gardée.")],
    signatory: Annotated[str, typer.Option()],
    signed: Annotated[str, typer.Option()],
    standing: Annotated[Sponsor.Standing, typer.Option(help="Citoyen de l’Union, résident qui vote, société, autre.")],
    name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    address: Annotated[str, typer.Option(help="Adresse postale.")],
    funds: Annotated[Sponsor.Funds, typer.Option(help="Argent privé, public, ou les deux.")],
    whence: Annotated[Sponsor.Whence, typer.Option(help="De l’Union, de l’extérieur, ou des deux.")],
    paying: Annotated[Sponsor.Paying, typer.Option(help="Qui paie : mandataire, parti, candidat, un autre.")],
    country: Annotated[str, typer.Option(help="Pays d’établissement ou de résidence.")] = "FR",
    registration: Annotated[str, typer.Option(help="Numéro d’immatriculation d’une personne morale.")] = "",
    controller: Annotated[str, typer.Option(help="Qui contrôle en dernier ressort, si c’est un autre.")] = "",
    controller_country: Annotated[str, typer.Option()] = "",
    payer: Annotated[str, typer.Option(help="Qui paie, si c’est un autre.")] = "",
    political: Annotated[bool, typer.Option(help="L’annonce est politique.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer la déclaration signée d’un commanditaire ; elle remplace la précédente."""
    made = sponsors.declare(
        actor=terminal_actor(),
        mandate=find(Mandate, mandate),
        declaration=sponsors.Declaration(
            political=political,
            standing=standing,
            name=name,
            email=email,
            address=address,
            country=country.upper(),
            registration=registration,
            controller=controller,
            controller_country=controller_country.upper(),
            payer=payer,
            paying=paying,
            funds=funds,
            whence=whence,
        ),
        document_sha256=file_sha256(document),
        signatory=signatory,
        signed_at=moment(signed),
    )
    show(_sponsor(made), as_json=as_json)


@sponsor.command("show")
def show_sponsor(mandate: str, as_json: JsonOption = False) -> None:
    """Montrer la déclaration en vigueur sous un mandat."""
    show(_sponsor(_in_force(mandate)), as_json=as_json)


@sponsor.command("withdraw")
def withdraw(mandate: str, as_json: JsonOption = False) -> None:
    """Consigner que le commanditaire reprend sa déclaration : plus rien ne part."""
    found = _in_force(mandate)
    sponsors.withdraw(actor=terminal_actor(), sponsor=found, at=now())
    show(_sponsor(found), as_json=as_json)


@transparency.command("list")
def list_notices(as_json: JsonOption = False) -> None:
    """Lister la dernière version de chaque notice."""
    found = TransparencyNotice.objects.order_by("code", "-number").distinct("code")
    listing((_notice(one) for one in found), as_json=as_json)


@transparency.command("show")
def show_notice(campaign: str, as_json: JsonOption = False) -> None:
    """Montrer les seize lignes de la notice d’une campagne."""
    found = TransparencyNotice.objects.filter(code=code_of(find(Campaign, campaign).uid)).order_by("-number").first()
    if found is None:
        raise UserError("unknown_notice", fr="Aucune notice n’est publiée.", en="No notice is published.")
    if as_json:
        show(found.document, as_json=True)
        return
    show(_notice(found), as_json=False)
    for line in found.document["lines"]:
        print(f"\n{line['number']}. {line['name'][language()]}")
        print("\n".join(f"   {said}" for said in line["value"][language()]))


@transparency.command("publish")
def publish(campaign: str, as_json: JsonOption = False) -> None:
    """Publier la notice d’une campagne commencée, ou sa version suivante si elle dit autre chose."""
    found = find(Campaign, campaign)
    if found.started_at is None:
        raise UserError(
            "campaign_not_begun",
            fr="La campagne n’a pas commencé : sa notice est publiée quand elle commence.",
            en="The campaign has not begun: its notice is published when it does.",
        )
    show(_notice(disclosing.publish(actor=terminal_actor(), campaign=found, at=now())), as_json=as_json)


@transparency.command("report")
def report(
    code: Annotated[str, typer.Argument(help="Les dix caractères de l’adresse de la notice.")],
    ground: Annotated[Report.Ground, typer.Option(help="Ce qui ne va pas.")],
    line: Annotated[int | None, typer.Option(help="Ligne de la notice qui est fausse, de 1 à 16.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Enregistrer un signalement reçu par lettre ou courriel, sans dire de qui."""
    made = reports.report(code=code, ground=ground, line=line, at=now(), actor=terminal_actor())
    show(_report(made), as_json=as_json)


@transparency.command("reports")
def list_reports(as_json: JsonOption = False) -> None:
    """Lister les signalements, les plus urgents d’abord."""
    found = Report.objects.order_by(F("decided_at").desc(nulls_first=True), "due_at")
    listing((_report(one) for one in found), as_json=as_json)


@transparency.command("decide")
def decide(
    report: UUID,
    verdict: Annotated[Report.Verdict, typer.Option(help="Fondé ou non.")],
    reply: Annotated[str, typer.Option(help="Ce que lira qui a l’adresse de l’accusé.")],
    as_json: JsonOption = False,
) -> None:
    """Décider un signalement, avec une réponse."""
    show(
        _report(reports.decide(actor=terminal_actor(), uid=report, verdict=verdict, reply=reply, at=now())),
        as_json=as_json,
    )


@transparency.command("purge")
def purge(as_json: JsonOption = False) -> None:
    """Détruire les notices gardées sept ans ; le programme le fait aussi de lui-même."""
    gone = actions.purge(actor=terminal_actor(), at=now())
    if as_json:
        show({"versions": gone}, as_json=True)
    else:
        say(f"{gone} versions détruites.", f"{gone} versions destroyed.")


def _in_force(reference: str) -> Sponsor:
    found = find(Mandate, reference).sponsor()
    if found is None:
        raise UserError(
            "unknown_sponsor",
            fr="Aucune déclaration de commanditaire n’est en vigueur.",
            en="No sponsor’s declaration is in force.",
            hint="selfcontact sponsor declare",
        )
    return found


def _sponsor(found: Sponsor) -> dict[str, object]:
    names = ("political", "standing", "name", "country", "controller", "controller_country", "payer", "paying", "funds")
    told = {name: getattr(found, name) for name in (*names, "whence")}
    signed = {"signatory": found.signatory, "signed_at": found.signed_at.isoformat()}
    return {
        "mandate": found.mandate.reference,
        **told,
        **signed,
        "withdrawn_at": found.withdrawn_at,
        "document_sha256": found.document_sha256,
    }


def _notice(found: TransparencyNotice) -> dict[str, object]:
    return {
        "address": address(found.code),
        "version": found.number,
        "on_behalf_of": found.document["ad"]["on_behalf_of"],
        "published_at": found.published_at,
        "kept_until": found.kept_until,
        "document_sha256": found.document_sha256,
    }


def _report(found: Report) -> dict[str, object]:
    return {
        "report": str(found.uid),
        "notice": address(found.code),
        "ground": found.ground,
        "line": found.line,
        "received_at": found.received_at,
        "due_at": found.due_at,
        "decided_at": found.decided_at,
        "verdict": found.verdict,
        "reply": found.reply,
    }
