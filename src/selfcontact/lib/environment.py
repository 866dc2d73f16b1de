"""Readers of environment variables that refuse nonsense; a secret may also come from the file named by NAME_FILE."""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from selfcontact.lib.errors import UserError

#: Whoever may receive mail there is found out by writing; this only refuses what is no address at all.
ADDRESS = re.compile(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+\.[^\s@<>\"?&]+")
TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _refuse(name: str, expected_fr: str, expected_en: str) -> UserError:
    return UserError(
        "setting_invalid",
        fr=f"Le réglage {name} n’est pas compris : {expected_fr}.",
        en=f"The setting {name} is not understood: {expected_en}.",
    )


def boolean(name: str, *, default: bool) -> bool:
    """Return the variable as a truth value; raises UserError on anything but 1/0, true/false, yes/no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() not in TRUTHS:
        raise _refuse(name, "1 ou 0 attendu", "1 or 0 expected")
    return TRUTHS[raw.lower()]


def integer(name: str, *, default: int, least: int, most: int) -> int:
    """Return the variable as a whole number between `least` and `most`; raises UserError otherwise."""
    raw = os.environ.get(name, str(default))
    if not raw.lstrip("-").isdecimal() or not least <= int(raw) <= most:
        raise _refuse(name, f"un nombre entier de {least} à {most}", f"a whole number from {least} to {most}")
    return int(raw)


def choice(name: str, allowed: Sequence[str], *, default: str) -> str:
    """Return the variable if it is one of `allowed`; raises UserError otherwise."""
    value = os.environ.get(name, default)
    if value not in allowed:
        listed = ", ".join(word for word in allowed if word)
        raise _refuse(name, f"l’un de {listed}", f"one of {listed}")
    return value


def email(name: str, *, default: str) -> str:
    """Return the variable as one e-mail address; raises UserError otherwise."""
    value = os.environ.get(name, default)
    if not ADDRESS.fullmatch(value):
        raise _refuse(name, "une adresse électronique", "an e-mail address")
    return value


def instant(name: str) -> datetime | None:
    """Return the variable as an aware instant, or None when it is not set; raises UserError otherwise."""
    raw = os.environ.get(name)
    if not raw:
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError as error:
        raise _refuse(name, "une date ISO 8601 avec son fuseau", "an ISO 8601 instant with its zone") from error
    if moment.tzinfo is None:
        raise _refuse(name, "une date ISO 8601 avec son fuseau", "an ISO 8601 instant with its zone")
    return moment


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the comma-separated networks in the variable; raises UserError for one that is not understood."""
    try:
        return tuple(ip_network(text.strip()) for text in os.environ.get(name, "").split(",") if text.strip())
    except ValueError as error:
        raise _refuse(name, "des réseaux, 10.1.0.0/16,127.0.0.0/8", "networks, 10.1.0.0/16,127.0.0.0/8") from error


def secret(name: str) -> str | None:
    """Return the secret in `name`, or in the file that `name`_FILE points to; raises UserError if it can't be read."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _refuse(f"{name}_FILE", "un fichier lisible", "a readable file") from error
    return os.environ.get(name)
