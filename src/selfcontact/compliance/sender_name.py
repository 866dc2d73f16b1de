"""SM-10, SM-11, SM-16: what may stand as the sender of a message."""

import re
from collections.abc import Collection
from datetime import date
from functools import cache

from selfcontact.compliance import tables
from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
_MOBILE = re.compile(r"(?:\+?33|0033|0)[67]\d*")
MOBILE = Refused(
    rule="SM-16",
    fr="Un numéro mobile 06 ou 07 ne peut pas être l’expéditeur d’un envoi automatisé.",
    en="A mobile number (06 or 07) may not send automated messages.",
    source="Arcep, décisions 2018-0881 et 2022-1583",
)
TRANSACTIONAL = Refused(
    rule="SM-10",
    fr="Les numéros courts 38xxx ne servent pas aux campagnes.",
    en="Short codes 38xxx are not for campaigns.",
    source="AF2M, SMS marketing",
)
MALFORMED = Refused(
    rule="SM-11",
    fr="L’expéditeur compte 1 à 11 lettres sans accent ou chiffres, dont une lettre, sans espace.",
    en="A sender name has 1 to 11 unaccented letters or digits, one letter at least, no space.",
    source="AF2M, protection des OADC sensibles",
)
GENERIC = Refused(
    rule="SM-11",
    fr="Ce nom d’expéditeur est un mot générique.",
    en="This sender name is a generic word.",
    source=MALFORMED.source,
)
UNPROVED = Refused(
    rule="SM-11",
    fr="Ce nom d’expéditeur n’est pas enregistré pour cette route.",
    en="This sender name is not registered for this route.",
    source=MALFORMED.source,
)


def check(sender: str, registered: Collection[str] | None = None, *, on: date | None = None) -> Verdict:
    """Refuse a sender that operators reject on a day; without a day, every word ever banned counts.

    `registered` holds the names proved for the route, None to skip that.
    """
    if _MOBILE.fullmatch(sender):
        return MOBILE
    if re.fullmatch(r"36\d{3}", sender):
        return ALLOWED
    if re.fullmatch(r"38\d{3}", sender):
        return TRANSACTIONAL
    if not _NAME.fullmatch(sender):
        return MALFORMED
    if sender.upper() in _generic(on):
        return GENERIC
    return ALLOWED if registered is None or sender in registered else UNPROVED


@cache
def _generic(on: date | None) -> frozenset[str]:
    rows = tables.rows("sender_words.csv") if on is None else tables.rows_on("sender_words.csv", on)
    return frozenset(row["word"] for row in rows)
