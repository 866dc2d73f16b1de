"""Every rule before sending, in the order of the legal rule pack (section 8): the first refusal stops the scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from selfcontact.compliance import (
    age,
    approval,
    donation,
    invitation,
    label,
    late,
    line,
    mandate,
    notice,
    person,
    poll,
    route,
    sender_name,
    sponsor,
    targeting,
    text,
)
from selfcontact.compliance.alternatives import NOTHING
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.elections import Election
from selfcontact.compliance.places import Place, territories
from selfcontact.compliance.silence import silence_windows
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.compliance.validity import LATE, Validity, validity
from selfcontact.compliance.verdict import ALLOWED, Allowed, Held, Refused, Verdict, first, lifted


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """The facts of a campaign that its rules look at; `text` is what all recipients read alike, fields left empty."""

    mandate: mandate.Mandate
    election: Election
    route: route.Route
    names: tuple[str, ...]
    text: str
    sender: str
    content_sha256: str
    approved_sha256: str | None
    #: Where its transparency notice is read.
    notice: str
    earliest: datetime
    latest: datetime
    synthetic: bool
    #: Voice lines of the mandate, of which the text may name one.
    lines: tuple[line.Named, ...] = ()
    #: Precautions that the DPO has decided otherwise, see `alternatives`.
    decided: frozenset[str] = NOTHING
    #: Rules that hold it, of which a named human has cleared this very content.
    cleared: frozenset[str] = NOTHING
    #: When the signature in force was given.
    signed_at: datetime | None = None
    sponsor: Sponsor | None = None
    #: Lines of its transparency notice that would stay empty, and whether a complete one can be read.
    empty: tuple[int, ...] = ()
    noticed: bool = False
    #: Whether anybody of the mandate is left out, see `targeting`.
    targeted: bool = True
    #: Whether all it does is to ask for agreement, see `invitation`.
    invitation: bool = False


def check_campaign(campaign: Campaign, at: datetime) -> Verdict:
    """Return the first refusal or hold of what does not depend on the recipient, the approval included."""
    return first(_campaign(campaign, at))


def check_block(campaign: Campaign, where: frozenset[Place], at: datetime) -> Validity | Refused | Held:
    """Return until when messages to `where` handed over at `at` stay valid, or the first refusal or hold."""
    verdict = check_campaign(campaign, at)
    if not isinstance(verdict, Allowed):
        return verdict
    if at < campaign.earliest:
        return EARLY
    silences = silence_windows(campaign.election, territories(where))
    near_silence = late.check(campaign.signed_at, at, silences), poll.check(campaign.text, at, at, silences)
    fresh = first(lifted(one, campaign.cleared) for one in near_silence)
    if isinstance(fresh, Held):
        return fresh
    decided, own = campaign.decided, campaign.route.hours
    return validity(at, latest=campaign.latest, where=where, silences=silences, decided=decided, own=own)


def check_person(*, years: int | None, opposed: bool, restricted: bool, minimum_age: int) -> Refused | None:
    """Return the rule that refuses one recipient, or None; once for each message, so nothing is built here.

    `minimum_age`: see `voting_age`.
    """
    if opposed:
        return person.OPPOSED
    if restricted:
        return person.RESTRICTED
    if years is None:
        return age.UNKNOWN
    return None if years >= minimum_age else age.MINOR


@cache
def voting_age(election: Election) -> int:
    """Return the age that a recipient has to have reached: that in force on the last day of the vote."""
    return age.voting_age(election.last_day)


EARLY = Refused(
    rule=LATE.rule,
    fr="Le créneau approuvé par le candidat n’a pas commencé.",
    en="The slot approved by the candidate has not begun.",
    source=LATE.source,
)


def _campaign(campaign: Campaign, at: datetime) -> Iterator[Verdict]:
    yield from _contract(campaign, at)
    yield approval.check(campaign.content_sha256, campaign.approved_sha256)
    yield notice.check_published(published=campaign.noticed)
    yield _content(campaign, day_of(at))
    yield check_asking(campaign)
    yield line.check_named(campaign.text, campaign.lines, at, at)
    yield _sender(campaign, day_of(at))
    yield targeting.check(targeted=campaign.targeted, decided=campaign.decided)


def _contract(campaign: Campaign, at: datetime) -> Iterator[Verdict]:
    today = day_of(at)
    yield mandate.check_live(campaign.mandate, today)
    yield mandate.check_instruction(campaign.mandate)
    yield mandate.check_assessment(campaign.mandate, today)
    yield sponsor.check_declared(campaign.sponsor)
    yield sponsor.check_eligible(campaign.sponsor, campaign.election, today)
    yield lifted(sponsor.check_payer(campaign.sponsor, campaign.election, today), campaign.cleared)
    yield mandate.check_calendar(campaign.election, simulated=campaign.route.simulated)
    yield route.check(campaign.route, today)
    yield route.check_synthetic(campaign.route, synthetic=campaign.synthetic)


def check_asking(campaign: Campaign) -> Verdict:
    """Refuse an invitation whose text does not ask for agreement, and for nothing else."""
    return invitation.check_text(campaign.text, campaign.route.short_code) if campaign.invitation else ALLOWED


def _sender(campaign: Campaign, today: date) -> Verdict:
    return sender_name.check(campaign.sender, campaign.route.sender_names, on=today)


def _content(campaign: Campaign, today: date) -> Verdict:
    given = campaign.text, campaign.notice, campaign.names, campaign.route.short_code, campaign.election
    return _text(*given, today, campaign.decided, campaign.cleared)


# The same text is checked for every block: the answer is kept.
@lru_cache(maxsize=256)
def _text(
    content: str,
    address: str,
    names: tuple[str, ...],
    short_code: str,
    election: Election,
    today: date,
    decided: frozenset[str],
    cleared: frozenset[str],
) -> Verdict:
    verdicts = (
        text.check_candidate(content, names),
        label.check_label(content, today),
        label.check_link(content, address),
        text.check_stop(content, short_code),
        text.check_surtaxed(content, today),
        text.check_free(content, election, today, decided),
        donation.check(content, today),
    )
    return first(lifted(one, cleared) for one in verdicts)
