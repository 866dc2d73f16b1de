"""Puts a campaign to the rules before a sender does: the same facts, the same rules, and what it would cost."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction

from selfcontact.campaigns import disclosing
from selfcontact.campaigns.audience import of_campaign
from selfcontact.campaigns.content import approval_in_force, content_sha256
from selfcontact.campaigns.cost import Cost, estimate
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.facts import FACTS, facts
from selfcontact.campaigns.wording import written
from selfcontact.compliance import gate, slot
from selfcontact.compliance.checklist import Checked, checklist, draft_objections
from selfcontact.compliance.places import Place
from selfcontact.compliance.verdict import Held, Refused
from selfcontact.geo import areas, territories
from selfcontact.lib.errors import UserError
from selfcontact.lib.text import sanitise
from selfcontact.mandates.models import Sponsor

#: What the candidate's signature stands for as well: the sponsor has declared, and the notice is complete.
DISCLOSED = frozenset({"RP-02", "RP-03", "RP-06"})
Departures = Mapping[Place, datetime | None]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Every rule with its answer, and when a first message could leave to each place of the audience."""

    checked: tuple[Checked, ...]
    leaving: Departures

    @property
    def refusals(self) -> tuple[Refused | Held, ...]:
        """Return all that stands against the campaign."""
        return draft_objections(self.checked)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the rules say of a campaign now, and its cost at worst."""

    judged: Judged
    cost: Cost
    content_sha256: str
    approved: bool
    #: The text as it leaves, when characters had to be replaced.
    sanitised: str

    @property
    def refusals(self) -> tuple[Refused | Held, ...]:
        """Return all that stands against the campaign."""
        return self.judged.refusals

    def as_dict(self) -> dict[str, object]:
        """Return what the command line shows."""
        return {
            "refusals": [f"{one.rule} {one.fr} [{one.source}]" for one in self.refusals],
            "numbers": self.cost.numbers,
            "encoding": self.cost.worst.encoding,
            "segments_at_worst": self.cost.worst.segments,
            "characters_that_force_ucs2": list(self.cost.worst.outside),
            "fields_that_force_ucs2": list(self.cost.bound.forced_by),
            "deliveries_not_measured": len(self.cost.bound.unmeasured),
            "price_eur": round(self.cost.millicents / 100_000, 2),
            "text_as_sent": self.sanitised,
            "content_sha256": self.content_sha256,
            "approved": self.approved,
        }


def judge(known: gate.Campaign, campaign: Campaign, sponsor: Sponsor | None, at: datetime) -> Judged:
    """Put the facts of a campaign to every rule that does not depend on one recipient."""
    where = _places(tuple(campaign.mandate.area), tuple(campaign.area))
    leaving = slot.departures(
        known.election, where, max(at, known.earliest), known.latest, known.decided, known.route.hours
    )
    whole = replace(known, empty=disclosing.empty(campaign, sponsor))
    return Judged(checked=checklist(whole, at, leaving), leaving=leaving)


def judge_stored(campaign: Campaign, at: datetime) -> Judged:
    """Put a campaign to the rules as it is stored at this moment; its row is held while it is read."""
    values = {"campaign": campaign.pk, "mandate": campaign.mandate_id}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FACTS, values)
        row = cursor.fetchone()
    if row is None:
        return Judged(checked=(), leaving={})
    return judge(rules.gate_campaign(facts(row)), campaign, campaign.mandate.sponsor(), at)


def objections(campaign: Campaign, at: datetime) -> tuple[Refused | Held, ...]:
    """Return every rule that refuses or holds the campaign at that instant, the recipients' own rules left out."""
    return judge_stored(campaign, at).refusals


def demand(campaign: Campaign, at: datetime, *, among: Container[str] | None = None) -> None:
    """Raise UserError with the first rule that refuses the campaign, of all of them or of those named."""
    for one in objections(campaign, at):
        if among is not None and one.rule not in among:
            continue
        raise UserError(
            f"rule_{one.rule}",
            fr=f"Règle {one.rule} : {one.fr} ({one.source})",
            en=f"Rule {one.rule}: {one.en} ({one.source})",
        )


def report(campaign: Campaign, at: datetime) -> Report:
    """Return every rule's answer and the cost on the worst case."""
    audience = of_campaign(campaign)
    approval = approval_in_force(campaign)
    now = content_sha256(campaign)
    return Report(
        judged=judge_stored(campaign, at),
        cost=estimate(campaign, audience),
        content_sha256=now,
        approved=approval is not None and approval.content_sha256 == now,
        sanitised=sanitise(written(campaign)),
    )


@lru_cache(maxsize=256)
def _places(inside: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[Place, ...]:
    """Return the territories of an audience, without département, as the sender takes them."""
    codes = areas.parse(inside).communes & areas.parse(wanted or inside).communes
    return tuple(Place(territory=name) for name in sorted({territories.territory(code) for code in codes}))
