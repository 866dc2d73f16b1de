"""Why something is not written into the register of breaches."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from selfcontact.breaches.models import Breach, Kind, Nature, System
from selfcontact.lib.errors import UserError
from selfcontact.mandates.models import Mandate

#: A notice takes five thousand characters of each of these, with what is said before them.
LONGEST = 4_000


def words(given: Mapping[str, str]) -> None:
    """Raise unless every text says something, within reason."""
    empty = [name for name, text in given.items() if not 0 < len(text.strip()) <= LONGEST]
    if empty:
        raise UserError(
            "breach_words",
            fr=f"À dire, en {LONGEST} caractères au plus : {', '.join(empty)}.",
            en=f"To be said, in {LONGEST} characters at most: {', '.join(empty)}.",
        )


def natures(given: Sequence[Nature]) -> None:
    """Raise when nothing is said of what was breached."""
    if not given:
        raise UserError(
            "breach_nature",
            fr="Dites ce qui est atteint : confidentialité, intégrité, disponibilité.",
            en="Say what was breached: confidentiality, integrity, availability.",
        )


def systems(given: Sequence[System]) -> None:
    """Raise when nothing is said of where it happened."""
    if not given:
        raise UserError(
            "breach_system",
            fr=f"Dites où elle a eu lieu : {', '.join(System.values)}.",
            en=f"Say where it happened: {', '.join(System.values)}.",
        )


def times(*, learnt_at: datetime, began_at: datetime | None, ended_at: datetime | None, at: datetime) -> None:
    """Raise for instants to come, or that go backwards."""
    known = [one for one in (began_at, ended_at, learnt_at) if one]
    if any(one > at for one in known) or (began_at and began_at > min(ended_at or learnt_at, learnt_at)):
        raise UserError(
            "breach_times",
            fr="Ces instants sont à venir, ou vont à rebours.",
            en="These instants are to come, or go backwards.",
        )


def closed(breach: Breach) -> None:
    """Raise when nothing more is done about it."""
    if breach.steps.filter(kind=Kind.CLOSED).exists():
        raise UserError("breach_closed", fr="Cette violation est close.", en="This breach is closed.")


#: What stands between a breach and its closing.
LACKING = {
    "controllers": ("un responsable n’est pas notifié", "a controller has not been told"),
    "authority": (
        "la notification à la CNIL, ou la décision qu’il n’y a pas lieu, manque",
        "the notification of the authority, or the decision that there is no need, is missing",
    ),
    "decision": (
        "la décision du responsable sur l’information des personnes manque",
        "the controller’s decision whether the people are told is missing",
    ),
    "people": (
        "les personnes sont à avertir et ne le sont pas encore",
        "the people are to be told and have not been yet",
    ),
}


def unfinished(missing: Sequence[str]) -> None:
    """Raise while something of it is not done or not decided (GDPR art. 33 and 34)."""
    if missing:
        raise UserError(
            "breach_unfinished",
            fr=f"Elle ne peut pas être close : {' ; '.join(LACKING[one][0] for one in missing)}.",
            en=f"It cannot be closed: {'; '.join(LACKING[one][1] for one in missing)}.",
            hint="selfcontact breach tell | add",
        )


def to_tell(mandate: Mandate, left: Sequence[int | None]) -> None:
    """Raise for a mandate whose controller is told already, or that the breach does not touch."""
    if mandate.pk not in left:
        raise UserError(
            "breach_told",
            fr=f"Le responsable de {mandate.reference} est notifié, ou n’est pas concerné.",
            en=f"The controller of {mandate.reference} has been told, or is not concerned.",
        )


def reserved(kind: Kind) -> None:
    """Raise for a kind of step that has a verb of its own."""
    if kind in {Kind.CONTROLLERS_TOLD, Kind.CLOSED}:
        raise UserError(
            "breach_step",
            fr="Ceci s’inscrit de soi-même : notifier, clore.",
            en="This writes itself down: tell, close.",
            hint="selfcontact breach tell | close",
        )
