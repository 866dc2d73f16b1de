"""For how long each kind of data is kept: read from the settings and from the constants that the jobs obey."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings

from selfcontact.answers.words import Said
from selfcontact.identity import actions as tickets
from selfcontact.identity import documents
from selfcontact.integrations import idempotency, sending
from selfcontact.mailbox import actions as mailbox
from selfcontact.requests import actions as requests


class Period(NamedTuple):
    """What is kept, and until when."""

    what: Said
    until: Said


def gather() -> list[Period]:
    """Return the periods that this installation applies."""
    return [*_of_contacts(), *_of_rights(), *_of_the_house()]


def _of_contacts() -> Sequence[Period]:
    snapshot = settings.KEY_SNAPSHOT_DAYS
    return [
        Period(
            Said("Contacts, messages, accusés et réponses", "Contacts, messages, receipts and replies"),
            Said(
                "jusqu’à la fin du mandat : ses clés sont détruites, ses partitions supprimées, un certificat délivré",
                "until the mandate ends: its keys are destroyed, its partitions dropped, a certificate issued",
            ),
        ),
        Period(
            Said("Copies de sauvegarde", "Backups"),
            Said(
                f"illisibles dès la destruction des clés, dont une copie peut subsister {snapshot} jours",
                f"unreadable once the keys are destroyed, of which a copy may last {snapshot} days",
            ),
        ),
        Period(
            Said("Fichier déposé que personne ne confirme", "Uploaded file that nobody confirms"),
            _hours(timedelta(hours=settings.UPLOAD_HOURS)),
        ),
        Period(
            Said("Liste d’opposition (empreintes à clé)", "Opposition list (keyed fingerprints)"),
            Said(
                f"{settings.OPPOSITION_YEARS} ans et un mois au plus après l’opposition",
                f"{settings.OPPOSITION_YEARS} years and a month at most after the objection",
            ),
        ),
    ]


def _of_rights() -> Sequence[Period]:
    closed = Said("après la clôture de la demande", "after the request is closed")
    return [
        Period(
            Said("Personne et texte d’une demande", "Person and text of a request"),
            _days(requests.KEPT, closed),
        ),
        Period(
            Said("Courrier du délégué", "Mail of the data protection officer"),
            _days(
                mailbox.KEPT,
                Said("après la réception, ou à la purge de sa demande", "after reception, or with its request"),
            ),
        ),
        Period(
            Said("Pièce d’identité", "Identity document"),
            _then(_hours(documents.KEPT), Said("au plus, moins si l’on a décidé", "at most, less once it is decided")),
        ),
        Period(
            Said("Code à usage unique (empreinte)", "One-time code (digest)"),
            _days(tickets.KEPT, Said("après son envoi", "after it was sent")),
        ),
    ]


def _of_the_house() -> Sequence[Period]:
    return [
        Period(
            Said("Session d’un membre de la maison ou d’une équipe", "Session of a member of the staff or of a team"),
            _hours(timedelta(hours=settings.SESSION_HOURS)),
        ),
        Period(
            Said("Appels de webhook, sans personne", "Webhook calls, without anybody in them"),
            _days(sending.KEPT, Said("après leur envoi", "after they were sent")),
        ),
        Period(Said("Clés d’idempotence de l’API", "Idempotency keys of the API"), _hours(idempotency.KEPT)),
        Period(
            Said("Journal, sans personne", "Ledger, without anybody in it"),
            Said(
                "sans terme ; les détails d’un mandat sont scellés sous ses clés, donc illisibles à sa fin",
                "for ever; the details of a mandate are sealed under its keys, so unreadable once it ends",
            ),
        ),
    ]


def _days(kept: timedelta, after: Said) -> Said:
    return _then(Said(f"{kept.days} jours", f"{kept.days} days"), after)


def _then(first: Said, after: Said) -> Said:
    return Said(f"{first.fr} {after.fr}", f"{first.en} {after.en}")


def _hours(kept: timedelta) -> Said:
    hours = int(kept.total_seconds() // 3600)
    return Said(f"{hours} heures", f"{hours} hours")
