"""Writing to the controllers (GDPR art. 33(2) and (3)): one notice for each owner of a candidate's team."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from selfcontact.accounts.models import Membership, Seat
from selfcontact.breaches import sealing
from selfcontact.breaches.extent import OF_PERSONS, coarse
from selfcontact.breaches.models import Breach, Extent, Kind, Step
from selfcontact.compliance import breach as terms
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind as Notice
from selfcontact.notices.models import Language, Means
from selfcontact.notices.refusals import LONGEST_FACT

PARIS = ZoneInfo("Europe/Paris")
NATURES = {
    "confidentiality": "confidentialité",
    "integrity": "intégrité",
    "availability": "disponibilité",
}


def latest(breach: Breach) -> list[Extent]:
    """Return the last answer for each mandate, the house's own keys last."""
    found: dict[int | None, Extent] = {}
    for one in breach.extents.select_related("mandate__candidate").order_by("pk"):
        found[one.mandate_id] = one
    return sorted(found.values(), key=lambda one: (one.mandate_id is None, one.mandate_id or 0))


def untold(breach: Breach) -> list[Extent]:
    """Return what was measured of the mandates whose controller was not told yet."""
    told = set(breach.steps.filter(kind=Kind.CONTROLLERS_TOLD).values_list("mandate_id", flat=True))
    return [one for one in latest(breach) if one.mandate_id is not None and one.mandate_id not in told]


def missing(breach: Breach) -> list[str]:
    """Return what stands between a breach and its closing, as `refusals.LACKING` has it; nothing without a mandate."""
    return lacking(latest(breach), list(breach.steps.defer("sealed").order_by("pk")))


def lacking(extents: Iterable[Extent], steps: Sequence[Step]) -> list[str]:
    """Return the same of what was read already, steps in their order."""
    touched = {one.mandate_id for one in extents if one.mandate_id is not None}
    done = [one.kind for one in steps]
    decided = [kind for kind in done if kind in {Kind.PEOPLE_TO_TELL, Kind.PEOPLE_NOT_TOLD}]
    lacks = {
        "controllers": bool(touched - {one.mandate_id for one in steps if one.kind == Kind.CONTROLLERS_TOLD}),
        "authority": not {Kind.AUTHORITY_TOLD, Kind.AUTHORITY_NOT_TOLD} & set(done),
        "decision": not decided and Kind.PEOPLE_TOLD not in done,
        "people": decided[-1:] == [Kind.PEOPLE_TO_TELL] and Kind.PEOPLE_TOLD not in done,
    }
    return [code for code, wanting in lacks.items() if wanting and touched]


def notify(*, actor: Actor, breach: Breach, at: datetime) -> list[tuple[Mandate, Sequence[str]]]:
    """Write to each controller not told yet and that has an address; return its mandate and the notices.

    Raises UserError when every one is told, or when not one of the others can be written to.
    """
    left = [(one, one.mandate) for one in untold(breach) if one.mandate]
    if not left:
        raise UserError("breach_told", fr="Tous les responsables sont notifiés.", en="Every controller has been told.")
    owners = addresses([mandate for _, mandate in left])
    found = [(one, mandate, owners[mandate.candidate_id]) for one, mandate in left if mandate.candidate_id in owners]
    if not found:
        raise _nobody(left[0][1])
    return [(mandate, [_write(actor, breach, one, mandate, to, at) for to in every]) for one, mandate, every in found]


def _write(actor: Actor, breach: Breach, one: Extent, mandate: Mandate, to: str, at: datetime) -> str:
    made = notices.write(
        actor=actor,
        subject_uid=breach.uid,
        kind=Notice.BREACH_CONTROLLER,
        recipient=f"candidate:{mandate.candidate.reference}",
        language=Language.FRENCH,
        means=Means.MAIL,
        to=to,
        facts=_facts(breach, one, mandate),
        at=at,
    )
    return str(made.uid)


def _facts(breach: Breach, one: Extent, mandate: Mandate) -> Mapping[str, str]:
    words = sealing.unseal(breach)
    # The measures added since; a notice that is too long would not leave at all.
    added = [sealing.unseal(step)["text"] for step in breach.steps.filter(kind=Kind.MEASURE).order_by("pk")]
    natures = ", ".join(NATURES[nature] for nature in breach.natures)
    return {
        "reference": breach.reference,
        "candidate": f"{mandate.candidate.name} ({mandate.reference})",
        "learnt": _when(breach.learnt_at),
        "nature": f"{natures}. {words['what']}",
        "extent": said(one),
        "consequences": words["consequences"],
        "measures": "\n".join([words["measures"], *added])[:LONGEST_FACT],
        "due": _when(terms.from_json(breach.authority_term).due_at),
    }


def said(one: Extent) -> str:
    """Return an extent in French, for a controller."""
    people = f"environ {one.people} contacts" if one.people else "moins de onze contacts, ou aucun"
    keys = (
        f"Clés du mandat : {one.generations} génération(s), détruites le {_when(one.keys_destroyed_at)}"
        if one.keys_destroyed_at
        else f"Clés du mandat : {one.generations} génération(s), encore en place"
    )
    span = f"du {_when(one.since)} au {_when(one.until)}"
    return f"{people}.\n{keys}.\nUsages de ces clés par le programme {span} : {_used(one.uses)}."


def _used(uses: Mapping[str, int]) -> str:
    """Return the uses of the keys; those about one person are one line that is always there, whatever they are."""
    others = [f"{action} × {count}" for action, count in sorted(uses.items()) if action not in OF_PERSONS]
    few = coarse(sum(count for action, count in uses.items() if action in OF_PERSONS))
    return ", ".join([*others, f"gestes sur un contact : {f'environ {few}' if few else 'moins de onze, ou aucun'}"])


def addresses(mandates: Iterable[Mandate]) -> Mapping[int, list[str]]:
    """Return where the owners of each candidate's team are written to; a candidate without one is left out."""
    candidates = {mandate.candidate_id for mandate in mandates}
    owners = Membership.objects.filter(candidate_id__in=candidates, seat=Seat.OWNER, user__is_active=True)
    found: dict[int, list[str]] = {}
    for candidate, email in owners.order_by("user__email").values_list("candidate_id", "user__email"):
        found.setdefault(candidate, []).append(email)
    return found


def _nobody(mandate: Mandate) -> UserError:
    return UserError(
        "breach_nobody",
        fr=f"Personne à qui écrire pour {mandate.reference} : invitez un responsable de l’équipe, ou avertissez-le "
        "autrement et consignez-le.",
        en=f"Nobody to write to for {mandate.reference}: invite an owner of the team, or tell it otherwise and write "
        "that down.",
        hint="selfcontact user invite --seat owner | selfcontact breach tell --mandate M --otherwise TEXT",
    )


def _when(at: datetime | None) -> str:
    return f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}" if at else ""
