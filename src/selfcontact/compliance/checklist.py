"""Every rule that a campaign is put to, with what it asks and what it answers: for the author, beside the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from selfcontact.compliance import (
    approval,
    donation,
    invitation,
    label,
    late,
    line,
    mandate,
    notice,
    poll,
    route,
    sender_name,
    slot,
    sponsor,
    targeting,
    text,
)
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.gate import Campaign, check_asking
from selfcontact.compliance.places import Place, territories
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.verdict import Held, Refused, Verdict, lifted, objections


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a rule asks, in a sentence that is true when it allows."""

    number: str
    fr: str
    en: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A rule and its answer. `later` is a rule that only counts once the draft has been submitted."""

    rule: Rule
    verdict: Verdict
    later: bool = False


LIVE = Rule(number="FI-04", fr="Le mandat est en cours.", en="The mandate is live.", source=mandate.NOT_LIVE.source)
INSTRUCTED = Rule(
    number="GD-09",
    fr="Une instruction signée du candidat couvre les campagnes.",
    en="A signed instruction of the candidate covers campaigns.",
    source=mandate.NO_INSTRUCTION.source,
)
ASSESSED = Rule(
    number="GD-12",
    fr="Le candidat a validé une analyse d’impact qui n’est pas à revoir.",
    en="The candidate has validated an impact assessment that is not due for review.",
    source=mandate.NOT_ASSESSED.source,
)
DECLARED = Rule(
    number="RP-02",
    fr="Le commanditaire a déclaré que l’annonce est politique et qu’il peut la commander.",
    en="The sponsor has declared that the ad is political and that they may sponsor it.",
    source=sponsor.NOT_DECLARED.source,
)
ELIGIBLE = Rule(
    number="RP-03",
    fr="Le commanditaire peut commander dans les trois mois avant l’élection.",
    en="The sponsor may sponsor in the three months before the election.",
    source=sponsor.FOREIGN.source,
)
PAYS = Rule(
    number="FI-05",
    fr="Le mandataire financier ou le parti paie, ou une personne a vérifié qui le fait.",
    en="The financial agent or the party pays, or a named human has checked who does.",
    source=sponsor.PAID_BY_ANOTHER.source,
)
NOTICED = Rule(
    number="RP-06",
    fr="Les seize lignes de la notice de transparence sont remplies.",
    en="The sixteen lines of the transparency notice are filled in.",
    source=notice.NOT_PUBLISHED.source,
)
DECREED = Rule(
    number="CA-05",
    fr="Les dates de l’élection sont décrétées, ou l’envoi est simulé.",
    en="The dates of the election are decreed, or the sending is simulated.",
    source=mandate.PROVISIONAL.source,
)
VETTED = Rule(
    number="GD-14",
    fr="La route est ouverte, par un sous-traitant agréé établi dans l’Union européenne.",
    en="The route is open, through a vetted subprocessor of the European Union.",
    source=route.DISABLED.source,
)
FICTION = Rule(
    number="OP-01",
    fr="Aucune personne fictive ne part par un véritable opérateur.",
    en="No synthetic person leaves through a real carrier.",
    source=route.SYNTHETIC.source,
)
NAMED = Rule(
    number="CN-01",
    fr="Le texte dit de quel candidat il vient.",
    en="The text says which candidate it comes from.",
    source=text.NO_CANDIDATE.source,
)
LABELLED = Rule(
    number="RP-04",
    fr="Le texte dit que c’est une annonce politique.",
    en="The text says that it is a political ad.",
    source=label.UNLABELLED.source,
)
LINKED = Rule(
    number="CN-04",
    fr="Le texte porte le lien vers sa notice, où se lisent la source des coordonnées et les droits.",
    en="The text has the link to its notice, where the source of the contact details and the rights are read.",
    source=label.UNLINKED.source,
)
STOP = Rule(
    number="SM-12",
    fr="Le texte porte une fois la mention STOP de sa route.",
    en="The text carries the STOP mention of its route once.",
    source="AF2M et opérateurs, mention STOP",
)
ASKING = Rule(
    number="CN-02",
    fr="Une invitation ne fait que demander l’accord, et dit comment répondre OUI.",
    en="An invitation only asks for agreement, and says how to answer OUI.",
    source=invitation.SOURCE,
)
PRICED = Rule(
    number="SM-02",
    fr="Le texte ne contient aucun numéro surtaxé, ni dont le prix est inconnu.",
    en="The text shows no premium-rate number, nor one of unknown price.",
    source=text.SURTAXED.source,
)
PAID = Rule(
    number="EL-12",
    fr="Le texte ne contient pas de numéro gratuit pendant les six mois où il est interdit.",
    en="The text shows no free number in the six months in which it is banned.",
    source=text.FREE.source,
)
SENDER = Rule(
    number="SM-11",
    fr="Le nom d’expéditeur est bien formé et enregistré pour cette route.",
    en="The sender name is well formed and registered for this route.",
    source=sender_name.MALFORMED.source,
)
SLOT = Rule(
    number="SM-04",
    fr="Dans le créneau, un message peut partir et arriver aux heures permises, hors des périodes de silence.",
    en="In the slot a message can leave and arrive within the hours, outside the silences.",
    source=slot.SHUT.source,
)
SIGNED = Rule(
    number="EL-16",
    fr="Le candidat a signé ce texte, pour ce public et ce créneau.",
    en="The candidate has signed this text for this audience and slot.",
    source=approval.NOT_APPROVED.source,
)
GIVING = Rule(
    number="FI-08",
    fr="Le texte n’appelle pas aux dons, ou une personne a vérifié les mentions que la loi demande.",
    en="The text asks for no donation, or a named human has checked the mentions that the law demands.",
    source=donation.ASKS.source,
)
TIMELY = Rule(
    number="EL-11",
    fr="Le texte est signé assez tôt avant le silence pour qu’on puisse y répondre, ou une personne en a jugé.",
    en="The text is signed early enough before the silence to be answered, or a named human has judged it.",
    source=late.LATE.source,
)
POLLS = Rule(
    number="EL-19",
    fr="Le texte ne parle d’aucun sondage à l’approche du silence, ou une personne en a jugé.",
    en="The text tells of no poll shortly before the silence, or a named human has judged it.",
    source=poll.TELLS.source,
)
IN_SERVICE = Rule(
    number="VL-02",
    fr="Une ligne vocale nommée est approuvée, publiée et ouverte pendant l’envoi, et le texte dit le prix de l’appel.",
    en="A voice line that is named is approved, published and open while sending, and the text states the price.",
    source=line.NAMED_NOT_APPROVED.source,
)
WHOLE = Rule(
    number="RP-14",
    fr="Personne n’est trié par lieu ou par âge, ou le DPO a décidé que le SMS n’est pas de la publicité en ligne.",
    en="Nobody is picked by place or age, or the DPO has decided that a text message is not online advertising.",
    source=targeting.TARGETED.source,
)
RULES = (
    *(LIVE, INSTRUCTED, ASSESSED, DECLARED, ELIGIBLE, PAYS, DECREED, VETTED, FICTION),
    *(NAMED, LABELLED, LINKED, STOP, ASKING, PRICED, PAID, GIVING, IN_SERVICE, NOTICED),
    *(SENDER, WHOLE, SLOT, TIMELY, POLLS, SIGNED),
)


def checklist(campaign: Campaign, at: datetime, leaving: Mapping[Place, datetime | None]) -> tuple[Checked, ...]:
    """Return every rule that does not depend on one recipient, with its answer at that instant.

    `leaving` says when a first message could leave to each place of the audience (see `slot.departures`).
    """
    return (*_contract(campaign, at), *_text(campaign, at), *_sending(campaign, at, leaving))


def draft_objections(checked: tuple[Checked, ...]) -> tuple[Refused | Held, ...]:
    """Return all that stands against a draft, its approval left out since that comes afterwards."""
    return objections(one.verdict for one in checked if not one.later)


def _contract(campaign: Campaign, at: datetime) -> Iterator[Checked]:
    today, way = day_of(at), campaign.route
    yield Checked(rule=LIVE, verdict=mandate.check_live(campaign.mandate, today))
    yield Checked(rule=INSTRUCTED, verdict=mandate.check_instruction(campaign.mandate))
    yield Checked(rule=ASSESSED, verdict=mandate.check_assessment(campaign.mandate, today))
    yield Checked(rule=DECLARED, verdict=sponsor.check_declared(campaign.sponsor))
    yield Checked(rule=ELIGIBLE, verdict=sponsor.check_eligible(campaign.sponsor, campaign.election, today))
    payer = sponsor.check_payer(campaign.sponsor, campaign.election, today)
    yield Checked(rule=PAYS, verdict=lifted(payer, campaign.cleared))
    yield Checked(rule=DECREED, verdict=mandate.check_calendar(campaign.election, simulated=way.simulated))
    yield Checked(rule=VETTED, verdict=route.check(way, today))
    yield Checked(rule=FICTION, verdict=route.check_synthetic(way, synthetic=campaign.synthetic))


def _text(campaign: Campaign, at: datetime) -> Iterator[Checked]:
    content, today = campaign.text, day_of(at)
    yield Checked(rule=NAMED, verdict=text.check_candidate(content, campaign.names))
    yield Checked(rule=LABELLED, verdict=label.check_label(content, today))
    yield Checked(rule=LINKED, verdict=label.check_link(content, campaign.notice))
    yield Checked(rule=STOP, verdict=text.check_stop(content, campaign.route.short_code))
    yield Checked(rule=ASKING, verdict=check_asking(campaign))
    priced = lifted(text.check_surtaxed(content, today), campaign.cleared)
    yield Checked(rule=PRICED, verdict=priced)
    yield Checked(rule=PAID, verdict=text.check_free(content, campaign.election, today, campaign.decided))
    yield Checked(rule=GIVING, verdict=lifted(donation.check(content, today), campaign.cleared))
    during = max(at, campaign.earliest), max(at, campaign.latest)
    yield Checked(rule=IN_SERVICE, verdict=line.check_named(content, campaign.lines, *during))
    yield Checked(rule=NOTICED, verdict=notice.check_complete(campaign.empty))


def _sending(campaign: Campaign, at: datetime, leaving: Mapping[Place, datetime | None]) -> Iterator[Checked]:
    named = sender_name.check(campaign.sender, campaign.route.sender_names, on=day_of(at))
    yield Checked(rule=SENDER, verdict=named)
    whole = targeting.check(targeted=campaign.targeted, decided=campaign.decided)
    yield Checked(rule=WHOLE, verdict=whole)
    yield Checked(rule=SLOT, verdict=slot.check(leaving))
    yield Checked(rule=TIMELY, verdict=_timely(campaign, at, leaving))
    yield Checked(rule=POLLS, verdict=_polls(campaign, at, leaving))
    signed = approval.check(campaign.content_sha256, campaign.approved_sha256)
    yield Checked(rule=SIGNED, verdict=signed, later=True)


def _timely(campaign: Campaign, at: datetime, leaving: Mapping[Place, datetime | None]) -> Verdict:
    """Return what the rule of late arguments says of the first message, if any may leave; of now, while none can."""
    first_out = min((one for one in leaving.values() if one), default=at)
    silences = silence_windows(campaign.election, territories(frozenset(leaving)))
    signed_at = campaign.signed_at or at
    return lifted(late.check(signed_at, max(at, first_out), silences), campaign.cleared)


def _polls(campaign: Campaign, at: datetime, leaving: Mapping[Place, datetime | None]) -> Verdict:
    """Return what the rule of polls says of the whole slot."""
    silences = silence_windows(campaign.election, territories(frozenset(leaving)))
    during = max(at, campaign.earliest), max(at, campaign.latest)
    return lifted(poll.check(campaign.text, *during, silences), campaign.cleared)
