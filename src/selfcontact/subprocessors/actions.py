"""What one can do with carriers, hosts and routes. Vetting comes before the first number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction

from selfcontact.compliance.route import EU_COUNTRIES
from selfcontact.database import fence
from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.subprocessors.models import Route, Subprocessor
from selfcontact.vault import open_vault

#: What a review writes.
REVIEWED = ("contract_sha256", "transfers", "vetted_on", "vetting_expires_on", "suspended_on", "privacy_email")
#: What new terms of a route write.
TERMS = (
    "opens_at",
    "closes_at",
    "rests",
    "window",
    "segments_per_second",
    "price_millicents",
    "sender_names",
    "password_sealed",
)


@transaction.atomic
def add_subprocessor(
    *, actor: Actor, reference: str, name: str, kind: Subprocessor.Kind, country: str, privacy_email: str = ""
) -> Subprocessor:
    """Put a subprocessor on record; it receives nothing before `vet`. Raises UserError outside the European Union."""
    if country.upper() not in EU_COUNTRIES:
        raise UserError(
            "outside_eu",
            fr=f"Le pays {country} est hors de l’Union européenne : aucune donnée n’en sort.",
            en=f"The country {country} is outside the European Union: no data leave it.",
        )
    subprocessor = Subprocessor(
        reference=reference, name=name, kind=kind, country=country.upper(), privacy_email=privacy_email
    )
    subprocessor.validate()
    subprocessor.save()
    details = {"reference": reference, "kind": str(kind), "country": subprocessor.country}
    record(actor=actor, action=Action.SUBPROCESSOR_ADDED, mandate_id=None, object_id=subprocessor.uid, details=details)
    return subprocessor


@transaction.atomic
def vet(
    *,
    actor: Actor,
    subprocessor: Subprocessor,
    contract_sha256: str,
    on: date,
    until: date,
    grounds: str,
    transfers: str,
    privacy_email: str | None = None,
) -> None:
    """Record a review of its security with the hash of the contract; it holds until `until`.

    `transfers` says who could reach the data from outside the Union, and why nobody does; a company of the Union may
    have a parent, a support or a host elsewhere (GDPR art. 44 to 46). Raises UserError when it is empty.
    `privacy_email` is where it is told of the rights that people exercise; None keeps what is known.
    """
    if until <= on:
        raise UserError(
            "dates_backwards", fr="L’examen expire avant d’avoir commencé.", en="The review ends before it starts."
        )
    if not transfers.strip():
        raise UserError(
            "transfers_unknown",
            fr="Dites ce que l’examen a trouvé des accès depuis l’extérieur de l’Union : maison mère, support.",
            en="Say what the review found of access from outside the Union: parent company, support.",
        )
    subprocessor.transfers = transfers.strip()
    if privacy_email is not None:
        subprocessor.privacy_email = privacy_email
    subprocessor.contract_sha256 = contract_sha256
    subprocessor.vetted_on, subprocessor.vetting_expires_on, subprocessor.suspended_on = on, until, None
    subprocessor.validate()
    subprocessor.save(update_fields=REVIEWED)
    details = {
        "contract_sha256": contract_sha256,
        "until": until.isoformat(),
        "grounds": grounds,
        "transfers": subprocessor.transfers,
    }
    record(actor=actor, action=Action.SUBPROCESSOR_VETTED, mandate_id=None, object_id=subprocessor.uid, details=details)


@transaction.atomic
def suspend(*, actor: Actor, subprocessor: Subprocessor, on: date, grounds: str) -> None:
    """Stop everything that goes through a subprocessor: its routes refuse the next message.

    Alone behind the fence: a slice of messages is on the wire before, or sees this. Source: legal rule GD-14.
    """
    fence.close()
    subprocessor.suspended_on = on
    subprocessor.save(update_fields=["suspended_on"])
    details = {"on": on.isoformat(), "grounds": grounds}
    action = Action.SUBPROCESSOR_SUSPENDED
    record(actor=actor, action=action, mandate_id=None, object_id=subprocessor.uid, details=details)


@dataclass(frozen=True, kw_only=True)
class Way:
    """How to reach a carrier; see `Route` for the meaning of each value."""

    kind: Route.Kind
    host: str
    port: int
    system_id: str
    stop_code: str
    tls: bool = True
    ca_file: str = ""
    bind: Route.Bind = Route.Bind.TRANSCEIVER
    concatenation: Route.Concatenation = Route.Concatenation.UDH
    window: int = 50
    segments_per_second: int = 50
    price_millicents: int = 0
    sender_names: Sequence[str] = ()
    opens_at: time | None = None
    closes_at: time | None = None
    rests: bool = False


@transaction.atomic
def add_route(*, actor: Actor, reference: str, subprocessor: Subprocessor, way: Way, password: str) -> Route:
    """Add a route through a carrier, disabled; its password is sealed under the platform's keys."""
    if way.kind == Route.Kind.SMPP and not way.tls and way.host not in ("127.0.0.1", "::1", "localhost"):
        raise UserError(
            "route_in_clear",
            fr="Une route vers une autre machine se fait sous TLS.",
            en="A route to another machine goes under TLS.",
            hint="--tls",
        )
    _refuse_long(password, way.system_id)
    _refuse_shut(way.opens_at, way.closes_at)
    route = Route(reference=reference, subprocessor=subprocessor, **asdict(way))
    route.sender_names = list(way.sender_names)
    _seal_password(route, password)
    route.validate()
    route.save()
    details: dict[str, JSON] = {
        "reference": reference,
        "kind": str(way.kind),
        "tls": way.tls,
        "stop_code": way.stop_code,
        **_hours(way),
    }
    record(actor=actor, action=Action.ROUTE_ADDED, mandate_id=None, object_id=route.uid, details=details)
    return route


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a carrier's contract may change on a route that stays the same; an empty password keeps the one there is."""

    window: int
    segments_per_second: int
    price_millicents: int
    sender_names: Sequence[str]
    password: str = ""
    opens_at: time | None = None
    closes_at: time | None = None
    rests: bool = False


@transaction.atomic
def change_route(*, actor: Actor, route: Route, terms: Terms) -> None:
    """Give a route new terms; senders take them when it is closed and opened again, its hours with the next slice.

    Raises UserError for a password that is too long, or hours that close before they open.
    """
    _refuse_long(terms.password, route.system_id)
    _refuse_shut(terms.opens_at, terms.closes_at)
    fence.close()
    route.opens_at, route.closes_at, route.rests = terms.opens_at, terms.closes_at, terms.rests
    route.window, route.segments_per_second = terms.window, terms.segments_per_second
    route.price_millicents, route.sender_names = terms.price_millicents, list(terms.sender_names)
    if terms.password:
        _seal_password(route, terms.password)
    route.validate()
    # Whether it is open is no term: who closes it meanwhile has closed it.
    route.save(update_fields=TERMS)
    details: dict[str, JSON] = {
        "window": terms.window,
        "segments_per_second": terms.segments_per_second,
        "price_millicents": terms.price_millicents,
        "sender_names": list(terms.sender_names),
        "password_changed": bool(terms.password),
        **_hours(terms),
    }
    record(actor=actor, action=Action.ROUTE_CHANGED, mandate_id=None, object_id=route.uid, details=details)


def _refuse_shut(opens: time | None, closes: time | None) -> None:
    if opens is not None and closes is not None and opens >= closes:
        raise UserError(
            "route_hours",
            fr=f"Une route qui ouvre à {opens:%H:%M} ne ferme pas à {closes:%H:%M}.",
            en=f"A route that opens at {opens:%H:%M} does not close at {closes:%H:%M}.",
        )


def _hours(terms: Way | Terms) -> dict[str, JSON]:
    opens, closes = (f"{one:%H:%M}" if one else "" for one in (terms.opens_at, terms.closes_at))
    return {"opens_at": opens, "closes_at": closes, "rests": terms.rests}


def _refuse_long(password: str, system_id: str) -> None:
    if len(password) > 8 or len(system_id) > 15:
        raise UserError(
            "smpp_field",
            fr="SMPP 3.4 : mot de passe de 8 caractères au plus, identifiant de 15 au plus.",
            en="SMPP 3.4: a password of 8 characters at most, a system id of 15 at most.",
        )


def _seal_password(route: Route, password: str) -> None:
    route.password_sealed = open_vault().keys.open(None).seal("route", route.uid.int >> 65, password.encode())


def password(route: Route) -> str:
    """Return a route's password in clear, for the bind."""
    return open_vault().keys.open(None).open("route", route.uid.int >> 65, bytes(route.password_sealed)).decode()


@transaction.atomic
def enable_route(*, actor: Actor, route: Route, on: date) -> None:
    """Open a route; raises UserError when its subprocessor's vetting does not hold that day."""
    if not route.subprocessor.vetted(on):
        raise UserError(
            "not_vetted",
            fr=f"{route.subprocessor.reference} n’a pas d’examen en cours de validité : la route reste fermée.",
            en=f"{route.subprocessor.reference} has no valid review: the route stays closed.",
            hint="selfcontact subprocessor vet",
        )
    _switch(actor, route, enabled=True, action=Action.ROUTE_ENABLED, grounds="")


def disable_route(*, actor: Actor, route: Route, grounds: str) -> None:
    """Close a route: once this has returned, senders write nothing more to it."""
    with transaction.atomic():
        fence.close()
        _switch(actor, route, enabled=False, action=Action.ROUTE_DISABLED, grounds=grounds)


def _switch(actor: Actor, route: Route, *, enabled: bool, action: Action, grounds: str) -> None:
    route.enabled = enabled
    route.save(update_fields=["enabled"])
    record(actor=actor, action=action, mandate_id=None, object_id=route.uid, details={"grounds": grounds})
