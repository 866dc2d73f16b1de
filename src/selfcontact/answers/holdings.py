"""What the live mandates hold of one number, mandate by mandate, in the words of the document."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, QuerySet

from selfcontact.campaigns.content import approval_in_force
from selfcontact.campaigns.models import Campaign, Message, Outcome, Receipt, Reply, Stop, Trial
from selfcontact.campaigns.promised import policy_at
from selfcontact.campaigns.wording import written
from selfcontact.contacts.finding import Found, everywhere, fingerprints
from selfcontact.contacts.models import Invitation, TeamNumber
from selfcontact.geo import communes
from selfcontact.intake.models import Delivery
from selfcontact.ledger.leaf import JSON, canonical
from selfcontact.lib.digest import text_sha256
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.opposition.models import Entry
from selfcontact.providers.models import ConsentForm
from selfcontact.vault import open_vault

#: Places that sealed values are bound to (see `selfcontact.campaigns`).
REPLY, TRIAL = "reply", "trial"
KINDS: Mapping[int, str] = {
    Outcome.Kind.HANDED_OVER: "handed-over",
    Outcome.Kind.REFUSED: "refused",
    Outcome.Kind.OPPOSED: "opposed",
    Outcome.Kind.EXPIRED: "expired",
    Outcome.Kind.FAILED: "failed",
    Outcome.Kind.UNKNOWN: "unknown",
}
#: Outcomes after which the carrier has, or may have, the number.
PASSED_ON = frozenset({"handed-over", "delivered", "undelivered", "failed", "unknown"})


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Everything found; `stamp` changes when something of it is gone or has been altered."""

    mandates: Mapping[int, Mandate] = field(repr=False)
    searched: int
    contacts: Sequence[JSON] = field(repr=False)
    messages: Sequence[JSON] = field(repr=False)
    replies: Sequence[JSON] = field(repr=False)
    tests: Sequence[JSON] = field(repr=False)
    oppositions: Sequence[JSON] = field(repr=False)
    carriers: frozenset[int]
    ids: Sequence[tuple[int, int]]
    stamp: bytes

    @property
    def any(self) -> bool:
        """Tell whether anything at all is held of the number."""
        return bool(self.contacts or self.messages or self.replies or self.tests or self.oppositions)


def of(number: int) -> Holdings:
    """Search every live mandate, under every generation of its keys, and the opposition list."""
    live = Mandate.objects.filter(state=Mandate.State.LIVE).select_related("candidate").in_bulk()
    prints: dict[int, set[bytes]] = {}
    for mandate_id, fingerprint in fingerprints(number):
        prints.setdefault(mandate_id, set()).add(fingerprint)
    found = everywhere(number)
    messages, carriers = _messages(live, prints)
    contacts = _contacts(live, found)
    replies, tests = _replies(live, prints), [*_declared(live, prints), *_trials(live, number)]
    concerned = {str(one["mandate"]) for one in (*contacts, *messages, *replies, *tests)}
    return Holdings(
        mandates={pk: one for pk, one in live.items() if one.reference in concerned},
        searched=len(live),
        contacts=contacts,
        messages=messages,
        replies=replies,
        tests=tests,
        oppositions=_oppositions(number),
        carriers=frozenset(carriers),
        ids=[(one.mandate_id, one.id) for one in found],
        stamp=stamp(contacts, replies),
    )


def stamp(contacts: Sequence[Mapping[str, JSON]], replies: Sequence[Mapping[str, JSON]]) -> bytes:
    """Return a digest of what could be erased or corrected; a receipt that comes later changes nothing of it."""
    return hashlib.sha256(canonical({"contacts": contacts, "replies": replies})).digest()


def _contacts(live: Mapping[int, Mandate], found: Sequence[Found]) -> list[dict[str, JSON]]:
    deliveries = Delivery.objects.select_related("agreement__provider").in_bulk({one.delivery_id for one in found})
    forms = ConsentForm.objects.in_bulk({one.form_id for one in found})
    return [
        {
            "mandate": live[one.mandate_id].reference,
            "controller": live[one.mandate_id].candidate.name,
            "data": _data(one),
            "restricted": one.restricted,
            "source": _source(deliveries[one.delivery_id], forms.get(one.form_id), one.consented_on),
            "until": str(live[one.mandate_id].ends_on),
        }
        for one in found
    ]


def _data(one: Found) -> dict[str, JSON]:
    return {
        "surname": one.payload.surname,
        "first_name": one.payload.first_name,
        "address": one.payload.address,
        "number": f"+{one.payload.e164}",
        "age": one.age,
        "postcode": one.postcode,
        "commune": communes.name(one.commune) or one.commune,
    }


def _source(delivery: Delivery, form: ConsentForm | None, consented_on: date) -> dict[str, JSON]:
    agreement = delivery.agreement
    return {
        "provider": {"name": agreement.provider.name, "country": agreement.provider.country},
        "agreement": {"reference": agreement.reference, "signed_on": str(agreement.signed_on)},
        "form": None if form is None else _form(form),
        "consented_on": str(consented_on),
        "delivery": {
            "reference": delivery.reference,
            "received_on": str(delivery.received_on),
            "file_sha256": delivery.file_sha256,
        },
    }


def _form(form: ConsentForm) -> dict[str, JSON]:
    return {
        "code": form.code,
        "wording": form.wording,
        "sha256": form.wording_sha256,
        "used_from": str(form.used_from),
        "purposes": list(form.purposes),
        "channels": list(form.channels),
        "recipients": form.recipients,
    }


def _messages(live: Mapping[int, Mandate], prints: Mapping[int, set[bytes]]) -> tuple[list[dict[str, JSON]], set[int]]:
    told: list[dict[str, JSON]] = []
    carriers: set[int] = set()
    for mandate_id, mandate in live.items():
        campaigns = mandate.campaigns.select_related("route__subprocessor").in_bulk()
        places = Message.objects.filter(
            mandate_id=mandate_id, campaign_id__in=campaigns, phone_index__in=prints.get(mandate_id, ())
        )
        asked = {bytes(one.phone_index): one for one in _invitations(mandate_id, prints)}
        found = places.order_by("campaign_id").values_list("campaign_id", "position", "phone_index")
        for campaign_id, position, index in found:
            one = _message(mandate, campaigns[campaign_id], position)
            told.append(one | _answered(asked.get(bytes(index)), campaign_id))
            if one["outcome"] in PASSED_ON:
                carriers.add(campaigns[campaign_id].route.subprocessor_id)
    return told, carriers


def _invitations(mandate_id: int, prints: Mapping[int, set[bytes]]) -> QuerySet[Invitation]:
    return Invitation.objects.filter(mandate_id=mandate_id, phone_index__in=prints.get(mandate_id, ()))


def _answered(asked: Invitation | None, campaign_id: int) -> dict[str, JSON]:
    """Return what is kept of the answer to an invitation, with the message that asked last; else nothing."""
    if asked is None or asked.campaign_id != campaign_id:
        return {}
    said: dict[str, JSON] = {
        "times": asked.rounds,
        "answer": asked.answer or "silent",
        "agreed_at": _instant(asked.agreed_at),
        "refused_at": _instant(asked.refused_at),
    }
    return {"invitation": said}


def _message(mandate: Mandate, campaign: Campaign, position: int) -> dict[str, JSON]:
    place = {"mandate_id": mandate.pk, "campaign_id": campaign.pk, "position": position}
    outcome = Outcome.objects.filter(**place).order_by("part").first()
    reached, said = _receipt(Receipt.objects.filter(**place))
    stop = Stop.objects.filter(**place).first()
    signed = approval_in_force(campaign)
    return {
        "mandate": mandate.reference,
        "controller": mandate.candidate.name,
        "campaign": campaign.reference,
        "sender_name": campaign.sender_name,
        # Names were put in place as it left; what was sent is kept nowhere, the approved text is.
        "text": written(campaign),
        "text_sha256": text_sha256(written(campaign)),
        "approved_on": _day(signed.signed_at if signed else None),
        "at": _instant(outcome.at if outcome else None),
        "outcome": said or (KINDS[outcome.kind] if outcome else "pending"),
        "reason": outcome.reason if outcome else "",
        "received_at": _instant(reached),
        "stopped_at": _instant(stop.at if stop else None),
        "carrier": campaign.route.subprocessor.name,
        "policy": policy_at(mandate.pk, campaign.pk, position),
    }


def _receipt(receipts: QuerySet[Receipt]) -> tuple[datetime | None, str]:
    """Return when it arrived, and what the carrier said last of the first part."""
    highest = receipts.aggregate(state=Max("state"))["state"]
    if highest == Receipt.State.DELIVERED:
        last = receipts.filter(state=highest).order_by("-received_at").first()
        return (last.carrier_at or last.received_at) if last else None, "delivered"
    return None, "undelivered" if (highest or 0) >= Receipt.State.FAILED_UNKNOWN else ""


def _replies(live: Mapping[int, Mandate], prints: Mapping[int, set[bytes]]) -> list[dict[str, JSON]]:
    references = dict(Campaign.objects.filter(mandate__in=live).values_list("pk", "reference"))
    keys = open_vault().keys
    told: list[dict[str, JSON]] = []
    for mandate_id, indexes in prints.items():
        for one in Reply.objects.filter(mandate_id=mandate_id, phone_index__in=indexes).order_by("received_at"):
            clear = keys.open(mandate_id, one.generation).open(REPLY, one.uid.int >> 65, bytes(one.sealed))
            told.append({
                "mandate": live[mandate_id].reference,
                "campaign": references[one.campaign_id],
                "at": _instant(one.received_at),
                "text": clear.decode(),
            })  # fmt: skip
    return told


def _declared(live: Mapping[int, Mandate], prints: Mapping[int, set[bytes]]) -> Iterable[dict[str, JSON]]:
    for mandate_id, indexes in prints.items():
        for one in TeamNumber.objects.filter(mandate_id=mandate_id, phone_index__in=indexes):
            yield _test(live[mandate_id], "declared", one.declared_at)


def _trials(live: Mapping[int, Mandate], number: int) -> Iterable[dict[str, JSON]]:
    """Yield the tests of texts that went to the number; there are few, and they have no index: each is opened."""
    keys = open_vault().keys
    for one in Trial.objects.filter(mandate_id__in=live).order_by("at"):
        clear = keys.open(one.mandate_id, one.generation).open(TRIAL, one.uid.int >> 65, bytes(one.sealed))
        if clear == str(number).encode():
            yield _test(live[one.mandate_id], "sent", one.at)


def _test(mandate: Mandate, what: str, at: datetime) -> dict[str, JSON]:
    return {
        "mandate": mandate.reference,
        "controller": mandate.candidate.name,
        "what": what,
        "at": _instant(at),
    }


def _oppositions(number: int) -> list[dict[str, JSON]]:
    tag = bytes(open_vault().suppression().tag(number))
    found = Entry.objects.filter(tag=tag).select_related("candidate").order_by("pk")
    return [
        {
            "kind": one.kind,
            "channel": one.channel,
            "scope": one.candidate.name if one.candidate else None,
            "month": f"{one.month:%Y-%m}",
            "until": str(one.expires_on),
        }
        for one in found
    ]


def refuse_contradiction(ground: str, found: Holdings) -> None:
    """Raise UserError when the answer would say that nothing is held, and something is."""
    if ground == "not-held" and found.any:
        raise UserError(
            "answer_contradicts",
            fr="Ce refus dit que nous n’avons rien ; nous avons quelque chose sur ce numéro.",
            en="This refusal says that we hold nothing; something is held of this number.",
        )


def _instant(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _day(at: datetime | None) -> str | None:
    return str(at.date()) if at else None
