"""Who else touches the data: subprocessors, where they are and what passes through them; providers it came from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.conf import settings

from selfcontact.compliance.route import EU_COUNTRIES
from selfcontact.lines.models import Trunk
from selfcontact.providers.models import Provider
from selfcontact.subprocessors.models import Route, Subprocessor

SMTP = "django.core.mail.backends.smtp.EmailBackend"
Standing = Literal["valid", "missing", "expired", "suspended"]


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A subprocessor (GDPR art. 28(2) and 30(2)(c)); `ways` are the open routes, trunks and mail servers it runs."""

    reference: str
    name: str
    kind: str
    country: str
    within_union: bool
    contract_sha256: str
    vetted_on: date | None
    vetted_until: date | None
    #: What the review found of access from outside the Union.
    transfers: str
    standing: Standing
    ways: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A provider of files (art. 14(2)(f)), and its agreements in force."""

    reference: str
    name: str
    country: str
    usable: bool
    agreements: Sequence[str]


def recipients(day: date) -> list[Recipient]:
    """Return the subprocessors, as they stand on that day."""
    ways = _ways()
    return [_recipient(one, day, ways.get(one.reference, [])) for one in Subprocessor.objects.order_by("reference")]


def sources(day: date) -> list[Source]:
    """Return the providers with their agreements in force on that day."""
    return [
        Source(
            reference=one.reference,
            name=one.name,
            country=one.country,
            usable=one.usable,
            agreements=[a.reference for a in one.agreements.all() if a.starts_on <= day <= a.ends_on],
        )
        for one in Provider.objects.prefetch_related("agreements").order_by("reference")
    ]


def _recipient(one: Subprocessor, day: date, ways: Sequence[str]) -> Recipient:
    return Recipient(
        reference=one.reference,
        name=one.name,
        kind=one.kind,
        country=one.country,
        within_union=one.country in EU_COUNTRIES,
        contract_sha256=one.contract_sha256,
        vetted_on=one.vetted_on,
        vetted_until=one.vetting_expires_on,
        transfers=one.transfers,
        standing=_standing(one, day),
        ways=ways,
    )


def _standing(one: Subprocessor, day: date) -> Standing:
    if one.suspended_on is not None:
        return "suspended"
    if one.vetted_on is None or one.vetted_on > day:
        return "missing"
    return "valid" if one.vetted(day) else "expired"


def _ways() -> Mapping[str, list[str]]:
    ways: defaultdict[str, list[str]] = defaultdict(list)
    routes = Route.objects.filter(enabled=True).values_list("subprocessor__reference", "reference")
    trunks = Trunk.objects.filter(enabled=True).values_list("subprocessor__reference", "reference")
    for subprocessor, reference in (*routes.order_by("reference"), *trunks.order_by("reference")):
        ways[subprocessor].append(reference)
    for subprocessor, host in mail_hosts():
        ways[subprocessor].append(host)
    return ways


def mail_hosts() -> list[tuple[str, str]]:
    """Return the mail servers in use, each with the reference of who runs it, empty when nobody is named."""
    named = [(settings.MAILBOX_SUBPROCESSOR, settings.MAILBOX_HOST)]
    if settings.EMAIL_BACKEND == SMTP:
        named.append((settings.EMAIL_SUBPROCESSOR, settings.EMAIL_HOST))
    return [(reference, host) for reference, host in named if host]
