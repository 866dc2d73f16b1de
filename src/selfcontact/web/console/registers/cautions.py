"""What is missing or wrong in a mandate, before it stops somebody. No query here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selfcontact.campaigns.models import Campaign
from selfcontact.compliance import sponsor as rules
from selfcontact.compliance.verdict import Allowed
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Instruction, Mandate
from selfcontact.web.console.registers import words
from selfcontact.web.console.registers.timeline import PARIS, Facts

OPEN = (Campaign.State.RUNNING, Campaign.State.PAUSED, Campaign.State.SCHEDULED)


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A sentence, how bad it is, and the code of what to do about it."""

    text: str
    level: Literal["warn", "bad"] = "warn"
    remedy: Literal["", "instruction", "sponsor", "move-end", "end", "delivery"] = ""


def cautions(facts: Facts, now: datetime) -> tuple[Caution, ...]:
    """Return what the staff should see first; nothing for a mandate that has ended."""
    if facts.mandate.state == Mandate.State.ENDED:
        return ()
    if facts.mandate.state == Mandate.State.ENDING:
        return (_unfinished(),)
    return (*_instructions(facts, now), *_sponsor(facts, now), *_dates(facts, now), *_deliveries(facts))


def _unfinished() -> Caution:
    text = _(
        "La fin du mandat est commencée : plus rien ne peut être chargé ni envoyé. Le certificat n’est pas encore là."
    )
    return Caution(text=text, remedy="end")


def _instructions(facts: Facts, now: datetime) -> Iterator[Caution]:
    signed = {
        one.kind
        for one in facts.instructions
        if one.signed_at <= now and not (one.withdrawn_at and one.withdrawn_at <= now)
    }
    if Instruction.Kind.PROCESSING not in signed:
        text = _("Aucune instruction de traitement en vigueur : aucun fichier ne peut être chargé (RGPD, article 28).")
        yield Caution(text=text, level="bad", remedy="instruction")
    if Instruction.Kind.CAMPAIGNS not in signed:
        text = _("Aucune instruction de campagne en vigueur : aucun message ne partira (règle GD-09).")
        yield Caution(text=text, remedy="instruction")
    if Instruction.Kind.ASSESSMENT not in signed:
        text = _("Aucune analyse d’impact validée par le candidat : aucun message ne partira (règle GD-12).")
        yield Caution(text=text, remedy="instruction")


def _sponsor(facts: Facts, now: datetime) -> Iterator[Caution]:
    declared = facts.sponsor
    if declared is None or not declared.political:
        text = _("Aucune déclaration du commanditaire en vigueur : aucun message ne partira (règle RP-02).")
        yield Caution(text=text, remedy="sponsor")
        return
    known = rules.Sponsor(
        political=True,
        standing=declared.standing,
        country=declared.country,
        control_country=declared.controller_country,
        paying=declared.paying,
    )
    today = now.astimezone(PARIS).date()
    if not isinstance(rules.check_payer(known, facts.election, today), Allowed):
        text = _("Le mandataire financier ou le parti doit payer : une personne vérifie chaque campagne (règle FI-05).")
        yield Caution(text=text, remedy="sponsor")
    if not isinstance(rules.check_eligible(known, facts.election, today), Allowed):
        text = _("Le commanditaire ne peut rien commander dans les trois mois avant l’élection (règle RP-03).")
        yield Caution(text=text, level="bad", remedy="sponsor")


def in_force(instruction: Instruction, now: datetime) -> bool:
    """Tell whether an instruction is signed and not withdrawn at that instant."""
    return instruction.signed_at <= now and not (instruction.withdrawn_at and instruction.withdrawn_at <= now)


def _dates(facts: Facts, now: datetime) -> Iterator[Caution]:
    mandate, election = facts.mandate, facts.election
    today = now.astimezone(PARIS).date()
    if mandate.ends_on < today:
        text = _("La fin prévue est passée le %(day)s : mettez fin au mandat, ou déplacez sa fin.")
        yield Caution(text=text % {"day": date_format(mandate.ends_on, "j F Y")}, level="bad", remedy="end")
    elif mandate.ends_on < election.last_day:
        text = _("Le mandat finit le %(day)s, avant le dernier jour de vote (%(vote)s).")
        days = {"day": date_format(mandate.ends_on, "j F Y"), "vote": date_format(election.last_day, "j F Y")}
        yield Caution(text=text % days, remedy="move-end")
    if election.provisional:
        text = _(
            "Les dates de l’élection %(name)s attendent leur décret : seul un envoi simulé est possible (règle CA-05)."
        )
        yield Caution(text=text % {"name": words.election(election.code)})


def _deliveries(facts: Facts) -> Iterator[Caution]:
    states = [one.state for one in facts.deliveries]
    if held := states.count(Delivery.State.HELD):
        one = _("Une livraison est retenue : le délégué à la protection des données doit décider.")
        several = _("%(count)d livraisons sont retenues : le délégué à la protection des données doit décider.")
        yield Caution(text=one if held == 1 else several % {"count": held}, remedy="delivery")
    if facts.lacking:
        text = _(
            "Preuves de consentement incomplètes, on n’écrit à personne de ces livraisons (règle CN-03) : %(which)s."
        )
        which = ", ".join(one.reference for one in facts.deliveries if one.pk in facts.lacking)
        yield Caution(text=text % {"which": which}, level="bad", remedy="delivery")
    if Delivery.State.PUBLISHED not in states and any(one.state in OPEN for one in facts.campaigns):
        yield Caution(text=_("Une campagne est prévue, mais aucune livraison n’est publiée."), remedy="delivery")
