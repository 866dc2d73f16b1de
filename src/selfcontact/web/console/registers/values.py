"""How the value of a detail of the ledger is said: codes by their words, days and amounts as people write them."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from selfcontact.ledger.leaf import JSON
from selfcontact.web.console.registers import words
from selfcontact.web.console.requests import words as requests
from selfcontact.web.templatetags.web import THIN, number, when

MILLICENTS = 100_000
#: Details whose values are codes, with the words of these codes.
CODES: Mapping[str, Mapping[str, words.Words]] = {
    "kind": {**words.INSTRUCTIONS, **words.KINDS, **words.ROUTES},
    "purposes": words.PURPOSES,
    "channels": words.CHANNELS,
    "country": words.COUNTRIES,
    "kinds": requests.KINDS,
    "door": requests.DOORS,
    "ground": requests.GROUNDS,
    "means": requests.MEANS,
}


def price(millicents: int) -> str:
    """Return a small price whole, never rounded to the cent: 0,045 €."""
    amount = Decimal(millicents) / MILLICENTS
    digits = f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount.normalize():,f}"
    if (get_language() or "fr").startswith("en"):
        return f"€{digits}"
    return digits.replace(",", THIN).replace(".", ",") + f"{THIN}€"


def said(name: str, value: JSON) -> str:
    """Return the value of a detail in words; one that does not have the form expected stays as it was written."""
    try:
        return SAYERS[name](value) if name in SAYERS else _plain(name, value)
    except (TypeError, ValueError, AttributeError):
        return _plain(name, value)


def _plain(name: str, value: JSON) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, str):
        return str(CODES.get(name, {}).get(value, value))
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return ", ".join(str(CODES.get(name, {}).get(str(one), one)) for one in value)
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _day(value: JSON) -> str:
    return str(date_format(date.fromisoformat(str(value)), "j F Y"))


def _instant(value: JSON) -> str:
    return when(datetime.fromisoformat(str(value)))


def _area(value: JSON) -> str:
    return words.area(str(one) for one in value) if isinstance(value, list) else str(value)


SAYERS: Mapping[str, Callable[[JSON], str]] = {
    "area": _area,
    "at": _instant,
    "ceiling_millicents": lambda value: price(int(str(value))),
    "cents": lambda value: price(int(str(value)) * 1000),
    "due_on": _day,
    "election": lambda value: words.election(str(value)),
    "ends_on": _day,
    "latest": _instant,
    "on": _day,
    "price_millicents": lambda value: price(int(str(value))),
    "received_at": _instant,
    "signed_at": _instant,
    "until": _day,
}
