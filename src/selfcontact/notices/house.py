"""What every text may say of us, and how a fact is said in a language."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

PARIS = ZoneInfo("Europe/Paris")
AUTHORITY = {
    "fr": "la CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, https://www.cnil.fr/fr/plaintes",
    "en": "the CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07, France, https://www.cnil.fr/en/plaintes",
}
#: Where the person lives, or where we are established (GDPR art. 79(2)).
COURT = {
    "fr": "le tribunal judiciaire de votre domicile ou du siège de la société",
    "en": "the judicial court (tribunal judiciaire) of the place where you live or of the company’s seat",
}


def said(facts: Mapping[str, str | date], language: str, at: datetime) -> dict[str, str]:
    """Return every value that a text may show, in the language."""
    own = {
        "company": settings.COMPANY_NAME,
        "dpo_email": settings.DPO_EMAIL,
        "site": settings.FACE_URLS["public"],
        "authority": AUTHORITY[language],
        "court": COURT[language],
        "written_on": day(at.astimezone(PARIS).date(), language),
    }
    return own | {name: _said(value, language) for name, value in facts.items()}


def _said(value: str | date, language: str) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(PARIS).date()
    return day(value, language) if isinstance(value, date) else _plain(value)


def day(value: date, language: str) -> str:
    """Return a day as it is written in the language."""
    with translation.override(language):
        return str(date_format(value, "j F Y"))


def _plain(value: str) -> str:
    """Return the text without control characters, which have no place in a letter."""
    return "".join(letter for letter in value.strip() if letter.isprintable() or letter == "\n")
