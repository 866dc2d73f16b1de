"""Who is called and who calls, from what a carrier writes to E.164 digits without the plus."""

import re
from typing import Final

import sipmessage

from selfcontact.lib.personal import Personal
from selfcontact.voice.trunk import Format, Trunk

SEPARATORS: Final = re.compile(r"[-.() ]")
WRITTEN: Final = {
    Format.PLUS: re.compile(r"\+([1-9]\d{6,14})"),
    Format.ZERO_ZERO: re.compile(r"00([1-9]\d{6,14})"),
    Format.NATIONAL: re.compile(r"0([1-9]\d{8})"),
    Format.BARE: re.compile(r"([1-9]\d{9,14})"),
    Format.SHORT: re.compile(r"([1-9]\d{8})"),
}
#: Numbers dialled like those of metropolitan France whose country code is another one (ARCEP, numbering plan).
OVERSEAS: Final = {
    "262": ("262", "263", "639", "692", "693", "7092", "7093", "9476", "9478", "9479"),
    "590": ("590", "690", "691", "7090", "7091", "9475"),
    "594": ("594", "694", "7094", "9476"),
    "596": ("596", "696", "697", "7096", "7097", "9477"),
}
PRIVATE: Final = {"id", "user", "header", "critical;id"}


def e164(written: str, trunk: Trunk) -> str | None:
    """Read a number in the ways of writing that the trunk uses, the first that fits; parameters are left out."""
    plain = SEPARATORS.sub("", written.partition(";")[0])
    if len(plain) > 20 or not plain.isascii():
        return None
    for form in trunk.formats:
        if match := WRITTEN[form].fullmatch(plain):
            return _international(match[1], form, trunk.country)
    return None


def _international(digits: str, form: Format, country: str) -> str:
    if form not in {Format.NATIONAL, Format.SHORT}:
        return digits
    if country != "33":
        return country + digits
    codes = (code for code, prefixes in OVERSEAS.items() if digits.startswith(prefixes))
    return next(codes, country) + digits


def called_number(request: sipmessage.Request, trunk: Trunk) -> str | None:
    """Return the number that was called, from the place where the trunk writes it."""
    match trunk.called_in:
        case "to":
            uri: sipmessage.URI | None = request.to_address.uri
        case "p-called-party-id":
            uri = _uri(request.headers.get("P-Called-Party-ID"))
        case _:
            uri = request.uri
    return e164(uri.user, trunk) if uri and uri.user else None


def caller_number(request: sipmessage.Request, trunk: Trunk) -> Personal | None:
    """Return the caller's number; nothing when it is withheld, even if the carrier knows it, or can't be read.

    The carrier's word (P-Asserted-Identity, RFC 3325) goes before the caller's own.
    """
    sender = request.from_address.uri
    privacy = {word.strip().lower() for word in (request.headers.get("Privacy") or "").split(";")}
    if privacy & PRIVATE or (sender.user or "").lower() == "anonymous" or sender.host == "anonymous.invalid":
        return None
    asserted = (_uri(value) for value in request.headers.getlist("P-Asserted-Identity"))
    for uri in (*asserted, sender):
        if uri and uri.user and (number := e164(uri.user, trunk)):
            return Personal(number)
    return None


def _uri(value: str | None) -> sipmessage.URI | None:
    try:
        return sipmessage.Address.parse_many(value)[0].uri if value else None
    except (ValueError, TypeError, IndexError):
        return None
