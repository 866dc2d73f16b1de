"""Telling of a change of the policy: one notice for each party, and a note for whom somebody told otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from selfcontact.accounts.actions import demand_dpo
from selfcontact.changes.models import Told, Way
from selfcontact.changes.parties import Party, concerned, to_renew
from selfcontact.compliance.deadline import day_of
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.notices import actions as notices
from selfcontact.notices.models import Kind
from selfcontact.policies.models import Version

#: Advisory lock under which somebody is told.
LOCK = 0x7011D


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who is concerned by a version, with what was told to whom; whoever is concerned no more stays in `told`."""

    told: Sequence[Told]
    left: Sequence[Party]


def standing(version: Version, at: datetime) -> Standing:
    """Return who was told of a version and who is left on that day; nobody is concerned by one that does not weigh."""
    told = list(Told.objects.filter(version=version).order_by("pk"))
    done = {one.party for one in told}
    left = [one for one in concerned(day_of(at)) if one.code not in done] if version.substantial else []
    return Standing(told=told, left=left)


@transaction.atomic
def tell(*, actor: Actor, version: Version, at: datetime) -> list[Told]:
    """Write to everyone who is concerned, was not told yet and has an address.

    A provider whose people must be asked again is asked for new consents. Raises UserError unless the actor is the
    DPO, for a version that does not weigh, and when nobody can be written to.
    """
    _refuse(actor, version)
    _one_at_a_time()
    reached = [one for one in standing(version, at).left if one.ways]
    if not reached:
        raise UserError(
            "change_nobody",
            fr="Il ne reste personne à qui écrire.",
            en="Nobody is left to write to.",
            hint="selfcontact policy told",
        )
    return [_tell(actor, version, one, at) for one in reached]


@transaction.atomic
def note_told(*, actor: Actor, version: Version, party: str, way: Way, at: datetime) -> Told:
    """Write down that somebody was told otherwise than by a notice; raises UserError as `tell`, and for a stranger."""
    _refuse(actor, version)
    _one_at_a_time()
    if party not in {one.code for one in standing(version, at).left} or way == Way.NOTICE:
        raise UserError(
            "change_party",
            fr="Ce destinataire n’est pas parmi ceux qui restent à prévenir, ou ce n’est pas un moyen.",
            en="This party is not among those left to tell, or this is no way.",
            hint="selfcontact policy concerned",
        )
    return _note(actor, version, party, way, at, {})


def _one_at_a_time() -> None:
    """Let the second of two who press the button find nobody left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _refuse(actor: Actor, version: Version) -> None:
    demand_dpo(actor, terminal=True)
    if not version.substantial:
        raise UserError(
            "change_light",
            fr=f"La version {version.number} n’est pas substantielle : personne n’est à prévenir.",
            en=f"Version {version.number} is not substantial: nobody is to be told.",
        )


def _tell(actor: Actor, version: Version, party: Party, at: datetime) -> Told:
    renewed = to_renew(party, version.in_force_on) if version.consent_again else ()
    facts: dict[str, str | date] = {
        "reference": f"P{version.number}",
        "on": version.in_force_on,
        "news": version.change(party.language),
        "page": f"{settings.FACE_URLS['public']}/policy/{version.number}/",
    }
    if renewed:
        facts["records"] = "\n".join(renewed)[:5_000]
    for means, to in party.ways:
        notices.write(
            actor=actor,
            subject_uid=version.uid,
            kind=Kind.CONSENT_AGAIN if renewed else Kind.POLICY_CHANGED,
            recipient=party.code,
            language=party.language,
            means=means,
            to=to,
            facts=facts,
            at=at,
        )
    return _note(actor, version, party.code, Way.NOTICE, at, {"consent_asked": list(renewed)} if renewed else {})


def _note(actor: Actor, version: Version, party: str, way: Way, at: datetime, more: dict[str, JSON]) -> Told:
    made = Told.objects.create(version=version, party=party, way=way, at=at)
    details: dict[str, JSON] = {"version": version.number, "party": party, "way": str(way), **more}
    record(actor=actor, action=Action.POLICY_TOLD, mandate_id=None, object_id=version.uid, details=details)
    return made
