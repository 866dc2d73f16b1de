"""Who may hold the mails of people: a vetted subprocessor, at the moment of use, as for a carrier."""

from datetime import date

from django.conf import settings

from selfcontact.lib.errors import UserError
from selfcontact.subprocessors.models import Subprocessor

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def demand(host: str, reference: str, on: date) -> None:
    """Raise UserError unless the mail server of that subprocessor may be used that day.

    A rehearsal uses one on this machine, which nobody has to examine, and no other.
    """
    if settings.CLOCK_START is not None:
        if host not in LOOPBACK:
            raise UserError(
                "mailbox_rehearsal",
                fr="Une répétition ne parle qu’à un serveur de messagerie de cette machine.",
                en="A rehearsal speaks to a mail server of this machine only.",
            )
        return
    found = Subprocessor.objects.filter(reference=reference).first()
    if found is None or not found.vetted(on):
        raise UserError(
            "mailbox_not_vetted",
            fr="L’hébergeur de la boîte n’a pas d’examen en cours de validité parmi les sous-traitants : rien n’est lu,"
            " rien ne part.",
            en="The mailbox’s host has no valid review among the subprocessors: nothing is read, nothing leaves.",
            hint="SELFCONTACT_MAILBOX_SUBPROCESSOR, SELFCONTACT_EMAIL_SUBPROCESSOR, selfcontact subprocessor vet",
        )


def demand_tls(host: str, security: str) -> None:
    """Raise UserError for a connection in clear to another machine."""
    if security == "none" and host not in LOOPBACK:
        raise UserError(
            "mailbox_in_clear",
            fr="Un serveur de messagerie d’une autre machine se joint sous TLS.",
            en="A mail server on another machine is reached under TLS.",
            hint="SELFCONTACT_MAILBOX_SECURITY, SELFCONTACT_EMAIL_SECURITY",
        )
