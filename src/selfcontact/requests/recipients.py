"""Who had received somebody's data, and what they are told of it (GDPR art. 19): which of their rows, never who.

A provider finds the person by the line of its own file; a carrier by its own number of the message.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from selfcontact.campaigns.models import Campaign, Message, Outcome
from selfcontact.contacts.finding import closed
from selfcontact.contacts.models import Contact
from selfcontact.intake.models import Delivery
from selfcontact.lib.actor import Actor
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind as Said
from selfcontact.notices.models import Language, Means, Notice
from selfcontact.providers.models import Provider
from selfcontact.requests.models import Request
from selfcontact.requests.wording import FIELDS, said
from selfcontact.subprocessors.models import Subprocessor

#: What may have reached the carrier: handed over, or nobody knows.
LEFT = (Outcome.Kind.HANDED_OVER, Outcome.Kind.UNKNOWN)
#: The line of a contact in its file is the lower half of its id.
LINE = 0xFFFFFFFF


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A company that had received data of the person, and what it knows them by."""

    company: Provider | Subprocessor
    rows: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return how a notice names who reads it."""
        kind = "provider" if isinstance(self.company, Provider) else "subprocessor"
        return f"{kind}:{self.company.reference}"

    @property
    def language(self) -> Language:
        """Return in which language the company is written to."""
        return Language.FRENCH if self.company.country == "FR" else Language.ENGLISH

    @property
    def way(self) -> tuple[Means, str]:
        """Return its address for such matters; without one the notice waits as a letter."""
        mail = self.company.privacy_email
        return (Means.MAIL, mail) if mail else (Means.POST, f"{self.company.name}\n{self.company.country}")


def of_number(number: int, mandates: Collection[int]) -> list[Recipient]:
    """Return who had received the data that these mandates hold of a number; to be asked before anything is erased."""
    found = [one for one in closed(number) if one.mandate_id in mandates]
    return [*_providers(found), *_carriers(found)]


def tell(
    actor: Actor,
    request: Request,
    kind: Said,
    recipients: Iterable[Recipient],
    at: datetime,
    *,
    changes: Collection[str] = (),
) -> list[Notice]:
    """Write to each of them, once for each request and kind; return what was written."""
    made = []
    for one in recipients:
        means, to = one.way
        facts = {"reference": request.reference, "records": "\n".join(one.rows)[:5_000]}
        if changes:
            facts["changes"] = said(FIELDS, changes, one.language)
        made.append(
            notices.write(
                actor=actor,
                subject_uid=request.uid,
                kind=kind,
                recipient=one.name,
                language=one.language,
                means=means,
                to=to,
                facts=facts,
                at=at,
            )
        )
    return made


def _providers(found: Collection[Contact]) -> list[Recipient]:
    deliveries = Delivery.objects.select_related("agreement__provider").in_bulk({one.delivery_id for one in found})
    rows: dict[Provider, list[str]] = defaultdict(list)
    for one in found:
        of = deliveries[one.delivery_id]
        line = one.id & LINE
        rows[of.agreement.provider].append(f"{of.reference}, SHA-256 {of.file_sha256}, ligne/line {line}")
    return [Recipient(company=company, rows=tuple(told)) for company, told in rows.items()]


def _carriers(found: Collection[Contact]) -> list[Recipient]:
    rows: dict[Subprocessor, list[str]] = defaultdict(list)
    for one in found:
        for campaign, carrier_id in _carried(one):
            route = campaign.route
            rows[route.subprocessor].append(f"{route.reference}, message {carrier_id or '-'}")
    return [Recipient(company=company, rows=tuple(dict.fromkeys(told))) for company, told in rows.items()]


def _carried(contact: Contact) -> list[tuple[Campaign, str | None]]:
    """Return each part of each message that left to a contact: its campaign, and what the carrier calls it."""
    sent = Message.objects.filter(mandate_id=contact.mandate_id, phone_index=bytes(contact.phone_index))
    places = list(sent.values_list("campaign_id", "position"))
    campaigns = Campaign.objects.select_related("route__subprocessor").in_bulk({place for place, _ in places})
    carried = []
    for campaign_id, position in places:
        left = Outcome.objects.filter(
            mandate_id=contact.mandate_id, campaign_id=campaign_id, position=position, kind__in=LEFT
        )
        carried += [(campaigns[campaign_id], carrier_id) for carrier_id in left.values_list("carrier_id", flat=True)]
    return carried
