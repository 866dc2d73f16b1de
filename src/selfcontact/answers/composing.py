"""Puts an answer together: what was decided, what is held, who stands around it, and what one can do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings

from selfcontact.answers import document, holdings
from selfcontact.answers.holdings import Holdings
from selfcontact.answers.words import HANDED
from selfcontact.compliance.deadline import day_of
from selfcontact.compliance.remedies import CNIL
from selfcontact.ledger.history import Question, read
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.mandates.models import Mandate
from selfcontact.policies.models import Version
from selfcontact.requests import contents
from selfcontact.requests.actions import KEPT
from selfcontact.requests.directives import in_force
from selfcontact.requests.models import Correction, Directive, Ground, Kind, Request, Rung
from selfcontact.requests.statements import Named, from_heirs, named_in
from selfcontact.subprocessors.models import Subprocessor

#: An answer that has left can be opened this often, and for so many days.
OPENINGS, DAYS = 3, 14
#: Requests of one number told in an answer.
MOST_REQUESTS = 100


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A document, the digest of what it was gathered from, and the contacts that were opened for it."""

    document: dict[str, JSON] = field(repr=False)
    stamp: bytes
    ids: Sequence[tuple[int, int]]


def compose(request: Request, language: str, at: datetime) -> Composed:
    """Return the answer to a request as it stands at that instant; nothing is looked for a person whom we refuse."""
    person = contents.unseal(request)
    number = person.number if person else None
    # Whoever did not prove the number is not told whether we know it; a refusal shows no data.
    looking = number is not None and request.rung >= Rung.CODE and request.ground in {"", Ground.NOT_HELD}
    found = holdings.of(number) if looking and number is not None else None
    if found:
        holdings.refuse_contradiction(request.ground, found)
    copied = found if _copies(request) else None
    portable = found if Kind.PORTABILITY in request.granted_kinds else None
    made: dict[str, JSON] = {
        **_head(request, language, at),
        "searched": _searched(number, found, at) if found else None,
        **_copy(copied, request),
        "portable": _portable(portable, request, at) if portable else None,
        **_around(copied or portable, request, at),
        "left_out": [],
    }
    return Composed(document=made, stamp=found.stamp if found else bytes(32), ids=found.ids if found else ())


def _copies(request: Request) -> bool:
    """Tell whether the answer is a copy: for the person, or for whom they wanted it handed to after their death."""
    if not from_heirs(request):
        return Kind.ACCESS in request.granted_kinds
    return request.executed_at is not None and told_by_ledger(request).get("directive") == HANDED


def _head(request: Request, language: str, at: datetime) -> dict[str, JSON]:
    lines = [line.strip() for line in settings.COMPANY_ADDRESS.split(",") if line.strip()]
    return {
        "format": document.FORMAT,
        "language": language,
        "reference": request.reference,
        "received_on": str(day_of(request.received_at)),
        "prepared_at": at.isoformat(timespec="seconds"),
        "house": {"name": settings.COMPANY_NAME, "address": lines, "dpo": settings.DPO_EMAIL},
        "decision": {
            "rights": list(request.kinds),
            "outcome": "refused" if request.ground else "granted-in-part" if request.refused else "granted",
            "ground": request.ground or None,
            "refused": [{"right": kind, "ground": why} for kind, why in sorted(request.refused.items())],
        },
    }


def _searched(number: int | None, found: Holdings, at: datetime) -> dict[str, JSON]:
    return {"number": f"+{number}", "on": str(day_of(at)), "mandates": found.searched, "held": found.any}


def _copy(found: Holdings | None, request: Request) -> dict[str, JSON]:
    return {
        "copied": found is not None,
        "contacts": found.contacts if found else [],
        "messages": found.messages if found else [],
        "replies": found.replies if found else [],
        "tests": found.tests if found else [],
        "oppositions": found.oppositions if found else [],
        "requests": _requests(request) if found else [],
        "directives": _directives(request) if found else [],
    }


def _requests(request: Request) -> list[dict[str, JSON]]:
    if request.phone_index is None:
        return []
    person = contents.unseal(request)
    indexes = contents.indexes(person.number) if person and person.number else []
    found = Request.objects.filter(phone_index__in=indexes).order_by("received_at")[:MOST_REQUESTS]
    return [
        {
            "reference": one.reference,
            "rights": list(one.kinds),
            "received_on": str(day_of(one.received_at)),
            "state": one.state,
        }
        for one in found.defer("sealed")
    ]


def _directives(request: Request) -> list[dict[str, JSON]]:
    """Return what the person wishes for after their death, as far as it is in force."""
    person = contents.unseal(request)
    found = in_force(person.number) if person and person.number else Directive.objects.none()
    return [
        {"wish": one.wish, "stated_on": str(day_of(one.stated_at)), "named": (named_in(one) or Named()).name}
        for one in found.order_by("stated_at")
    ]


def _portable(found: Holdings, request: Request, at: datetime) -> dict[str, JSON]:
    """Return what the person provided, and nothing that we made of it (GDPR art. 20(1))."""
    return {
        "format": document.PORTABLE,
        "reference": request.reference,
        "prepared_at": at.isoformat(timespec="seconds"),
        "people": [_provided(one) for one in found.contacts],
        "replies": [{"at": one["at"], "text": one["text"]} for one in _each(found.replies)],
    }


def _provided(contact: JSON) -> dict[str, JSON]:
    (one,) = _each([contact])
    (data,), (source,) = _each([one["data"]]), _each([one["source"]])
    form = source["form"]
    names = ("surname", "first_name", "address", "number", "age")
    return {
        **{name: data[name] for name in names},
        "controller": one["controller"],
        "consented_on": source["consented_on"],
        "form": form["code"] if isinstance(form, Mapping) else None,
    }


def _each(values: Iterable[JSON]) -> list[Mapping[str, JSON]]:
    return [one for one in values if isinstance(one, Mapping)]


def _around(found: Holdings | None, request: Request, at: datetime) -> dict[str, JSON]:
    return {
        "controllers": [_controller(one) for one in found.mandates.values()] if found else [],
        "recipients": _recipients(found, day_of(at)) if found else [],
        "effects": effects(request),
        "retention": {
            "opposition_years": settings.OPPOSITION_YEARS,
            "request_days": KEPT.days,
            "answer_days": DAYS,
            "openings": OPENINGS,
        },
        "policy": _policy(request, day_of(at)),
        "authority": {
            "name": CNIL.name, "address": list(CNIL.address), "url": CNIL.url, "telephone": CNIL.telephone,
        },
    }  # fmt: skip


def _controller(mandate: Mandate) -> dict[str, JSON]:
    return {
        "name": mandate.candidate.name,
        "party": mandate.candidate.party,
        "election": mandate.election,
        "mandate": mandate.reference,
        "opens_on": str(mandate.opens_on),
        "ends_on": str(mandate.ends_on),
    }


def _recipients(found: Holdings, on: date) -> list[dict[str, JSON]]:
    """Return the carriers that got the number, and the hosts where it lies."""
    hosts = [one.pk for one in Subprocessor.objects.filter(kind=Subprocessor.Kind.HOST) if one.vetted(on)]
    wanted = {*found.carriers, *(hosts if found.contacts else ())}
    every = Subprocessor.objects.filter(pk__in=wanted).order_by("kind", "name")
    return [{"name": one.name, "role": one.kind, "country": one.country} for one in every]


def _policy(request: Request, on: date) -> dict[str, JSON] | None:
    """Return the version in force, and the one that the person had before them when they asked."""
    version = Version.objects.in_force(on)
    if version is None:
        return None
    before = Version.objects.filter(number=request.policy_version or 0).first()
    return {**_version(version), **({"before_you": _version(before)} if before else {})}


def _version(version: Version) -> dict[str, JSON]:
    return {
        "version": version.number,
        "in_force_on": str(version.in_force_on),
        "sha256": version.sha256,
        "url": f"{settings.FACE_URLS['public']}/policy/{version.number}/",
    }


def effects(request: Request) -> dict[str, JSON] | None:
    """Return what was carried out, as the ledger tells it."""
    if request.executed_at is None:
        return None
    details = told_by_ledger(request)
    correction = Correction.objects.filter(request=request, applied_at__isnull=False).first()
    return {
        "executed_on": str(day_of(request.executed_at)),
        "rights": sorted(request.granted_kinds),
        "scope": request.candidate.name if request.candidate else None,
        **{name: details.get(name) or 0 for name in ("erased", "restricted", "corrected", "held")},
        "fields": list(correction.fields) if correction else [],
        "directive": details.get("directive") or None,
    }


def told_by_ledger(request: Request) -> Mapping[str, JSON]:
    """Return what the ledger has of the execution of a request."""
    lines = read(Question(objects=(request.uid,), action=Action.REQUEST_EXECUTED), limit=1).lines
    return lines[0].details if lines else {}
