"""Session descriptions (RFC 8866) as far as a telephone call of G.711 needs them (offer and answer: RFC 3264)."""

import re
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import Final, Literal, Self

from selfcontact.voice.g711 import Law

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
ANSWERS: Final[dict[Direction, Direction]] = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}
LARGEST: Final = 4096
MOST_MEDIA: Final = 8
LINE: Final = re.compile(r"([a-z])=([^\x00-\x08\x0a-\x1f\x7f]*)")
MEDIUM: Final = re.compile(
    r"([A-Za-z0-9-]{1,20}) (\d{1,5})(?:/\d{1,3})? ([A-Za-z0-9/-]{1,30})((?: [A-Za-z0-9.*-]{1,20}){1,64})"
)
PORT: Final = re.compile(r"0*(\d{1,5})(?: .*)?", re.ASCII)
LAST_PORT: Final = 65535
CONNECTION: Final = re.compile(r"IN IP([46]) ([0-9A-Fa-f:.]{2,45})")
EVENTS: Final = "telephone-event/8000"


class UnacceptableError(ValueError):
    """An offer that no call of ours can come of."""


@dataclass(frozen=True, kw_only=True)
class Medium:
    """One `m=` section."""

    kind: str
    port: int
    protocol: str
    formats: tuple[str, ...]
    host: str | None = None
    attributes: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        """Return the value of the first attribute of that name."""
        return next((text.partition(":")[2] for text in self.attributes if text.partition(":")[0] == name), None)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What the caller can hear, and where."""

    host: str
    port: int
    #: Nothing when there is none: the audio may have the last port there is.
    rtcp_port: int | None
    law: Law
    events: int | None
    direction: Direction
    media: tuple[Medium, ...] = field(repr=False)
    chosen: int

    @property
    def hears(self) -> bool:
        """Whether the caller listens now, or holds the call."""
        return self.direction in {"sendrecv", "recvonly"} and not ip_address(self.host).is_unspecified

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Read an offer. Raises UnacceptableError: not SDP, no plain G.711, no usable address."""
        media, direction = _sections(body)
        for place, medium in enumerate(media):
            law = _law(medium)
            if law is not None and medium.host and medium.port >= 1024:
                return cls(
                    host=medium.host,
                    port=medium.port,
                    rtcp_port=_rtcp(medium),
                    law=law,
                    events=_events(medium),
                    direction=_direction(medium.attributes) or direction or "sendrecv",
                    media=media,
                    chosen=place,
                )
        raise UnacceptableError("no plain G.711")


def _sections(body: bytes) -> tuple[tuple[Medium, ...], Direction | None]:
    """Cut a description in media, each with the session's address unless it has its own."""
    host: str | None = None
    media: list[Medium] = []
    attributes: list[str] = []
    for letter, value in _lines(body):
        if letter == "m":
            media.append(_medium(value, host))
        elif letter == "c" and media:
            media[-1] = replace(media[-1], host=_host(value))
        elif letter == "c":
            host = _host(value)
        elif letter == "a" and media:
            media[-1] = replace(media[-1], attributes=(*media[-1].attributes, value))
        elif letter == "a":
            attributes.append(value)
    if not 0 < len(media) <= MOST_MEDIA:
        raise UnacceptableError("no media, or too many")
    return tuple(media), _direction(tuple(attributes))


def _lines(body: bytes) -> list[tuple[str, str]]:
    if len(body) > LARGEST:
        raise UnacceptableError("too large")
    lines = [LINE.fullmatch(line) for line in body.decode("utf-8", "replace").replace("\r\n", "\n").split("\n") if line]
    read = [(line[1], line[2]) for line in lines if line]
    if len(read) < len(lines) or read[:1] != [("v", "0")]:
        raise UnacceptableError("not a description")
    return read


def _medium(value: str, host: str | None) -> Medium:
    match = MEDIUM.fullmatch(value)
    if not match or int(match[2]) > LAST_PORT:
        raise UnacceptableError("not a medium")
    return Medium(kind=match[1], port=int(match[2]), protocol=match[3], formats=tuple(match[4].split()), host=host)


def _host(value: str) -> str | None:
    match = CONNECTION.fullmatch(value)
    try:
        # A name, a multicast group with its scope or another network: no address that we send to.
        return str(ip_address(match[2])) if match else None
    except ValueError:
        return None


def _law(medium: Medium) -> Law | None:
    if (medium.kind, medium.protocol) != ("audio", "RTP/AVP"):
        return None
    offered = (int(form) for form in medium.formats if form in {"0", "8"})
    return next(map(Law, offered), None)


def _events(medium: Medium) -> int | None:
    for text in medium.attributes:
        name, _, value = text.partition(":")
        payload, _, encoding = value.partition(" ")
        if name == "rtpmap" and encoding.strip().lower() == EVENTS and payload in medium.formats and payload.isdigit():
            return int(payload) if 96 <= int(payload) <= 127 else None
    return None


def _rtcp(medium: Medium) -> int | None:
    told = PORT.fullmatch(medium.value("rtcp") or "")
    return int(told[1]) if told and 1024 <= int(told[1]) <= LAST_PORT else next_port(medium.port)


def next_port(port: int) -> int | None:
    """Return the port above, where reports go unless it was said otherwise (RFC 3605); nothing above the last one."""
    return port + 1 if port < LAST_PORT else None


def _direction(attributes: tuple[str, ...]) -> Direction | None:
    return next((direction for direction in ANSWERS if direction in attributes), None)


@dataclass(frozen=True, kw_only=True)
class Session:
    """Our own description of one call; `version` grows with each one sent."""

    host: str
    port: int
    number: int

    def answer(self, offer: Offer, version: int) -> bytes:
        """Write the answer to an offer: its audio as chosen, everything else refused with port 0."""
        media = [
            line
            for place, medium in enumerate(offer.media)
            for line in (self._audio(offer) if place == offer.chosen else [_refusal(medium)])
        ]
        return self._description(version, media)

    def _description(self, version: int, media: list[str]) -> bytes:
        family = f"IN IP{ip_address(self.host).version} {self.host}"
        head = ["v=0", f"o=- {self.number} {version} {family}", "s=-", f"c={family}", "t=0 0"]
        return "".join(f"{line}\r\n" for line in [*head, *media]).encode()

    def _audio(self, offer: Offer) -> list[str]:
        payloads = [str(int(offer.law)), *([] if offer.events is None else [str(offer.events)])]
        lines = [f"m=audio {self.port} RTP/AVP {' '.join(payloads)}"]
        lines.append(f"a=rtpmap:{int(offer.law)} {'PCMA' if offer.law is Law.ALAW else 'PCMU'}/8000")
        if offer.events is not None:
            lines += [f"a=rtpmap:{offer.events} {EVENTS}", f"a=fmtp:{offer.events} 0-15"]
        return [*lines, "a=ptime:20", f"a={ANSWERS[offer.direction]}"]


def _refusal(medium: Medium) -> str:
    return f"m={medium.kind} 0 {medium.protocol} {' '.join(medium.formats)}"
