"""The sixteen lines of the European template, in French and in English, from the facts of a campaign.

Source: Regulation (EU) 2024/900, article 12; Implementing Regulation (EU) 2025/1410, annex II.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from selfcontact.compliance import notice
from selfcontact.compliance.remedies import CNIL
from selfcontact.geo import finding
from selfcontact.mandates.models import Sponsor
from selfcontact.transparency.ad import Ad
from selfcontact.transparency.address import address

PARIS = ZoneInfo("Europe/Paris")
#: A sentence in both languages.
Said = tuple[str, str]
FUNDS: dict[str, Said] = {
    Sponsor.Funds.PRIVATE: ("argent privé", "private money"),
    Sponsor.Funds.PUBLIC: ("argent public", "public money"),
    Sponsor.Funds.BOTH: ("argent privé et public", "private and public money"),
}
WHENCE: dict[str, Said] = {
    Sponsor.Whence.INSIDE: ("venu de l’Union européenne", "from within the European Union"),
    Sponsor.Whence.OUTSIDE: ("venu de l’extérieur de l’Union européenne", "from outside the European Union"),
    Sponsor.Whence.BOTH: ("venu de l’Union européenne et de l’extérieur", "from within the European Union and outside"),
}


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A line of the template with what it says, a sentence or more; none when it is empty."""

    line: notice.Line
    fr: tuple[str, ...]
    en: tuple[str, ...]


def lines(ad: Ad) -> tuple[Filled, ...]:
    """Return the sixteen lines; what is not known is left empty."""
    return tuple(_filled(line, WRITERS[line.number](ad)) for line in notice.LINES)


def empty(ad: Ad) -> tuple[int, ...]:
    """Return the numbers of the lines that would be empty."""
    return tuple(one.line.number for one in lines(ad) if not one.fr)


def _filled(line: notice.Line, said: Iterator[Said]) -> Filled:
    pairs = [(fr, en) for fr, en in said if fr.strip()]
    return Filled(line=line, fr=tuple(fr for fr, _ in pairs), en=tuple(en for _, en in pairs))


def _sponsor(ad: Ad) -> Iterator[Said]:
    one = ad.sponsor
    if one is None:
        return
    for fr, en, value in (
        ("Nom", "Name", one.name),
        ("Courriel", "E-mail", one.email),
        ("Adresse postale", "Postal address", one.address),
        ("Établissement", "Establishment", one.country),
    ):
        yield f"{fr} : {value}", f"{en}: {value}"
    number = one.registration
    yield (
        (f"Numéro d’immatriculation : {number}", f"Registration number: {number}")
        if number
        else ("Numéro d’immatriculation : aucun, personne physique", "Registration number: none, natural person")
    )


def _control(ad: Ad) -> Iterator[Said]:
    one = ad.sponsor
    if one is not None:
        other = f"{one.controller} ({one.controller_country})"
        nobody = ("Personne d’autre que le commanditaire", "Nobody but the sponsor")
        yield (other, other) if one.controller else nobody


def _payer(ad: Ad) -> Iterator[Said]:
    if ad.sponsor is not None:
        yield (ad.sponsor.payer,) * 2 if ad.sponsor.payer else ("Le commanditaire", "The sponsor")


def _period(ad: Ad) -> Iterator[Said]:
    (begins_fr, begins_en), (ends_fr, ends_en) = (_day(one.astimezone(PARIS).date()) for one in (ad.begins, ad.ends))
    yield f"Du {begins_fr} au {ends_fr}", f"From {begins_en} to {ends_en}"


def _amounts(ad: Ad) -> Iterator[Said]:
    if ad.price is not None:
        yield _most(ad, ad.price.gross_cents(ad.volume.coarse().segments))
        yield "Aucun autre avantage n’a été reçu.", "No other benefit was received."


def _whole(ad: Ad) -> Iterator[Said]:
    if ad.price is not None:
        (fr, en), name = _most(ad, ad.whole_cents), ad.candidate
        yield (
            f"{fr}, pour tous les messages envoyés par nous pour {name} à cette élection",
            f"{en}, for all the messages that we send for {name} in this election",
        )
        yield "Aucun autre avantage n’a été reçu.", "No other benefit was received."


def _origin(ad: Ad) -> Iterator[Said]:
    if ad.sponsor is not None:
        funds, whence = FUNDS[ad.sponsor.funds], WHENCE[ad.sponsor.whence]
        yield f"C’est de l’{funds[0]}, {whence[0]}", f"It is {funds[1]}, {whence[1]}"


def _method(ad: Ad) -> Iterator[Said]:
    if ad.price is None:
        return
    unit, day, lot, vat = _euros(ad.price.millicents, 100_000), _day(ad.price.valid_from), ad.price.lot, _vat(ad)
    yield (
        f"Tarif public, le même pour tous, en vigueur depuis le {day[0]}.",
        f"Public tariff, the same for everyone, in force since {day[1]}.",
    )
    yield (
        f"{unit[0]} hors taxes par segment de SMS, par lot de {lot}, TVA {vat} %.",
        f"{unit[1]} without VAT for each SMS segment, in lots of {lot}, VAT {vat}%.",
    )
    yield (
        "Le nombre de segments est arrondi à la centaine supérieure.",
        "The number of segments is rounded up to the next hundred.",
    )


def _election(ad: Ad) -> Iterator[Said]:
    first, last = _day(ad.election.first_day), _day(ad.election.last_day)
    yield (
        f"{ad.election.code} : premier tour à partir du {first[0]}, dernier jour de vote le {last[0]}",
        f"{ad.election.code}: first round from {first[1]}, last day of voting {last[1]}",
    )


def _taking_part(ad: Ad) -> Iterator[Said]:
    yield notice.PARTICIPATION, notice.PARTICIPATION


def _repository(ad: Ad) -> Iterator[Said]:
    yield (
        "Aucun lien : le répertoire n’était pas ouvert au public à la publication de cette notice.",
        "No link: the repository was not open to the public when this notice was published.",
    )


def _reporting(ad: Ad) -> Iterator[Said]:
    yield (
        f"Sans compte et sans dire qui vous êtes : {address(ad.code)}report/",
        f"Without an account and without saying who you are: {address(ad.code)}report/",
    )
    yield (
        f"Ou écrivez à {settings.DPO_EMAIL} en donnant l’adresse de cette notice : {address(ad.code)}",
        f"Or write to {settings.DPO_EMAIL} with the address of this notice: {address(ad.code)}",
    )


def _suspension(ad: Ad) -> Iterator[Said]:
    if ad.stopped_at is None:
        yield "Aucune", "None"
        return
    fr, en = _day(ad.stopped_at.astimezone(PARIS).date())
    yield f"Diffusion arrêtée le {fr}", f"Publication stopped on {en}"


def _targeting(ad: Ad) -> Iterator[Said]:
    yield "Oui : des personnes choisies dans un fichier", "Yes: people chosen in a file"


def _details(ad: Ad) -> Iterator[Said]:
    (low, high), persons = ad.ages, ad.volume.coarse().persons
    places = ", ".join(finding.name(item) for item in ad.area)
    yield (
        "Analyse : aucune. Ni profil, ni opinion supposée, ni modèle ; aucun système d’intelligence artificielle.",
        "Analysis: none. No profile, no assumed opinion, no model; no artificial intelligence system.",
    )
    yield (
        f"Groupe visé, et paramètres : {places} ; de {low} à {high} ans.",
        f"Group addressed, and parameters: {places}; aged {low} to {high}.",
    )
    yield (
        "Catégories de données : commune, âge, numéro de téléphone ; nom et prénom pour l’adresse du message.",
        "Categories of data: commune, age, telephone number; names to address the message.",
    )
    yield (
        "But et logique : écrire aux électeurs de la zone. Sont écartés ceux qui s’y sont opposés et les mineurs.",
        "Aim and logic: to write to the voters of the area. Left out are those who objected, and minors.",
    )
    yield _persons(ad, persons)
    yield (
        "Interactions : ni ouverture ni clic n’est mesuré.",
        "Interactions: neither opening nor clicking is measured.",
    )
    policy = f"{settings.FACE_URLS['public']}/n/targeting/"
    yield f"Politique interne : {policy}", f"Internal policy: {policy}"


def _persons(ad: Ad, persons: int) -> Said:
    if ad.over:
        return f"Nombre de personnes : {persons}, arrondi à la centaine.", f"Number of persons: {persons}, rounded up."
    return f"Nombre de personnes : au plus {persons}.", f"Number of persons: at most {persons}."


def _rights(ad: Ad) -> Iterator[Said]:
    site = f"{settings.FACE_URLS['public']}/"
    yield (
        f"Répondez STOP, ou allez sur {site} : retirer votre accord, vous opposer, voir, corriger, effacer.",
        f"Answer STOP, or go to {site}: withdraw your consent, object, see, correct, erase.",
    )
    yield (
        f"Délégué à la protection des données : {settings.DPO_EMAIL}",
        f"Data protection officer: {settings.DPO_EMAIL}",
    )
    yield f"Plainte : {CNIL.name}, {CNIL.url}", f"Complaint: {CNIL.name}, {CNIL.url}"


#: What the sponsor's declaration alone says.
OF_SPONSOR = frozenset({1, 2, 3, 7})
WRITERS: dict[int, Callable[[Ad], Iterator[Said]]] = {
    1: _sponsor,
    2: _control,
    3: _payer,
    4: _period,
    5: _amounts,
    6: _whole,
    7: _origin,
    8: _method,
    9: _election,
    10: _taking_part,
    11: _repository,
    12: _reporting,
    13: _suspension,
    14: _targeting,
    15: _details,
    16: _rights,
}


def _most(ad: Ad, cents: int) -> Said:
    fr, en = _euros(cents, 100)
    return (f"{fr} TTC", f"{en} with VAT") if ad.over else (f"Au plus {fr} TTC", f"At most {en} with VAT")


def _vat(ad: Ad) -> str:
    return f"{ad.price.vat_permille / 10:g}" if ad.price else ""


def _euros(amount: int, scale: int) -> Said:
    digits = 2 if scale == 100 else 4
    text = f"{amount / scale:,.{digits}f}"
    return f"{text.replace(',', ' ').replace('.', ',')} €", f"€{text}"


def _day(day: date) -> Said:
    with override("fr"):
        fr = date_format(day, "j F Y")
    with override("en"):
        en = date_format(day, "j F Y")
    return fr, en
