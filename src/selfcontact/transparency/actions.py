"""Publishing a version of a notice, and destroying what was kept for seven years."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from selfcontact.compliance import notice, tables
from selfcontact.compliance.verdict import Refused
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.transparency import document, lines
from selfcontact.transparency.ad import Ad
from selfcontact.transparency.models import Report, TransparencyNotice

#: What a version adds to what it says.
OF_VERSION = ("version", "published_at")


@transaction.atomic
def publish(
    *,
    actor: Actor,
    ad: Ad,
    mandate_id: int,
    campaign_uid: UUID,
    at: datetime,
    settled: Collection[int] = frozenset(),
) -> TransparencyNotice:
    """Publish the notice of a campaign, or its next version when it says something else; return the last one.

    `settled`: lines that stay as the last version has them. Raises UserError that names the lines which are empty.
    """
    last = TransparencyNotice.objects.filter(code=ad.code).order_by("-number").first()
    kept = settled if last is not None else frozenset()
    _refuse_empty(set(lines.empty(ad)) - set(kept))
    said = document.content(ad)
    if last is not None:
        said["lines"] = _settled(said["lines"], last.document["lines"], kept)
    if last is not None and _said(last) == said:
        return last
    number = last.number + 1 if last else 1
    whole = document.compose(said, number=number, published_at=at)
    made = TransparencyNotice.objects.create(
        code=ad.code,
        number=number,
        published_at=at,
        kept_until=kept_until(max(ad.ends, at).date()),
        document_sha256=document.sha256(whole),
        document=whole,
    )
    details: dict[str, JSON] = {"code": ad.code, "version": number, "document_sha256": made.document_sha256}
    record(
        actor=actor,
        action=Action.TRANSPARENCY_PUBLISHED,
        mandate_id=mandate_id,
        object_id=campaign_uid,
        details=details,
    )
    return made


def kept_until(last_published: date) -> date:
    """Return the last day on which a notice is kept (RP-07)."""
    year = last_published.year + tables.number("archive_years", last_published)
    leap_day = (last_published.month, last_published.day) == (2, 29)
    return date(year, 3, 1) if leap_day else last_published.replace(year=year)


@transaction.atomic
def purge(*, actor: Actor, at: datetime) -> int:
    """Destroy the notices of which every version was kept long enough, with their reports; return how many versions.

    The database judges again, by its own clock, and refuses what comes too early.
    """
    kept = TransparencyNotice.objects.values("code").annotate(last=Max("kept_until"))
    codes = sorted(row["code"] for row in kept if row["last"] < at.date())
    if not codes:
        return 0
    found = TransparencyNotice.objects.filter(code__in=codes)
    first = found.order_by("code", "number").values_list("uid", flat=True)[0]
    gone, _ = found.delete()
    Report.objects.filter(code__in=codes).delete()
    details: dict[str, JSON] = {"codes": codes, "versions": gone}
    record(actor=actor, action=Action.TRANSPARENCY_PURGED, mandate_id=None, object_id=first, details=details)
    return gone


def _settled(fresh: Any, before: Any, kept: Collection[int]) -> list[JSON]:
    """Return the lines as they are now, but those that are kept as they were."""
    return [old if new["number"] in kept else new for new, old in zip(fresh, before, strict=True)]


def _refuse_empty(empty: Collection[int]) -> None:
    verdict = notice.check_complete(tuple(sorted(empty)))
    if isinstance(verdict, Refused):
        raise UserError(
            f"rule_{verdict.rule}", fr=f"Règle {verdict.rule} : {verdict.fr}", en=f"Rule {verdict.rule}: {verdict.en}"
        )


def _said(version: TransparencyNotice) -> dict[str, JSON]:
    return {name: value for name, value in version.document.items() if name not in OF_VERSION}
