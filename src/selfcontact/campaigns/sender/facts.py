"""What must be true of a campaign each time a slice of it leaves, read in the transaction that claims the slice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from uuid import UUID

from psycopg.rows import TupleRow

from selfcontact.audits.evidence import LACKING
from selfcontact.campaigns.content import content_sha256
from selfcontact.campaigns.models import Campaign
from selfcontact.campaigns.named import NAMED
from selfcontact.compliance import sponsor as sponsors
from selfcontact.intake.models import FAILED_AUDIT
from selfcontact.mandates.models import Mandate
from selfcontact.policies.standing import ASKED_AGAIN
from selfcontact.transparency.address import CODE, address, code_of

OF_DECLARATION = ", ".join(f"'{rule}'" for rule in sorted(sponsors.OF_DECLARATION))
# The campaign's row is held: whoever pauses or stops it waits for this slice, and no slice comes after.
FACTS = f"""
SELECT campaign.uid, campaign.state, campaign.kind, campaign.version, campaign.text, campaign.sender_name,
       campaign.area, campaign.age_from, campaign.age_to, campaign.earliest, campaign.latest,
       mandate.uid, mandate.state, mandate.area, mandate.election, mandate.opens_on, mandate.ends_on,
       candidate.id, candidate.name, candidate.aliases, candidate.party,
       route.id, route.kind, route.enabled, route.stop_code, route.sender_names, route.opens_at,
       route.closes_at, route.rests,
       carrier.country, carrier.vetted_on, carrier.vetting_expires_on, carrier.suspended_on,
       (SELECT content_sha256 FROM campaigns_approval
        WHERE campaign_id = campaign.id AND voided_at IS NULL ORDER BY signed_at DESC LIMIT 1),
       (SELECT signed_at FROM campaigns_approval
        WHERE campaign_id = campaign.id AND voided_at IS NULL ORDER BY signed_at DESC LIMIT 1),
       (SELECT min(signed_at) FROM mandates_instruction
        WHERE mandate_id = mandate.id AND kind = 'campaigns' AND withdrawn_at IS NULL),
       (SELECT max(signed_at) FROM mandates_instruction
        WHERE mandate_id = mandate.id AND kind = 'assessment' AND withdrawn_at IS NULL),
       ARRAY(SELECT delivery.id FROM intake_delivery AS delivery
             JOIN providers_agreement AS agreement ON agreement.id = delivery.agreement_id
             JOIN providers_provider AS provider ON provider.id = agreement.provider_id
             WHERE delivery.mandate_id = mandate.id AND delivery.state = 'published'
               AND provider.vetted_on IS NOT NULL AND provider.suspended_on IS NULL),
       ARRAY(SELECT id FROM intake_delivery
             WHERE mandate_id = mandate.id AND state = 'held' AND hold_reason = '{FAILED_AUDIT}'),
       ARRAY(SELECT delivery.id FROM intake_delivery AS delivery
             JOIN providers_agreement AS agreement ON agreement.id = delivery.agreement_id
             JOIN providers_provider AS provider ON provider.id = agreement.provider_id
             WHERE delivery.mandate_id = mandate.id AND provider.suspended_on IS NOT NULL),
       {LACKING.format(mandate="mandate.id")},
       EXISTS (SELECT FROM intake_delivery WHERE mandate_id = mandate.id AND state = 'published' AND synthetic),
       {NAMED.format(mandate="mandate.id")},
       ARRAY(SELECT rule FROM rulings_ruling WHERE taken_back_at IS NULL ORDER BY rule),
       ARRAY(SELECT rule || ' ' || content_sha256 FROM rulings_clearance
             WHERE campaign_uid = campaign.uid
               AND (rule <> ALL (ARRAY[{OF_DECLARATION}]) OR sponsor_uid = sponsor.uid) ORDER BY rule),
       CASE WHEN sponsor.id IS NOT NULL
            THEN ARRAY[sponsor.political::text, sponsor.standing, sponsor.country, controller_country, paying] END,
       EXISTS (SELECT FROM transparency_notice WHERE code = {CODE.format(uid="campaign.uid")}),
       {ASKED_AGAIN},
       ARRAY(SELECT id FROM campaigns_campaign
             WHERE mandate_id = mandate.id AND id <> campaign.id AND started_at IS NOT NULL),
       (SELECT ARRAY[kind, invitations::text] FROM mandates_contactpolicy
        WHERE mandate_id = mandate.id ORDER BY id DESC LIMIT 1),
       EXISTS (SELECT FROM campaigns_campaign
               WHERE mandate_id = mandate.id AND kind = 'invitation' AND started_at IS NOT NULL)
FROM campaigns_campaign AS campaign
JOIN mandates_mandate AS mandate ON mandate.id = campaign.mandate_id
JOIN mandates_candidate AS candidate ON candidate.id = mandate.candidate_id
JOIN subprocessors_route AS route ON route.id = campaign.route_id
JOIN subprocessors_subprocessor AS carrier ON carrier.id = route.subprocessor_id
-- The last that was recorded, whatever day it bears; one that it took the place of never comes back.
LEFT JOIN LATERAL (SELECT * FROM mandates_sponsor WHERE mandate_id = mandate.id ORDER BY id DESC LIMIT 1)
       AS sponsor ON sponsor.withdrawn_at IS NULL
WHERE campaign.id = %(campaign)s AND campaign.mandate_id = %(mandate)s
FOR SHARE OF campaign
"""  # noqa: S608 - constants


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """One campaign as it stands; instants are aware.

    `deliveries`: those that are published, of a provider in good standing; `unproven`: those that failed their audit;
    `suspended`: those of a suspended provider; `lacking`: those without all of their evidence; `synthetic`: whether a
    published one is; `named`: the voice lines that the text may name, see `selfcontact.campaigns.named`; `decided`:
    what the DPO decided otherwise; `clearances`: rules that held it and were cleared, each with the hash of the content
    for which it was, and about who pays for the declaration in force alone;
    `sponsor`: what the sponsor declared, see `selfcontact.compliance.sponsor`;
    `noticed`: whether a transparency notice is published, which is complete then; `asked_again`: the first days of the
    policies that ask for consent anew; `others`: the mandate's other campaigns that have begun; `contact_policy`: kind
    and number of invitations, None for the default; `inviting`: whether an invitation of the mandate has begun.
    """

    uid: UUID
    state: str
    kind: str
    version: int
    text: str
    sender_name: str
    area: Sequence[str]
    age_from: int
    age_to: int
    earliest: datetime
    latest: datetime
    mandate_uid: UUID
    mandate_state: str
    mandate_area: Sequence[str]
    election: str
    opens_on: date
    ends_on: date
    candidate_id: int
    candidate: str
    aliases: Sequence[str]
    party: str
    route_id: int
    route_kind: str
    route_enabled: bool
    stop_code: str
    sender_names: Sequence[str]
    route_opens_at: time | None
    route_closes_at: time | None
    route_rests: bool
    country: str
    vetted_on: date | None
    vetting_expires_on: date | None
    suspended_on: date | None
    approved_sha256: str | None
    signed_at: datetime | None
    instructed_at: datetime | None
    assessed_at: datetime | None
    deliveries: Sequence[int]
    unproven: Sequence[int]
    suspended: Sequence[int]
    lacking: Sequence[int]
    synthetic: bool
    named: Sequence[str]
    decided: Sequence[str]
    clearances: Sequence[str]
    sponsor: Sequence[str] | None
    noticed: bool
    asked_again: Sequence[date]
    others: Sequence[int]
    contact_policy: Sequence[str] | None
    inviting: bool

    @property
    def notice(self) -> str:
        """Return the address of the campaign's transparency notice, published or not."""
        return address(code_of(self.uid))

    @property
    def cleared(self) -> frozenset[str]:
        """Return the rules that were cleared for the content as it is now."""
        found = (one.split(" ") for one in self.clearances)
        return frozenset(rule for rule, content in found if content == self.content_sha256)

    @property
    def content_sha256(self) -> str:
        """Return the hash of the content as it is now, to be compared with the one that was signed."""
        return _content_sha256(
            self.kind,
            self.mandate_uid,
            self.text,
            self.sender_name,
            tuple(self.area),
            self.age_from,
            self.age_to,
            self.earliest,
            self.latest,
        )


@lru_cache(maxsize=1024)
def _content_sha256(
    kind: str,
    mandate: UUID,
    text: str,
    sender_name: str,
    area: tuple[str, ...],
    age_from: int,
    age_to: int,
    earliest: datetime,
    latest: datetime,
) -> str:
    campaign = Campaign(
        kind=kind,
        mandate=Mandate(uid=mandate),
        text=text,
        sender_name=sender_name,
        area=list(area),
        age_from=age_from,
        age_to=age_to,
        earliest=earliest,
        latest=latest,
    )
    return content_sha256(campaign)


_NAMES = tuple(Facts.__dataclass_fields__)


def facts(row: TupleRow) -> Facts:
    """Return the facts from a row of FACTS."""
    return Facts(**dict(zip(_NAMES, row, strict=True)))
