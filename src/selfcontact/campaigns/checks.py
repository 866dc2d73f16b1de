"""Puts a campaign to the rules before a sender does: the same facts, the same rules, and what it would cost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from selfcontact.campaigns.audience import select
from selfcontact.campaigns.content import approval_in_force, content_sha256
from selfcontact.campaigns.cost import Cost, estimate
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.sender import rules
from selfcontact.campaigns.sender.facts import FACTS, facts
from selfcontact.compliance.gate import draft_objections
from selfcontact.compliance.verdict import Held, Refused
from selfcontact.lib.errors import UserError
from selfcontact.lib.text import sanitise


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that stands against a campaign now, and its cost at worst."""

    refusals: tuple[Refused | Held, ...]
    cost: Cost
    content_sha256: str
    approved: bool
    #: The text as it leaves, when characters had to be replaced.
    sanitised: str

    def as_dict(self) -> dict[str, object]:
        """Return what the command line shows."""
        return {
            "refusals": [f"{one.rule} {one.fr} [{one.source}]" for one in self.refusals],
            "numbers": self.cost.numbers,
            "encoding": self.cost.worst.encoding,
            "segments_at_worst": self.cost.worst.segments,
            "characters_that_force_ucs2": list(self.cost.worst.outside),
            "price_eur": round(self.cost.millicents / 100_000, 2),
            "text_as_sent": self.sanitised,
            "content_sha256": self.content_sha256,
            "approved": self.approved,
        }


def objections(campaign: Campaign, at: datetime) -> tuple[Refused | Held, ...]:
    """Return every rule that refuses or holds the campaign at that instant, the recipients' own rules left out."""
    values = {"campaign": campaign.pk, "mandate": campaign.mandate_id}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FACTS, values)
        row = cursor.fetchone()
    if row is None:
        return ()
    return draft_objections(rules.gate_campaign(facts(row)), at)


def demand(campaign: Campaign, at: datetime) -> None:
    """Raise UserError with the first rule that refuses the campaign."""
    for one in objections(campaign, at):
        raise UserError(
            f"rule_{one.rule}",
            fr=f"Règle {one.rule} : {one.fr} ({one.source})",
            en=f"Rule {one.rule}: {one.en} ({one.source})",
        )


def report(campaign: Campaign, at: datetime) -> Report:
    """Return all the objections and the cost on the worst real case."""
    audience = select(campaign.mandate, campaign.area, campaign.age_from, campaign.age_to)
    approval = approval_in_force(campaign)
    now = content_sha256(campaign)
    return Report(
        refusals=objections(campaign, at),
        cost=estimate(campaign, audience),
        content_sha256=now,
        approved=approval is not None and approval.content_sha256 == now,
        sanitised=sanitise(campaign.text),
    )
