"""Ways in from voice operators: put on record, opened once their operator is vetted, closed."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from selfcontact.ledger.actions import record
from selfcontact.ledger.leaf import JSON
from selfcontact.ledger.tags import Action
from selfcontact.lib.actor import Actor
from selfcontact.lib.errors import UserError
from selfcontact.lines.models import Trunk
from selfcontact.subprocessors.models import Subprocessor
from selfcontact.vault import open_vault
from selfcontact.voice.trunk import Format

#: How many bits of an address a network may leave open: what one subscriber is given at most.
WIDEST = {4: 16, 6: 64}
CALLED_IN = ("uri", "to", "p-called-party-id")
COUNTRY = re.compile(r"[1-9][0-9]{0,2}")


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
    _refuse_way(subprocessor, way, password)
    _refuse_writing(way)
    trunk = Trunk(reference=reference, subprocessor=subprocessor, **vars(way))
    trunk.networks, trunk.media, trunk.formats = _read(way.networks), _read(way.media), list(way.formats)
    trunk.validate()
    if password:
        trunk.password_sealed = open_vault().keys.open(None).seal("trunk", trunk.uid.int >> 65, password.encode())
    trunk.save()
    details: dict[str, JSON] = {"reference": reference, "networks": list(trunk.networks), "simulated": way.simulated}
    details |= {"formats": list(way.formats), "country": way.country}
    record(actor=actor, action=Action.TRUNK_ADDED, mandate_id=None, object_id=trunk.uid, details=details)
    return trunk


def _refuse_way(subprocessor: Subprocessor, way: Way, password: str) -> None:
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
    if subprocessor.kind != Subprocessor.Kind.VOICE:
        raise UserError(
            "not_a_voice_operator",
            fr=f"{subprocessor.reference} n’est pas un opérateur de lignes vocales.",
            en=f"{subprocessor.reference} is not a voice operator.",
        )
    if bool(way.username) != bool(password) or way.called_in not in CALLED_IN:
        raise UserError(
            "trunk_account",
            fr="Un compte a un nom et un mot de passe ; le numéro appelé se lit dans uri, to ou p-called-party-id.",
            en="An account has a name and a password; the called number is in uri, to or p-called-party-id.",
        )


def _refuse_writing(way: Way) -> None:
    """Refuse a way of writing numbers that is unknown, or one twice, or what is no country code."""
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
    """Let calls in; raises UserError when its operator's vetting does not hold that day."""
    if not trunk.subprocessor.vetted(on):
        raise UserError(
            "not_vetted",
            fr=f"{trunk.subprocessor.reference} n’a pas d’examen en cours de validité : l’arrivée reste fermée.",
            en=f"{trunk.subprocessor.reference} has no valid review: the trunk stays closed.",
            hint="selfcontact subprocessor vet",
        )
    _switch(actor, trunk, Action.TRUNK_ENABLED, enabled=True, grounds="")


@transaction.atomic
def disable_trunk(*, actor: Actor, trunk: Trunk, grounds: str) -> None:
    """Let no call in any more: its lines answer nobody."""
    _switch(actor, trunk, Action.TRUNK_DISABLED, enabled=False, grounds=grounds)


def _switch(actor: Actor, trunk: Trunk, action: Action, *, enabled: bool, grounds: str) -> None:
    trunk.enabled = enabled
    trunk.save(update_fields=["enabled"])
    record(actor=actor, action=action, mandate_id=None, object_id=trunk.uid, details={"grounds": grounds})
