"""On whose behalf we process, and what (GDPR art. 30(2)(a) and (b)): one controller for each mandate."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef

from selfcontact.accounts.models import Membership, Seat
from selfcontact.campaigns.models import Campaign
from selfcontact.intake.models import Delivery
from selfcontact.lines.models import Line
from selfcontact.mandates.models import Instruction, Mandate


class Activity(StrEnum):
    """A category of processing carried out on behalf of a controller."""

    HOLDING = "holding"
    SENDING = "sending"
    ANSWERING = "answering"
    RIGHTS = "rights"


@dataclass(frozen=True, kw_only=True)
class Controller:
    """A candidate under one mandate. `contacts` are the owners of its team; `instructions` the hashes in force.

    `assessed`: the candidate has validated an impact assessment.
    """

    mandate: str
    name: str
    party: str
    election: str
    state: str
    opens_on: date
    ends_on: date
    contacts: Sequence[str]
    activities: Sequence[Activity]
    instructions: Sequence[tuple[str, str]]
    assessed: bool


def gather(mandate: Mandate | None = None) -> list[Controller]:
    """Return the controller of every mandate by its reference, ended ones included, or of that mandate alone."""
    found = Mandate.objects.select_related("candidate").prefetch_related("instructions").order_by("reference")
    if mandate:
        found = found.filter(pk=mandate.pk)
    found = found.annotate(
        holds=Exists(Delivery.objects.filter(mandate=OuterRef("pk"))),
        sends=Exists(Campaign.objects.filter(mandate=OuterRef("pk")).exclude(state=Campaign.State.DRAFT)),
        speaks=Exists(Line.objects.filter(mandate=OuterRef("pk")).exclude(state=Line.State.DRAFT)),
    )
    owners = _owners()
    return [_controller(one, owners.get(one.candidate_id, ())) for one in found]


def _controller(one: Mandate, contacts: Sequence[str]) -> Controller:
    signed = [found for found in one.instructions.all() if found.withdrawn_at is None]
    assessed = [found for found in signed if found.kind == Instruction.Kind.ASSESSMENT]
    return Controller(
        mandate=one.reference,
        name=one.candidate.name,
        party=one.candidate.party,
        election=one.election,
        state=one.state,
        opens_on=one.opens_on,
        ends_on=one.ends_on,
        contacts=contacts,
        activities=list(_activities(one)),
        instructions=[(found.reference, found.document_sha256) for found in signed if found not in assessed],
        assessed=bool(assessed),
    )


def _activities(one: Mandate) -> Sequence[Activity]:
    done = {
        Activity.HOLDING: getattr(one, "holds", False),
        Activity.SENDING: getattr(one, "sends", False),
        Activity.ANSWERING: getattr(one, "speaks", False),
    }
    # Whoever was never written to may ask whether we know anything: that one is always carried out.
    return [*(activity for activity, begun in done.items() if begun), Activity.RIGHTS]


def _owners() -> Mapping[int, list[str]]:
    owners: defaultdict[int, list[str]] = defaultdict(list)
    seats = Membership.objects.filter(seat=Seat.OWNER, user__is_active=True).order_by("user__email")
    for candidate_id, email in seats.values_list("candidate_id", "user__email"):
        owners[candidate_id].append(email)
    return owners
