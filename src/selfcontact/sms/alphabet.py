"""Texts that come in: from octets in one of SMPP's data codings to characters. Never raises."""

from typing import Final

from selfcontact.lib.gsm import BASE, ESCAPE, EXTENSION

_EXTENDED: Final = {code: character for character, code in EXTENSION.items()}
_ASCII: Final = 1
_LATIN_1: Final = 3
_UCS_2: Final = 8
# Some centres announce ASCII and send GSM, where accents and the escape sit among these: nobody types a control code.
_CONTROLS: Final = frozenset(range(32)) - {0x0A, 0x0D} | {0x7F}


def decode(octets: bytes, data_coding: int) -> str:
    """Return the text; an octet outside its alphabet becomes U+FFFD. Tables: 3GPP TS 23.038, 6.2.1."""
    if data_coding == _UCS_2:
        return octets.decode("utf-16-be", "replace")
    if data_coding == _LATIN_1:
        return octets.decode("latin-1")
    if data_coding == _ASCII and not _CONTROLS.intersection(octets):
        return octets.decode("ascii", "replace")
    return _decode_gsm(octets)


def _decode_gsm(octets: bytes) -> str:
    characters: list[str] = []
    escaped = False
    for octet in octets:
        if octet == ESCAPE and not escaped:
            escaped = True
            continue
        basic = BASE[octet] if octet < len(BASE) else "\ufffd"
        # An unknown extension shows as the basic character, says the standard.
        characters.append(_EXTENDED.get(octet, basic) if escaped else basic)
        escaped = False
    return "".join(characters)
