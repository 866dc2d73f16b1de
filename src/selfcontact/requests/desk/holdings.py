"""What each live mandate holds of a request's number: counts alone, nothing is opened but the number itself."""

from collections import Counter
from dataclasses import dataclass

from selfcontact.contacts.finding import closed
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.models import Entry
from selfcontact.requests import contents, refusals
from selfcontact.requests.models import Request
from selfcontact.vault import open_vault


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One mandate: how many contacts, how many of them set aside, whether they were erased or must be kept."""

    mandate: Mandate
    contacts: int
    restricted: int
    erased: bool
    held: bool
    opposed: bool


def of(request: Request) -> list[Holding]:
    """Return the mandates where the number is, or was erased or is held; none without a number, or once forgotten."""
    person = contents.unseal(request)
    if person is None or person.number is None:
        return []
    rows = closed(person.number)
    counts, aside = Counter(row.mandate_id for row in rows), Counter(row.mandate_id for row in rows if row.restricted)
    listed = _listed(person.number)
    kept = refusals.live_holds().filter(request__phone_index__in=contents.indexes(person.number))
    held = set(kept.values_list("mandate_id", flat=True))
    live = Mandate.objects.filter(state=Mandate.State.LIVE).select_related("candidate").order_by("reference")
    found = [
        Holding(
            mandate=one,
            contacts=counts[one.pk],
            restricted=aside[one.pk],
            erased=(one.candidate_id, "erasure") in listed,
            held=one.pk in held,
            opposed=bool({(None, "opposition"), (one.candidate_id, "opposition")} & listed),
        )
        for one in live
    ]
    return [one for one in found if one.contacts or one.erased or one.held]


def _listed(number: int) -> set[tuple[int | None, str]]:
    tag = bytes(open_vault().suppression().tag(number))
    return set(Entry.objects.filter(tag=tag).values_list("candidate_id", "kind"))
