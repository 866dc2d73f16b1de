"""What the record lacks to be complete, each with what puts it right."""

from collections.abc import Iterator, Mapping

from selfcontact.answers.words import Said
from selfcontact.processing.measures import State
from selfcontact.processing.parties import mail_hosts
from selfcontact.processing.record import Record

Gap = tuple[Said, str]
#: What turns a measure on.
REMEDIES: Mapping[str, str] = {
    "destruction": "SELFCONTACT_KEY_SNAPSHOT_DAYS",
    "ledger": "selfcontact worker",
    "tls-pages": "SELFCONTACT_HTTPS",
    "tls-carriers": "selfcontact route add --tls",
    "tls-mailbox": "SELFCONTACT_MAILBOX_SECURITY",
    "tls-mail": "SELFCONTACT_EMAIL_SECURITY",
    "tls-database": "DATABASE_URL: sslmode=verify-full",
    "roles": "DATABASE_URL_<PROCESS>",
    "production": "SELFCONTACT_CLOCK_START, SELFCONTACT_DEBUG",
}


def gaps(record: Record) -> Iterator[Gap]:
    """Yield what is missing and the command or the setting that gives it."""
    if not record.house.address:
        yield Said("L’adresse de la maison.", "The address of the house."), "SELFCONTACT_COMPANY_ADDRESS"
    yield from _of_controllers(record)
    yield from _of_recipients(record)
    for one in record.measures:
        if one.state == State.OFF:
            missing = Said(f"{one.title.fr} : {one.what.fr}", f"{one.title.en}: {one.what.en}")
            yield missing, REMEDIES[one.code]


def _of_controllers(record: Record) -> Iterator[Gap]:
    for one in record.controllers:
        if one.state == "ended":
            continue
        if not one.contacts:
            yield (
                Said(
                    f"{one.name} ({one.mandate}) : personne à qui écrire.",
                    f"{one.name} ({one.mandate}): nobody to write to.",
                ),
                "selfcontact user invite --seat owner",
            )
        if not one.instructions:
            yield (
                Said(
                    f"{one.name} ({one.mandate}) : aucune instruction en vigueur.",
                    f"{one.name} ({one.mandate}): no instruction in force.",
                ),
                "selfcontact instruction add",
            )
        if not one.assessed:
            yield (
                Said(
                    f"{one.name} ({one.mandate}) : aucune analyse d’impact validée par le candidat.",
                    f"{one.name} ({one.mandate}): no impact assessment validated by the candidate.",
                ),
                "selfcontact instruction add --kind assessment",
            )


def _of_recipients(record: Record) -> Iterator[Gap]:
    for one in record.recipients:
        if one.ways and one.standing != "valid":
            yield (
                Said(f"{one.name} sert, sans examen valable.", f"{one.name} is in use without a valid review."),
                "selfcontact subprocessor vet",
            )
    known = {one.reference for one in record.recipients}
    for reference, host in mail_hosts():
        if reference not in known:
            yield (
                Said(f"Qui tient le serveur de courrier {host}.", f"Who runs the mail server {host}."),
                "SELFCONTACT_MAILBOX_SUBPROCESSOR, SELFCONTACT_EMAIL_SUBPROCESSOR",
            )
