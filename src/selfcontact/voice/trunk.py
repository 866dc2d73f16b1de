"""A carrier's SIP trunk: where it calls from, how it proves it, and how it writes numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Literal

from selfcontact.lib.personal import Personal

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
#: A network wider than this, in host bits, is no neighbourhood: media must then go to the very caller.
NEIGHBOURHOOD: Final = 16


class Format(StrEnum):
    """A way of writing a telephone number: +33123…, 0033123…, 33123…, 0123… or 123…."""

    PLUS = "plus"
    ZERO_ZERO = "zero-zero"
    BARE = "bare"
    NATIONAL = "national"
    SHORT = "short"


#: Short is not among them: nine digits may be a number of another country as well.
USUAL: Final = (Format.PLUS, Format.ZERO_ZERO, Format.BARE, Format.NATIONAL)


@dataclass(frozen=True, kw_only=True)
class Trunk:
    """One carrier. Without `accounts` its addresses are proof enough; with some, a password is asked for as well.

    `media` are the networks that audio may go to and come from; without any, those of the signalling.
    """

    name: str
    networks: tuple[str, ...]
    media: tuple[str, ...] = ()
    accounts: Mapping[str, Personal] = field(default_factory=dict, repr=False)
    realm: str = "selfcontact"
    formats: tuple[Format, ...] = USUAL
    country: str = "33"
    called_in: Literal["uri", "to", "p-called-party-id"] = "uri"

    @cached_property
    def _networks(self) -> tuple[Network, ...]:
        return tuple(ip_network(network) for network in self.networks)

    @cached_property
    def _media(self) -> tuple[Network, ...]:
        return tuple(ip_network(network) for network in self.media)

    def holds(self, host: str) -> bool:
        """Whether signalling from this address is the trunk's."""
        return _within(host, self._networks)

    def carries(self, host: str, peer: str) -> bool:
        """Whether audio may go to `host` in a call signalled by `peer`: never a way to have us flood a stranger."""
        if self._media:
            return _within(host, self._media)
        narrow = tuple(
            network for network in self._networks if network.max_prefixlen - network.prefixlen <= NEIGHBOURHOOD
        )
        return host == peer or _within(host, narrow)


def _is_neighbourhood(network: Network) -> bool:
    return network.max_prefixlen - network.prefixlen <= NEIGHBOURHOOD


def _within(host: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)
