"""Security measures (GDPR art. 30(2)(d) and 32): those built in, and those that hang on settings, as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import connection

from selfcontact.answers.words import Said
from selfcontact.database import connect, roles
from selfcontact.ledger.models import Head
from selfcontact.processing.parties import SMTP
from selfcontact.subprocessors.models import Route
from selfcontact.vault import open_vault


class State(StrEnum):
    """Whether a measure is on; `none` when there is nothing for it to protect."""

    ON = "on"
    OFF = "off"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure; `what` says what it is, or what is there instead when it is off."""

    code: str
    state: State
    title: Said
    what: Said


def gather(head: Head | None) -> list[Measure]:
    """Return every measure as this process sees it; other processes may have settings of their own."""
    return [*_built_in(), *_keys(), _ledger(head), *_transport(), *_separation()]


def _built_in() -> Iterator[Measure]:
    yield _on(
        "sealed-contacts",
        Said("Chiffrement des contacts", "Encryption of contacts"),
        Said(
            "Chaque contact est une valeur scellée (AES-256-GCM) sous la clé de son mandat ; aucune colonne en clair "
            "hors l’âge, la commune, le code postal et la preuve de consentement.",
            "Each contact is a sealed value (AES-256-GCM) under the key of its mandate; no column in clear but age, "
            "commune, postcode and proof of consent.",
        ),
    )
    yield _on(
        "opposition",
        Said("Liste d’opposition sans numéro", "Opposition list without numbers"),
        Said(
            "Une empreinte à clé, relue à l’entrée et dans la transaction de chaque remise.",
            "A keyed fingerprint, read at intake and in the transaction of every hand-over.",
        ),
    )
    yield _on(
        "second-factor",
        Said("Second facteur obligatoire", "Compulsory second factor"),
        Said(
            "Personne n’ouvre la console ni le portail sans code à usage unique ou clé d’accès ; les rôles sont "
            "vérifiés à chaque adresse.",
            "Nobody opens console or portal without a one-time code or a passkey; roles are checked at each address.",
        ),
    )
    yield _on(
        "candidate-counts",
        Said("Le candidat ne voit que des comptes", "The candidate sees counts only"),
        Said(
            "Son processus n’a aucun droit sur une table qui contient une personne ; petits comptes tus, le reste "
            "arrondi.",
            "Its process has no right on a table that holds a person; small counts withheld, the rest rounded.",
        ),
    )
    yield _on(
        "disclosure",
        Said("Accès motivés", "Accesses with a reason"),
        Said(
            "Lire une personne demande un motif, inscrit au journal ; les répétitions alertent le délégué.",
            "Reading a person needs a reason, kept in the ledger; repetitions alert the data protection officer.",
        ),
    )


def _keys() -> Iterator[Measure]:
    custody, kept = open_vault().describe(), settings.KEY_SNAPSHOT_DAYS
    yield _on(
        "keys",
        Said("Clés hors de la base et des sauvegardes", "Keys outside the database and its backups"),
        Said(
            f"Des clés par mandat, gardées par « {custody.kind} ». {custody.limit_fr}",
            f"Keys for each mandate, kept by “{custody.kind}”. {custody.limit_en}",
        ),
    )
    yield Measure(
        code="destruction",
        state=State.OFF if kept else State.ON,
        title=Said("Destruction immédiate des clés", "Immediate destruction of keys"),
        what=Said(
            f"Une copie du magasin de clés peut subsister {kept} jours." if kept else "Aucune copie ne subsiste.",
            f"A copy of the key store may last {kept} days." if kept else "No copy lasts.",
        ),
    )


def _ledger(head: Head | None) -> Measure:
    title = Said("Journal infalsifiable", "Tamper-evident ledger")
    if head is None:
        nothing = Said("Aucun point de contrôle n’est encore signé.", "No checkpoint is signed yet.")
        return Measure(code="ledger", state=State.OFF, title=title, what=nothing)
    return _on(
        "ledger",
        title,
        Said(
            f"{head.size} entrées enchaînées ; point de contrôle signé le {head.at:%Y-%m-%d %H:%M} UTC.",
            f"{head.size} chained entries; checkpoint signed on {head.at:%Y-%m-%d %H:%M} UTC.",
        ),
    )


def _transport() -> Sequence[Measure]:
    routes = list(Route.objects.filter(enabled=True, kind=Route.Kind.SMPP).order_by("reference"))
    clear = ", ".join(one.reference for one in routes if not one.tls)
    mail = settings.EMAIL_BACKEND == SMTP
    return [
        _tls("tls-pages", Said("Pages sous TLS", "Pages under TLS"), used=True, clear="" if settings.HTTPS else "HTTP"),
        _tls("tls-carriers", Said("Opérateurs sous TLS", "Carriers under TLS"), used=bool(routes), clear=clear),
        _tls(
            "tls-mailbox",
            Said("Boîte du délégué sous TLS", "Mailbox under TLS"),
            used=bool(settings.MAILBOX_HOST),
            clear=settings.MAILBOX_HOST if settings.MAILBOX_SECURITY == "none" else "",
        ),
        _tls(
            "tls-mail",
            Said("Courrier sortant sous TLS", "Outgoing mail under TLS"),
            used=mail,
            clear="" if settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL else settings.EMAIL_HOST,
        ),
        _database(),
    ]


def _tls(code: str, title: Said, *, used: bool, clear: str) -> Measure:
    if not used:
        return Measure(code=code, state=State.NONE, title=title, what=Said("Rien de tel ici.", "Nothing of it here."))
    if clear:
        return Measure(
            code=code, state=State.OFF, title=title, what=Said(f"En clair : {clear}.", f"In clear: {clear}.")
        )
    return _on(code, title, Said("Tout est chiffré en transit.", "All of it is encrypted in transit."))


def _database() -> Measure:
    title = Said("Base de données sous TLS", "Database under TLS")
    if roles.embedded():
        here = Said("Sur cette machine, sans réseau.", "On this machine, without a network.")
        return Measure(code="tls-database", state=State.NONE, title=title, what=here)
    connection.ensure_connection()
    secured = bool(connection.connection.pgconn.ssl_in_use)
    where = connection.connection.info.host or ""
    return _tls("tls-database", title, used=not where.startswith("/"), clear="" if secured else where)


def _separation() -> Iterator[Measure]:
    shared = [process for process in roles.PROCESSES if connect.borrowed(process)]
    yield Measure(
        code="roles",
        state=State.OFF if shared else State.ON,
        title=Said("Un compte de base de données par processus", "A database account for each process"),
        what=Said(
            "Prennent leur rôle depuis le compte du propriétaire : " + ", ".join(shared) + "."
            if shared
            else "Chaque processus se connecte sous son rôle, dont les droits sont donnés table par table.",
            "Take their role from the owner’s account: " + ", ".join(shared) + "."
            if shared
            else "Each process logs in as its own role, whose rights are given table by table.",
        ),
    )
    rehearsal = settings.CLOCK_START is not None
    yield Measure(
        code="production",
        state=State.OFF if rehearsal or settings.DEBUG else State.ON,
        title=Said("Ni répétition ni mise au point", "Neither rehearsal nor debugging"),
        what=Said("Horloge de répétition ou mode de mise au point.", "A rehearsal’s clock, or the debugging mode.")
        if rehearsal or settings.DEBUG
        else Said("Horloge vraie, erreurs sans détail.", "True clock, errors without details."),
    )


def _on(code: str, title: Said, what: Said) -> Measure:
    return Measure(code=code, state=State.ON, title=title, what=what)
