"""Voice lines: which numbers may play a message (SM-21, EL-12), when one is answered, when a text may name it."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from selfcontact.compliance import approval, mandate, route, sponsor, tables
from selfcontact.compliance.elections import Election
from selfcontact.compliance.numbers import PriceClass, price_class, shown
from selfcontact.compliance.sponsor import Sponsor
from selfcontact.compliance.text import FREE, SURTAXED, free_number_ban
from selfcontact.compliance.verdict import ALLOWED, Allowed, Refused, Verdict, first

_NUMBERING = "Arcep, décision 2018-0881"
PREMIUM = Refused(
    rule="SM-21",
    fr="Une ligne vocale n’a pas de numéro surtaxé.",
    en="A voice line has no premium-rate number.",
    source=SURTAXED.source,
)
FREE_LINE = Refused(
    rule="EL-12",
    fr="Une ligne gratuite est interdite depuis six mois avant le mois de l’élection, jusqu’au dernier tour.",
    en="A free line is banned from six months before the month of the election to its last round.",
    source=FREE.source,
)
NOT_A_LINE = Refused(
    rule="SM-21",
    fr="Ce numéro n’est pas d’une tranche permise : 01 à 05, 09, 0806 à 0809, et 0800 à 0805 hors de l’interdiction.",
    en="This number is in no range allowed: 01 to 05, 09, 0806 to 0809, and 0800 to 0805 outside the ban.",
    source=_NUMBERING,
)
MOBILE = Refused(
    rule="SM-21",
    fr="Une ligne vocale n’a pas de numéro de mobile.",
    en="A voice line has no mobile number.",
    source=_NUMBERING,
)
NOT_SIGNED = Refused(
    rule="EL-16",
    fr="Le candidat n’a pas approuvé ces enregistrements, sur ce numéro et à ces dates.",
    en="The candidate has not approved these recordings, on this number and at these dates.",
    source=approval.NOT_APPROVED.source,
)
UNPUBLISHED = Refused(
    rule="VL-01", fr="La ligne n’est pas publiée.", en="The line is not published.", source="règle de la maison"
)
CLOSED = Refused(
    rule="VL-01",
    fr="La ligne est fermée à cet instant.",
    en="The line is closed at that instant.",
    source="règle de la maison",
)
NAMED_NOT_APPROVED = Refused(
    rule="VL-02",
    fr="Le texte nomme une ligne vocale qui n’est pas approuvée par le candidat et publiée.",
    en="The text names a voice line that is not approved by the candidate and published.",
    source="Code électoral, article L.52-16",
)
NAMED_CLOSED = Refused(
    rule="VL-02",
    fr="Le texte nomme une ligne vocale qui n’est pas ouverte pendant tout l’envoi.",
    en="The text names a voice line that is not open all through the sending.",
    source="règle de la maison",
)
UNPRICED_LINE = Refused(
    rule="SM-23",
    fr="Le texte nomme une ligne vocale sans dire ce que coûte l’appel : « appel non surtaxé », « appel gratuit ».",
    en="The text names a voice line without saying what the call costs: “appel non surtaxé”, “appel gratuit”.",
    source="bonne pratique ; Code de la consommation, article L.112-1",
)
#: What a text says of a price class, as it is written beside the number.
SAID: dict[PriceClass, str] = {"ordinary": "appel non surtaxé", "free": "appel gratuit"}
_PROOFS: dict[PriceClass, tuple[str, ...]] = {
    "ordinary": ("non surtaxe", "prix d un appel local", "prix d un appel normal", "not premium", "standard rate"),
    "free": ("gratuit", "free"),
}


def check_number(digits: str, election: Election, opens_on: date, closes_on: date) -> Verdict:
    """Refuse a number (ten digits) that no line may have; a free one when a day of its opening lies in the ban."""
    if any(digits.startswith(row["prefix"]) for row in tables.rows_on("mobile_prefixes.csv", opens_on)):
        return MOBILE
    price = price_class(digits, opens_on) if len(digits) == 10 else "unknown"
    if price == "surtaxed":
        return PREMIUM
    if price == "unknown":
        return NOT_A_LINE
    banned_from, banned_to = free_number_ban(election)
    return FREE_LINE if price == "free" and opens_on <= banned_to and closes_on >= banned_from else ALLOWED


@dataclass(frozen=True, kw_only=True)
class Line:
    """The facts of a line that are looked at when it is published, and again whenever somebody calls."""

    digits: str
    mandate: mandate.Mandate
    election: Election
    trunk: route.Route
    content_sha256: str
    approved_sha256: str | None
    published: bool
    opens_at: datetime
    closes_at: datetime
    sponsor: Sponsor | None = None


def check(line: Line, at: datetime) -> Verdict:
    """Return the first rule for which a call is not answered at that instant, the electoral silence left out."""
    return first(_rules(line, at))


def _rules(line: Line, at: datetime) -> Iterator[Verdict]:
    yield check_publication(line, at)
    yield ALLOWED if line.published else UNPUBLISHED
    yield ALLOWED if line.opens_at <= at < line.closes_at else CLOSED


def check_publication(line: Line, at: datetime) -> Verdict:
    """Return the first rule that keeps a line from being published; its opening may lie ahead."""
    signed = isinstance(approval.check(line.content_sha256, line.approved_sha256), Allowed)
    return first((check_contract(line, at), ALLOWED if signed else NOT_SIGNED))


def check_contract(line: Line, at: datetime) -> Verdict:
    """Return the first rule that keeps a line from being handed to the candidate: all but the signature."""
    return first(_contract(line, at))


def _contract(line: Line, at: datetime) -> Iterator[Verdict]:
    today = at.date()
    yield mandate.check_live(line.mandate, today)
    yield mandate.check_instruction(line.mandate)
    # A message that is called for is a political advertisement as much as one that is sent.
    yield mandate.check_assessment(line.mandate, today)
    yield sponsor.check_declared(line.sponsor)
    yield sponsor.check_eligible(line.sponsor, line.election, today)
    yield mandate.check_calendar(line.election, simulated=line.trunk.simulated)
    yield route.check(line.trunk, today)
    yield check_number(line.digits, line.election, today, today)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A line of the house as a text may name it; `standing`: approved as it is now, and published."""

    digits: str
    opens_at: datetime
    closes_at: datetime
    standing: bool


def check_named(text: str, lines: Iterable[Named], begins: datetime, ends: datetime) -> Verdict:
    """Refuse a text that names a line out of service between `begins` and `ends`, or without the price of a call."""
    lines = tuple(lines)
    if not lines:
        return ALLOWED
    on = begins.date()
    named = {number.digits: number.price for number in shown(text, on)}
    # One number may have been that of several lines, one after the other: it is enough that one of them answers.
    ours = {digits: [line for line in lines if line.digits == digits] for digits in named}
    return first(_named(text, those, named[digits], (begins, ends)) for digits, those in ours.items() if those)


def _named(text: str, lines: list[Named], price: PriceClass, during: tuple[datetime, datetime]) -> Verdict:
    standing = [line for line in lines if line.standing]
    if not standing:
        return NAMED_NOT_APPROVED
    if not any(line.opens_at <= during[0] and during[1] <= line.closes_at for line in standing):
        return NAMED_CLOSED
    said = _folded(text)
    return ALLOWED if any(proof in said for proof in _PROOFS.get(price, ())) else UNPRICED_LINE


def _folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(plain.replace("'", " ").replace("’", " ").split())
