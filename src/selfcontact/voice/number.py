"""Who is called and who calls, from what a carrier writes to E.164 digits without the plus."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import sipmessage

from selfcontact.lib.personal import Personal
from selfcontact.lib.phone_plan import TAIL, Kind, plan
from selfcontact.voice.trunk import USUAL, Format, Trunk
from selfcontact.voice.wire import MalformedError, reading

SEPARATORS: Final = re.compile(r"[-.() ]")
WRITTEN: Final = {
    Format.PLUS: re.compile(r"\+([1-9]\d{6,14})"),
    Format.ZERO_ZERO: re.compile(r"00([1-9]\d{6,14})"),
    Format.NATIONAL: re.compile(r"0([1-9]\d{8})"),
    Format.BARE: re.compile(r"([1-9]\d{9,14})"),
    Format.SHORT: re.compile(r"([1-9]\d{8})"),
}
#: Landlines of overseas are dialled like those of metropolitan France, and have a country code of their own.
OVERSEAS: Final = {"262": "262", "263": "262", "269": "262", "590": "590", "594": "594", "596": "596"}
PRIVATE: Final = {"id", "user", "header", "critical;id"}


def e164(written: str, trunk: Trunk, formats: tuple[Format, ...] | None = None) -> str | None:
    """Read a number in these ways of writing, else in those of the trunk; no two of them can be taken for each other.

    Parameters are left out.
    """
    plain = SEPARATORS.sub("", written.partition(";")[0])
    if len(plain) > 20 or not plain.isascii():
        return None
    for form in trunk.formats if formats is None else formats:
        if match := WRITTEN[form].fullmatch(plain):
            return _international(match[1], form, trunk.country)
    return None


def _international(digits: str, form: Format, country: str) -> str:
    if form not in {Format.NATIONAL, Format.SHORT}:
        # "+33 (0)1": the figure for calls at home was left in.
        return country + digits[len(country) + 1 :] if digits.startswith(f"{country}0") else digits
    return (_country(digits) if country == "33" else country) + digits


def _country(national: str) -> str:
    tables, block = plan(fiction=True), int(national) // TAIL
    if tables.national[block] == Kind.MOBILE:
        return str(tables.owner[block])
    return OVERSEAS.get(national[:3], "33")


def warm(trunk: Trunk) -> None:
    """Read the numbering plan before the first call needs it, if the trunk makes us need it: it takes a second."""
    if trunk.country == "33":
        plan(fiction=True)


def called_number(request: sipmessage.Request, trunk: Trunk) -> str | None:
    """Return the number that was called, from the place where the trunk writes it."""
    match trunk.called_in:
        case "to":
            uri: sipmessage.URI | None = request.to_address.uri
        case "p-called-party-id":
            uri = next(_uris(request.headers.getlist("P-Called-Party-ID")), None)
        case _:
            uri = request.uri
    return e164(uri.user, trunk) if uri and uri.user else None


def caller_number(request: sipmessage.Request, trunk: Trunk) -> Personal | None:
    """Return the caller's number; nothing when it is withheld, even if the carrier knows it, or can't be read.

    The carrier's word (P-Asserted-Identity, RFC 3325) goes before the caller's own. It is read in the usual ways too,
    and not in the called number's alone: a caller whose number can't be read can't object by a key.
    """
    formats = (*trunk.formats, *USUAL)
    sender = request.from_address.uri
    privacy = {word.strip().lower() for word in (request.headers.get("Privacy") or "").split(";")}
    if privacy & PRIVATE or (sender.user or "").lower() == "anonymous" or sender.host == "anonymous.invalid":
        return None
    for uri in (*_uris(request.headers.getlist("P-Asserted-Identity")), sender):
        if uri.user and (number := e164(uri.user, trunk, formats)):
            return Personal(number)
    return None


def _uris(values: list[str]) -> Iterator[sipmessage.URI]:
    for value in values:
        with suppress(MalformedError), reading():
            yield from [address.uri for address in sipmessage.Address.parse_many(value)]
