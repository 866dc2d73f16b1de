"""What the certificate says: declared, counted and checked, with what remains and why."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection

from selfcontact.campaigns.balance import balance
from selfcontact.campaigns.models import Campaign
from selfcontact.intake.models import Delivery
from selfcontact.ledger.leaf import JSON
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.models import Entry
from selfcontact.vault import DestructionRecord, KeysDestroyedError, open_vault

VERSION = "selfcontact-certificate-1"
PARTITIONS = """
SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relname ~ ('_m' || %s || '(_d[0-9]+)?$')
"""


def scope(mandate: Mandate) -> dict[str, JSON]:
    """Return what the mandate held, in counts, while it can still be counted."""
    deliveries: list[JSON] = [_delivery(one) for one in mandate.deliveries.order_by("pk")]
    campaigns: list[JSON] = [_campaign(one) for one in mandate.campaigns.order_by("pk")]
    return {"deliveries": deliveries, "campaigns": campaigns}


def _delivery(delivery: Delivery) -> dict[str, JSON]:
    return {
        "reference": delivery.reference,
        "provider": delivery.agreement.provider.reference,
        "received_on": delivery.received_on.isoformat(),
        "file_sha256": delivery.file_sha256,
        "lines": delivery.lines,
        "accepted": delivery.accepted,
        "refused": sum(delivery.refused.values()),
        "state": delivery.state,
    }


def _campaign(campaign: Campaign) -> dict[str, JSON]:
    return {"reference": campaign.reference, "state": campaign.state, **balance(campaign).terms()}


def statement(mandate: Mandate, record: DestructionRecord, grounds: str) -> dict[str, JSON]:
    """Return the statement for a mandate whose keys are destroyed and whose partitions are dropped."""
    horizon = record.at + timedelta(days=settings.KEY_SNAPSHOT_DAYS)
    custodian = open_vault().describe()
    return {
        "version": VERSION,
        "issuer": settings.LEDGER_ORIGIN,
        "mandate": {"id": mandate.pk, "uid": str(mandate.uid), "reference": mandate.reference},
        "controller": mandate.candidate.reference,
        "election": mandate.election,
        "grounds": grounds,
        "scope": mandate.closing,
        "categories": ["surname", "first name", "postal address", "telephone number", "age"],
        "keys": {
            "ids": list(record.key_ids),
            "generations": list(record.generations),
            "destroyed_at": record.at.isoformat(),
            "epoch_before": record.epoch_before,
            "epoch_after": record.epoch_after,
            "custody": custodian.kind,
            "limit": custodian.limit_en,
        },
        "checks": checks(mandate),
        "places": _places(),
        "remains": _remains(mandate),
        "horizon": {"unreadable_from": horizon.isoformat(), "days": settings.KEY_SNAPSHOT_DAYS},
    }


def checks(mandate: Mandate) -> dict[str, JSON]:
    """Return what was tried after the destruction, and what came of it."""
    try:
        open_vault().keys.open(mandate.pk, mandate.generation)
        refused = False
    except KeysDestroyedError:
        refused = True
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS, [mandate.pk])
        left = (cursor.fetchone() or (0,))[0]
    return {"opening_refused": refused, "partitions_left": int(left)}


def passed(found: Mapping[str, JSON]) -> bool:
    """Tell whether the checks allow a certificate to be issued."""
    return found["opening_refused"] is True and found["partitions_left"] == 0


def _places() -> list[JSON]:
    return [
        {"place": "database", "method": "partitions truncated and dropped; every personal value was sealed"},
        {"place": "write-ahead log and backups of the database", "method": "keys destroyed: unreadable"},
        {"place": "key store", "method": "keysets overwritten and deleted, wrapping key renewed"},
        {"place": "ledger details", "method": "sealed under the destroyed keys"},
        {"place": "carriers", "method": "under each carrier's contract; not verified by this program"},
    ]


def _remains(mandate: Mandate) -> list[JSON]:
    listed = Entry.objects.filter(candidate=mandate.candidate).count()
    return [
        {"what": "opposition list", "form": "keyed fingerprints", "why": "to honour objections", "count": listed},
        {"what": "ledger entries", "form": "no personal data", "why": "accountability"},
        {"what": "counts of deliveries and campaigns", "form": "no personal data", "why": "campaign accounts"},
    ]
