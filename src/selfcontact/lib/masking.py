"""What may leave the program in a log line: a value is let through by its kind, what resembles a person is masked."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from uuid import UUID

from selfcontact.lib.personal import MASK, Personal

Loggable = str | int | float | bool | None | list["Loggable"] | dict[str, "Loggable"]

#: Names of fields that hold something about a person; a text under one of them is dropped, whatever it says.
FIELDS = frozenset(
    {
        "surname",
        "last_name",
        "lastname",
        "nom",
        "nom_naissance",
        "first_name",
        "firstname",
        "prenom",
        "prenoms",
        "full_name",
        "fullname",
        "civilite",
        "address",
        "adresse",
        "street",
        "rue",
        "voie",
        "phone",
        "telephone",
        "tel",
        "mobile",
        "portable",
        "msisdn",
        "e164",
        "destination",
        "destination_addr",
        "source_addr",
        "text",
        "texte",
        "body",
        "short_message",
        "message_payload",
        "content",
        "contenu",
        "email",
        "mail",
        "courriel",
        "birth_date",
        "birthdate",
        "date_naissance",
        "row",
        "ligne_brute",
        "password",
        "passwd",
        "secret",
        "token",
        "dsn",
    }
)
#: Last words of a key that make it speak of the field instead of holding it: `text_hash` is no text.
ABOUT = frozenset({"hash", "code", "codes", "count", "encoding", "length", "bytes", "version"})

_SHAPES = re.compile(
    # Shapes that a telephone number cannot take: they start on a border, and each is matched whole or not at all.
    r"(?P<keep>"
    r"(?<![\w.:+-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])"  # UUID
    r"|(?<!\w)[0-9a-f]{32,}(?!\w)"  # digest
    r"|(?<![\w.:+-])(?:19|20)\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(?::[0-6]\d(?:[.,]\d{1,6})?)?"
    r"(?:Z|[+-][01]\d:[0-5]\d)?(?!\d)"  # instant, ISO 8601
    r"|(?<![\w.:+-])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?::\d{1,5})?"
    r"(?![\w.])"  # IPv4, with its port
    r")"
    # Nine digits or more (a French number without its zero), in any script, up to four signs or invisible characters
    # between two.
    r"|\+?\d(?:[\W_]{0,4}\d){8,}",
)
_QUOTED = re.compile(r"(?<!\w)'[^'\n]*'(?!\w)|\"[^\"\n]*\"|«[^»\n]*»|“[^”\n]*”")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def mask_text(text: str) -> str:
    """Return `text` with every telephone number, in any spelling, replaced by the mask."""
    return _SHAPES.sub(lambda found: found.group() if found.group("keep") else MASK, text)


def mask_quoted(text: str) -> str:
    """Return `text` without what it quotes: that is where an error repeats the value it refuses."""
    return mask_text(_QUOTED.sub(MASK, text))


def holds_person(key: str) -> bool:
    """Tell whether a key is named after a field of a person, in French or English, accents and case aside."""
    bare = unicodedata.normalize("NFKD", _CAMEL.sub("_", key)).encode("ascii", "ignore").decode().lower()
    words = re.split(r"[^a-z0-9]+", bare)
    if words[-1] in ABOUT:
        return False
    joined = f"_{'_'.join(words)}_"
    return any(f"_{field}_" in joined for field in FIELDS)


def _number(key: str, value: float) -> Loggable:
    if key.endswith("bytes") or abs(value) < 10**8:
        return value
    return MASK


def _other(value: object) -> str:
    if isinstance(value, Personal):
        return MASK
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.name if isinstance(value, Enum) else f"‹{type(value).__name__}›"


def mask_value(key: str, value: object) -> Loggable:
    """Return what a log may say of `value`: plain kinds masked, any other object only by the name of its type."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(key, value)
    if isinstance(value, Mapping):
        return mask_mapping(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(key, item) for item in value]
    return mask_text(str(value)) if isinstance(value, str | Path) else _other(value)


def mask_mapping(values: Mapping[object, object]) -> dict[str, Loggable]:
    """Return the mapping fit for a log: personal fields dropped (their counts kept), keys and values masked."""
    plain = {str(key): value for key, value in values.items()}
    kept = {k: v for k, v in plain.items() if v is None or isinstance(v, int | float) or not holds_person(k)}
    return {mask_text(key): mask_value(key, value) for key, value in kept.items()}
