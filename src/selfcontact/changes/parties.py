"""Whom a change of the policy concerns: candidates with a live mandate, who delivers files, who carries for us.

People who were written to are concerned as well. No address of theirs is held, so each page of the public site tells
them, the one behind the link of the next message too; here they are a number, and a rounded one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from selfcontact.breaches.extent import coarse
from selfcontact.breaches.telling import addresses
from selfcontact.campaigns.models import Tally
from selfcontact.contacts.models import Contact
from selfcontact.intake.models import Delivery
from selfcontact.mandates.models import Candidate, Mandate
from selfcontact.notices.models import Language, Means
from selfcontact.providers.models import Provider
from selfcontact.requests.recipients import Recipient
from selfcontact.subprocessors.models import Subprocessor

IN_USE = (Delivery.State.PUBLISHED, Delivery.State.HELD)


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody to tell, and where; without a way somebody has to tell them otherwise."""

    code: str
    name: str
    language: Language
    ways: Sequence[tuple[Means, str]]


def concerned(day: date) -> list[Party]:
    """Return everyone whom a change concerns on that day, candidates first."""
    companies: list[Provider | Subprocessor] = [*_providers(day), *_subprocessors()]
    return [*_candidates(), *map(_company, companies)]


def _candidates() -> Iterable[Party]:
    live = list(Mandate.objects.filter(state=Mandate.State.LIVE).select_related("candidate").order_by("pk"))
    owners = addresses(live)
    named: dict[int, Candidate] = {one.candidate_id: one.candidate for one in live}
    for pk, candidate in named.items():
        ways = [(Means.MAIL, to) for to in owners.get(pk, ())]
        code = f"candidate:{candidate.reference}"
        yield Party(code=code, name=candidate.name, language=Language.FRENCH, ways=ways)


def _providers(day: date) -> Iterable[Provider]:
    """Return who may deliver today, and whose files a live mandate uses."""
    bound = Q(agreements__starts_on__lte=day, agreements__ends_on__gte=day)
    used = Q(agreements__deliveries__state__in=IN_USE, agreements__deliveries__mandate__state=Mandate.State.LIVE)
    return Provider.objects.filter(bound | used).distinct().order_by("reference")


def _subprocessors() -> Iterable[Subprocessor]:
    return Subprocessor.objects.filter(vetted_on__isnull=False, suspended_on=None).order_by("reference")


def _company(company: Provider | Subprocessor) -> Party:
    known = Recipient(company=company, rows=())
    return Party(code=known.name, name=company.name, language=known.language, ways=[known.way])


def people() -> int | None:
    """Return how many messages of the live mandates were handed over, rounded down; None when few, or none."""
    live = list(Mandate.objects.filter(state=Mandate.State.LIVE).values_list("pk", flat=True))
    found = Tally.objects.filter(mandate_id__in=live, term="handed_over").aggregate(whole=Sum("count"))["whole"]
    return coarse(found or 0)


def stale(deliveries: Iterable[Delivery], counts_from: date) -> Mapping[str, int]:
    """Return how many contacts of each delivery agreed before that day; one of which none did is left out."""
    counted = {
        one.reference: Contact.objects.filter(
            mandate_id=one.mandate_id, delivery_id=one.pk, consented_on__lt=counts_from
        ).count()
        for one in deliveries
    }
    return {reference: count for reference, count in counted.items() if count}


def to_renew(party: Party, counts_from: date) -> Sequence[str]:
    """Return the deliveries of a provider, in use by live mandates, whose people must be asked again.

    Every one that came before that day, whomever it still holds: a count, or one that is missing because its last
    person was erased, would tell the provider something about a person.
    """
    kind, _, reference = party.code.partition(":")
    if kind != "provider":
        return ()
    used = Delivery.objects.filter(agreement__provider__reference=reference, state__in=IN_USE)
    came = used.filter(mandate__state=Mandate.State.LIVE, received_on__lt=counts_from)
    return list(came.order_by("reference").values_list("reference", flat=True))
