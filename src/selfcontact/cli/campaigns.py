"""selfcontact audience | campaign"""

from typing import Annotated

import typer

from selfcontact.accounts.actions import terminal_actor
from selfcontact.campaigns import actions, checks, clearing
from selfcontact.campaigns.answered import answered
from selfcontact.campaigns.audience import count, select
from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.cost import measure_missing
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.promised import counted
from selfcontact.cli.dates import moment
from selfcontact.cli.find import find
from selfcontact.cli.output import JsonOption, listing, say, show
from selfcontact.lib.clock import SystemClock
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.subprocessors.models import Route

audience = typer.Typer(no_args_is_help=True, help="Audiences : un territoire et une tranche d’âge.")
campaign = typer.Typer(no_args_is_help=True, help="Campagnes.")

AgeOption = Annotated[str, typer.Option(help="Tranche d’âge, 18-34.")]
AreaOption = Annotated[list[str] | None, typer.Option(help="FR, reg:53, dep:35, com:35238 ; sinon tout le mandat.")]


def _band(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not first.isdecimal() or not (last or first).isdecimal():
        raise UserError("age_band", fr=f"« {text} » : tranche attendue, 18-34.", en=f"“{text}”: band expected, 18-34.")
    return int(first), int(last or first)


@audience.command("count")
def count_audience(
    mandate: Annotated[str, typer.Option()],
    area: AreaOption = None,
    age: AgeOption = "18-120",
    as_json: JsonOption = False,
) -> None:
    """Compter une audience, avant les oppositions."""
    first, last = _band(age)
    show({"numbers": count(select(find(Mandate, mandate), area or [], first, last))}, as_json=as_json)


def _content(text: str, sender: str, area: list[str], age: str, earliest: str, latest: str) -> actions.Content:
    first, last = _band(age)
    return actions.Content(
        text=text,
        sender_name=sender,
        area=area,
        age_from=first,
        age_to=last,
        earliest=moment(earliest),
        latest=moment(latest),
    )


@campaign.command("create")
def create(
    reference: str,
    mandate: Annotated[str, typer.Option()],
    route: Annotated[str, typer.Option()],
    text: Annotated[
        str, typer.Option(help="Texte ; champs {prenom}, {nom}, {commune} ; lien de la notice : {notice}.")
    ],
    sender: Annotated[str, typer.Option(help="Nom d’émetteur, 11 caractères au plus.")],
    earliest: Annotated[str, typer.Option(help="2027-03-09T09:00, heure de Paris sans autre précision.")],
    latest: Annotated[str, typer.Option(help="Rien ne part ni n’arrive après.")],
    area: AreaOption = None,
    age: AgeOption = "18-120",
    kind: Annotated[
        Campaign.Kind, typer.Option(help="invitation : elle ne fait que demander l’accord.")
    ] = Campaign.Kind.ORDINARY,
    as_json: JsonOption = False,
) -> None:
    """Créer un brouillon."""
    content = _content(text, sender, area or [], age, earliest, latest)
    made = actions.create(
        actor=terminal_actor(),
        reference=reference,
        mandate=find(Mandate, mandate),
        route=find(Route, route),
        content=content,
        kind=kind,
    )
    show(actions.summary(made), as_json=as_json)


@campaign.command("edit")
def edit(
    reference: str,
    text: Annotated[str | None, typer.Option()] = None,
    sender: Annotated[str | None, typer.Option()] = None,
    area: AreaOption = None,
    age: Annotated[str | None, typer.Option(help="Tranche d’âge, 18-34.")] = None,
    earliest: Annotated[str | None, typer.Option()] = None,
    latest: Annotated[str | None, typer.Option()] = None,
    as_json: JsonOption = False,
) -> None:
    """Changer le texte, le public ou le créneau ; l’accord donné tombe."""
    found = find(Campaign, reference)
    first, last = _band(age) if age else (found.age_from, found.age_to)
    content = actions.Content(
        text=text or found.text,
        sender_name=sender or found.sender_name,
        area=area or found.area,
        age_from=first,
        age_to=last,
        earliest=moment(earliest) if earliest else found.earliest,
        latest=moment(latest) if latest else found.latest,
    )
    actions.edit(actor=terminal_actor(), campaign=found, content=content, at=SystemClock().now())
    show(actions.summary(found), as_json=as_json)


@campaign.command("check")
def check(reference: str, as_json: JsonOption = False) -> None:
    """Passer toutes les règles ; code de sortie 1 si l’une refuse."""
    found = find(Campaign, reference)
    report = _measured(found)
    show(report.as_dict(), as_json=as_json)
    if report.refusals:
        raise typer.Exit(1)


@campaign.command("clear")
def clear(
    reference: str,
    rule: Annotated[str, typer.Option(help="La règle qui retient, comme FI-08.")],
    grounds: Annotated[str, typer.Option(help="Les motifs, écrits au journal.")],
    as_json: JsonOption = False,
) -> None:
    """Lever ce qu’une règle retient, pour ce contenu exact, après l’avoir regardé."""
    found = find(Campaign, reference)
    at = SystemClock().now()
    made = clearing.clear(actor=terminal_actor(), campaign=found, rule=rule, grounds=grounds, at=at)
    show({"reference": reference, "rule": made.rule, "content_sha256": made.content_sha256}, as_json=as_json)


def _measured(campaign: Campaign) -> checks.Report:
    """Report on a campaign, its names measured first where the worker has not come yet."""
    report = checks.report(campaign, SystemClock().now())
    if not report.cost.bound.unmeasured:
        return report
    measure_missing(actor=terminal_actor(), deliveries=report.cost.bound.unmeasured)
    return checks.report(campaign, SystemClock().now())


@campaign.command("test")
def test(reference: str, as_json: JsonOption = False) -> None:
    """Envoyer le texte aux numéros que l’équipe a déclarés (voir « team declare »)."""
    queued = actions.test(actor=terminal_actor(), campaign=find(Campaign, reference), at=SystemClock().now())
    show({"queued": queued}, as_json=as_json)


@campaign.command("submit")
def submit(reference: str, as_json: JsonOption = False) -> None:
    """Soumettre au candidat."""
    found = find(Campaign, reference)
    actions.submit(actor=terminal_actor(), campaign=found, at=SystemClock().now())
    show({"reference": reference, "state": found.state, "content_sha256": content_sha256(found)}, as_json=as_json)


@campaign.command("approve")
def approve(
    reference: str,
    content: Annotated[str, typer.Option(help="L’empreinte que le candidat a signée (voir « submit »).")],
    signatory: Annotated[str, typer.Option()],
    as_json: JsonOption = False,
) -> None:
    """Consigner l’accord signé du candidat sur ce contenu exact."""
    found = find(Campaign, reference)
    actions.approve(
        actor=terminal_actor(), campaign=found, content=content, signatory=signatory, at=SystemClock().now()
    )
    show({"reference": reference, "state": found.state}, as_json=as_json)


def _after(reference: str, *, as_json: bool) -> None:
    show(actions.summary(find(Campaign, reference)), as_json=as_json)


@campaign.command("schedule")
def schedule(reference: str, as_json: JsonOption = False) -> None:
    """Laisser la campagne partir seule à son premier instant."""
    actions.schedule(actor=terminal_actor(), campaign=find(Campaign, reference))
    _after(reference, as_json=as_json)


@campaign.command("start")
def start(reference: str, as_json: JsonOption = False) -> None:
    """Figer l’audience et la confier aux émetteurs."""
    actions.start(actor=terminal_actor(), campaign=find(Campaign, reference), at=SystemClock().now())
    _after(reference, as_json=as_json)


@campaign.command("pause")
def pause(reference: str, as_json: JsonOption = False) -> None:
    """Suspendre."""
    actions.pause(actor=terminal_actor(), campaign=find(Campaign, reference))
    _after(reference, as_json=as_json)


@campaign.command("resume")
def resume(reference: str, as_json: JsonOption = False) -> None:
    """Reprendre."""
    actions.resume(actor=terminal_actor(), campaign=find(Campaign, reference))
    _after(reference, as_json=as_json)


@campaign.command("stop")
def stop(reference: str, grounds: str, as_json: JsonOption = False) -> None:
    """Arrêter pour de bon."""
    actions.stop(actor=terminal_actor(), campaign=find(Campaign, reference), at=SystemClock().now(), grounds=grounds)
    _after(reference, as_json=as_json)


@campaign.command("show")
def show_campaign(reference: str, as_json: JsonOption = False) -> None:
    """Montrer une campagne et ses chiffres ; d’une invitation, ce qu’on y a répondu."""
    found = find(Campaign, reference)
    said = answered(found)
    counts = {"invited": said.invited, **vars(said)} if said else None
    show({**actions.summary(found), **({"answers": counts} if counts else {})}, as_json=as_json)


@campaign.command("list")
def list_campaigns(as_json: JsonOption = False) -> None:
    """Lister les campagnes."""
    found = Campaign.objects.select_related("mandate").order_by("mandate__reference", "reference")
    rows = ({"reference": c.reference, "mandate": c.mandate.reference, "state": c.state} for c in found)
    listing(rows, as_json=as_json)


@campaign.command("balance")
def show_balance(reference: str, as_json: JsonOption = False) -> None:
    """Dire où est chaque message ; code de sortie 1 si les comptes ne tombent pas juste."""
    found = find(Campaign, reference)
    figures = balance(found)
    show(figures.as_dict() | {"policy": counted(found)}, as_json=as_json)
    if not figures.closes:
        say("Les comptes ne tombent pas juste.", "The balance does not close.")
        raise typer.Exit(1)
