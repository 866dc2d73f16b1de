"""Ways in from voice operators: put on record, opened once their operator is vetted, closed."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import product

from django.db import transaction

from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.country import dials, is_country
from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Trunk
from selfcontact.subprocessors.models import Subprocessor
from selfcontact.vault import open_vault
from selfcontact.voice.trunk import Format

#: How many bits of an address a network may leave open: what one subscriber is given at most.
WIDEST = {4: 16, 6: 64}
CALLED_IN = ("uri", "to", "p-called-party-id")
COUNTRY = re.compile(r"[1-9][0-9]{0,2}")
#: What stands before nine digits, in the ways of writing that leave the country out.
AT_HOME = {Format.NATIONAL: "0", Format.SHORT: ""}


@dataclass(frozen=True, kw_only=True)
class Way:
    """How an operator's calls come in; see `Trunk` for the meaning of each value."""

    networks: Sequence[str]
    media: Sequence[str] = ()
    username: str = ""
    realm: str = ""
    called_in: str = "uri"
    formats: Sequence[str] = ()
    country: str = "33"
    simulated: bool = False


@transaction.atomic
def add_trunk(*, actor: Actor, reference: str, subprocessor: Subprocessor, way: Way, password: str = "") -> Trunk:
    """Put a trunk on record, closed; raises UserError for a way in that would trust too much."""
    if subprocessor.kind != Subprocessor.Kind.VOICE:
        raise UserError(
            "not_a_voice_operator",
            fr=f"{subprocessor.reference} n’est pas un opérateur de lignes vocales.",
            en=f"{subprocessor.reference} is not a voice operator.",
        )
    trunk = Trunk(reference=reference, subprocessor=subprocessor)
    _take(trunk, way, password)
    details: dict[str, JSON] = {"reference": reference, "simulated": way.simulated, **_told(trunk)}
    record(actor=actor, action=Action.TRUNK_ADDED, mandate_id=None, object_id=trunk.uid, details=details)
    return trunk


@transaction.atomic
def change_trunk(*, actor: Actor, trunk: Trunk, way: Way, password: str = "") -> None:
    """Give a trunk another way in, from the next second on; calls in progress end as they began.

    An empty password keeps the one there is, unless the account goes. Raises UserError for a way in that would trust
    too much, and for a network of another open trunk while this one is open. Whether it is simulated stays as it was:
    that is another trunk.
    """
    # Locked and read anew: whoever closes it meanwhile is not undone.
    open_ones = _locked()
    trunk.refresh_from_db()
    if trunk.enabled:
        _refuse_shared(trunk, _read(way.networks), open_ones)
    _take(trunk, replace(way, simulated=trunk.simulated), password)
    details: dict[str, JSON] = {**_told(trunk), "password_changed": bool(password)}
    record(actor=actor, action=Action.TRUNK_CHANGED, mandate_id=None, object_id=trunk.uid, details=details)


def way_of(trunk: Trunk) -> Way:
    """Return the way in of a trunk, for whoever changes a part of it."""
    return Way(**{one.name: getattr(trunk, one.name) for one in fields(Way)})


def _take(trunk: Trunk, way: Way, password: str) -> None:
    _refuse_networks(way)
    _refuse_account(way, password, is_known=bool(trunk.password_sealed))
    _refuse_writing(way)
    for name, value in vars(way).items():
        setattr(trunk, name, value)
    trunk.networks, trunk.media, trunk.formats = _read(way.networks), _read(way.media), list(way.formats)
    trunk.validate()
    if password:
        trunk.password_sealed = open_vault().keys.open(None).seal("trunk", trunk.uid.int >> 65, password.encode())
    elif not way.username:
        trunk.password_sealed = None
    trunk.save()


def _told(trunk: Trunk) -> dict[str, JSON]:
    """Return what the ledger says of a way in: whom it trusts and how it reads, neither account nor password."""
    return {
        "networks": list(trunk.networks),
        "media": list(trunk.media),
        "account": bool(trunk.username),
        "called_in": trunk.called_in,
        "formats": list(trunk.formats),
        "country": trunk.country,
    }


def _refuse_networks(way: Way) -> None:
    networks = [ipaddress.ip_network(one) for one in (*_read(way.networks), *_read(way.media))]
    if not way.networks or any(one.max_prefixlen - one.prefixlen > WIDEST[one.version] for one in networks):
        raise UserError(
            "trunk_networks",
            fr="Une arrivée a au moins un réseau, de 65 536 adresses au plus (en IPv6, un /64).",
            en="A trunk has at least one network, of 65,536 addresses at most (in IPv6, a /64).",
        )
    if way.simulated and not all(one.is_loopback for one in networks):
        raise UserError(
            "trunk_simulated",
            fr="Une arrivée simulée ne vient que de cette machine.",
            en="A simulated trunk comes from this machine only.",
        )


def _locked() -> list[Trunk]:
    """Return the trunks that are open; all of them are locked, so that of two that open at once one sees the other."""
    return [one for one in Trunk.objects.select_for_update().order_by("pk") if one.enabled]


def _refuse_shared(trunk: Trunk, networks: Iterable[str], open_ones: Iterable[Trunk]) -> None:
    """Refuse what an open trunk has already: a call is of the first trunk that has its address, never of the second."""
    other = next((one for one in open_ones if one.pk != trunk.pk and _overlap(one.networks, networks)), None)
    if other is not None:
        raise UserError(
            "trunk_shared",
            fr=f"L’arrivée {other.reference}, ouverte, a déjà de ces réseaux : aucun appel n’arriverait ici.",
            en=f"The trunk {other.reference}, which is open, has some of these networks: no call would come in here.",
            hint="selfcontact trunk disable",
        )


def _overlap(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    pairs = product(map(ipaddress.ip_network, ours), map(ipaddress.ip_network, theirs))
    return any(one.version == other.version and one.overlaps(other) for one, other in pairs)


def _refuse_account(way: Way, password: str, *, is_known: bool) -> None:
    wanting = not (password or is_known) if way.username else bool(password)
    if wanting or way.called_in not in CALLED_IN:
        raise UserError(
            "trunk_account",
            fr="Un compte a un nom et un mot de passe ; le numéro appelé se lit dans uri, to ou p-called-party-id.",
            en="An account has a name and a password; the called number is in uri, to or p-called-party-id.",
        )


def _refuse_writing(way: Way) -> None:
    """Refuse a way of writing numbers that is unknown, one twice, what is no country's code, or not written there."""
    unknown = [one for one in way.formats if one not in set(Format)]
    if unknown or len(set(way.formats)) != len(way.formats):
        known = ", ".join(Format)
        raise UserError(
            "trunk_formats",
            fr=f"Une façon d’écrire les numéros se dit une fois, parmi : {known}.",
            en=f"A way of writing numbers is told once, among: {known}.",
        )
    if not COUNTRY.fullmatch(way.country):
        raise UserError(
            "trunk_country",
            fr="Un indicatif de pays a un à trois chiffres, sans signe : 33.",
            en="A country code has one to three digits, without a sign: 33.",
        )
    if not is_country(way.country):
        raise UserError(
            "trunk_country",
            fr=f"{way.country} n’est l’indicatif d’aucun pays.",
            en=f"{way.country} is no country’s code.",
        )
    for one in way.formats:
        _refuse_unwritten(Format(one), way.country)


def _refuse_unwritten(form: Format, country: str) -> None:
    """Refuse a way of writing numbers without their country where that country has no such numbers."""
    if form in AT_HOME and not dials(country, prefix=AT_HOME[form], digits=9):
        raise UserError(
            "trunk_country",
            fr=f"Aucun numéro de l’indicatif {country} ne s’écrit « {form} », {AT_HOME[form]}123456789 : ôtez-le.",
            en=f"No number of country code {country} is written “{form}”, like {AT_HOME[form]}123456789: leave it out.",
        )


def _read(networks: Iterable[str]) -> list[str]:
    try:
        return [str(ipaddress.ip_network(one.strip())) for one in networks]
    except ValueError as error:
        raise UserError(
            "trunk_networks",
            fr="Un réseau s’écrit comme 192.0.2.0/24.",
            en="A network is written as 192.0.2.0/24.",
        ) from error


def password(trunk: Trunk) -> str:
    """Return a trunk's password in clear, for the digest; empty when its address is enough."""
    if not trunk.password_sealed:
        return ""
    return open_vault().keys.open(None).open("trunk", trunk.uid.int >> 65, bytes(trunk.password_sealed)).decode()


@transaction.atomic
def enable_trunk(*, actor: Actor, trunk: Trunk, on: date) -> None:
    """Let calls in; raises UserError when its operator's vetting does not hold that day, or when an open trunk has one
    of its networks already.
    """
    if not trunk.subprocessor.vetted(on):
        raise UserError(
            "not_vetted",
            fr=f"{trunk.subprocessor.reference} n’a pas d’examen en cours de validité : l’arrivée reste fermée.",
            en=f"{trunk.subprocessor.reference} has no valid review: the trunk stays closed.",
            hint="selfcontact subprocessor vet",
        )
    _refuse_shared(trunk, trunk.networks, _locked())
    _switch(actor, trunk, Action.TRUNK_ENABLED, enabled=True, grounds="")


@transaction.atomic
def disable_trunk(*, actor: Actor, trunk: Trunk, grounds: str) -> None:
    """Let no call in any more: its lines answer nobody."""
    _switch(actor, trunk, Action.TRUNK_DISABLED, enabled=False, grounds=grounds)


def _switch(actor: Actor, trunk: Trunk, action: Action, *, enabled: bool, grounds: str) -> None:
    trunk.enabled = enabled
    trunk.save(update_fields=["enabled"])
    record(actor=actor, action=action, mandate_id=None, object_id=trunk.uid, details={"grounds": grounds})
