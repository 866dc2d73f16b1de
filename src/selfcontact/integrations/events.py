"""The events that can be subscribed to, each from one action of the ledger, and what is told of it."""

import json
from uuid import UUID

from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.models import Campaign
from selfcontact.intake.models import Delivery
from selfcontact.ledger.leaf import JSON, Leaf, iso
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate

NAMES: dict[Action, str] = {
    Action.CAMPAIGN_SUBMITTED: "campaign.submitted",
    Action.CAMPAIGN_APPROVED: "campaign.approved",
    Action.CAMPAIGN_STARTED: "campaign.started",
    Action.CAMPAIGN_PAUSED: "campaign.paused",
    # By its guard, which pauses or stops it: nobody was there to see.
    Action.CAMPAIGN_HALTED: "campaign.halted",
    Action.CAMPAIGN_RESUMED: "campaign.resumed",
    Action.CAMPAIGN_STOPPED: "campaign.stopped",
    Action.CAMPAIGN_FINISHED: "campaign.finished",
    Action.DELIVERY_PUBLISHED: "delivery.published",
    Action.DELIVERY_HELD: "delivery.held",
}
EVENTS = tuple(NAMES.values())
#: Sent on demand, whatever was subscribed to.
TEST = "webhook.test"
#: Where counting every message says something that `selected` does not.
COUNTED = frozenset({"campaign.halted", "campaign.stopped", "campaign.finished"})


def body(leaf: Leaf, index: int) -> str | None:
    """Return the body that tells of a ledger entry, or None when its object is no longer there.

    It holds ids, references and counts: never a person, nor a text that someone wrote.
    """
    name = NAMES[leaf.action]
    told = _campaign(leaf.object_id, name) if name.startswith("campaign.") else _delivery(leaf.object_id)
    if told is None:
        return None
    return _encode(name, iso(leaf.at), {**told, "entry": {"id": str(leaf.uid), "index": index}})


def test_body(webhook: UUID, at: str) -> str:
    """Return the body of a test."""
    return _encode(TEST, at, {"webhook": {"id": str(webhook)}})


def _encode(name: str, at: str, data: dict[str, JSON]) -> str:
    return json.dumps({"type": name, "timestamp": at, "data": data}, separators=(",", ":"))


def _campaign(uid: UUID, name: str) -> dict[str, JSON] | None:
    found = Campaign.objects.select_related("mandate").filter(uid=uid).first()
    if found is None:
        return None
    counts: dict[str, JSON] = {"selected": found.selected}
    if name in COUNTED:
        counts |= balance(found).terms()
    return {"campaign": _named(found), "mandate": _named(found.mandate), "counts": counts}


def _delivery(uid: UUID) -> dict[str, JSON] | None:
    found = Delivery.objects.select_related("mandate").filter(uid=uid).first()
    if found is None:
        return None
    refused = sum(int(count) for count in found.refused.values())
    counts: dict[str, JSON] = {
        "lines": found.lines,
        "accepted": found.accepted,
        "repaired": found.repaired,
        "refused": refused,
    }
    return {"delivery": _named(found), "mandate": _named(found.mandate), "counts": counts}


def _named(found: Campaign | Delivery | Mandate) -> dict[str, JSON]:
    return {"id": str(found.uid), "reference": found.reference}
