"""Where a webhook may go: https, to addresses of the internet; to the house's own networks if a setting says so."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from selfcontact.lib.errors import UserError

Network = IPv4Network | IPv6Network
#: IPv6 addresses that carry an IPv4 one, which would be reached instead, and the sites' own of before 2004.
CARRIERS = tuple(
    ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96", "fec0::/10")
)


class ForbiddenAddressError(Exception):
    """The name leads to an address that no webhook may reach."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A webhook's URL taken apart; `path` has the query with it."""

    scheme: str
    host: str
    port: int
    path: str


def parse(url: str) -> Target:
    """Return the parts of a URL; raises UserError when it is not an https one (http is for this machine alone)."""
    parts = _split(url)
    host = parts.hostname or ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    loopback = parts.scheme == "http" and host in {"localhost", "127.0.0.1", "::1"}
    odd = parts.username is not None or parts.fragment or not url.isascii() or any(c <= " " for c in url)
    if not host or odd or not (parts.scheme == "https" or loopback):
        raise _not_a_url()
    return Target(scheme=parts.scheme, host=host, port=_port(parts), path=path)


def resolve(target: Target, allowed: Sequence[Network]) -> str:
    """Return the address to connect to; raises `ForbiddenAddressError` if any address of the name may not be reached.

    The connection is made to what was checked: a name that changes its mind meanwhile gains nothing. Raises OSError
    when the name leads nowhere.
    """
    found = [entry[4][0] for entry in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)]
    addresses = [ip_address(str(text).partition("%")[0]) for text in found]
    if not addresses or not all(_reachable(address, allowed) for address in addresses):
        raise ForbiddenAddressError
    return str(addresses[0])


def demand(url: str, allowed: Sequence[Network]) -> Target:
    """Return the parts of a URL that may be called; raises UserError with what stands against it."""
    target = parse(url)
    try:
        resolve(target, allowed)
    except ForbiddenAddressError:
        raise UserError(
            "webhook_address",
            fr=f"{target.host} mène à une adresse interne : aucun envoi n’y va.",
            en=f"{target.host} leads to an internal address: nothing is sent there.",
            hint="SELFCONTACT_WEBHOOK_NETWORKS",
        ) from None
    except OSError:
        raise UserError(
            "webhook_unknown_host",
            fr=f"Le nom {target.host} ne mène nulle part.",
            en=f"The name {target.host} leads nowhere.",
        ) from None
    return target


def _reachable(address: IPv4Address | IPv6Address, allowed: Sequence[Network]) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if any(address in network for network in allowed):
        return True
    carried = any(address in network for network in CARRIERS)
    return address.is_global and not address.is_multicast and not carried


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise _not_a_url() from None


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _not_a_url() from None


def _not_a_url() -> UserError:
    return UserError(
        "webhook_url",
        fr="Une adresse https complète est attendue, sans identifiant ni fragment.",
        en="A whole https URL is expected, without user name nor fragment.",
    )
