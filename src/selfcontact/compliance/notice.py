"""RP-06: the transparency notice has sixteen lines, and an ad of which one is empty does not leave."""

from collections.abc import Iterable
from dataclasses import dataclass

from selfcontact.compliance.verdict import ALLOWED, Refused, Verdict

#: The template that the lines follow, kept with every notice (RP-05).
TEMPLATE = "EU-2025/1410-II"
#: Line 10: the ministry's site on elections. Which page the law means is not verified: our choice.
PARTICIPATION = "https://www.elections.interieur.gouv.fr/"
_SOURCE = "Règlement (UE) 2024/900, article 12 ; règlement d’exécution (UE) 2025/1410, annexe II"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the template, by its number."""

    number: int
    fr: str
    en: str


def _line(number: int, fr: str, en: str) -> Line:
    return Line(number=number, fr=fr, en=en)


LINES = (
    _line(1, "Commanditaire", "Sponsor"),
    _line(2, "Entité qui contrôle le commanditaire en dernier ressort", "Entity in ultimate control of the sponsor"),
    _line(3, "Qui paie", "Who pays"),
    _line(4, "Période de diffusion", "Period of publication"),
    _line(5, "Montants et autres avantages reçus pour cette annonce", "Amounts and other benefits for this ad"),
    _line(6, "Les mêmes pour toute la campagne", "The same for the whole campaign"),
    _line(7, "Origine de l’argent", "Origin of the money"),
    _line(8, "Comment les montants ont été calculés", "How the amounts were computed"),
    _line(9, "Élection ou processus concerné", "Election or process concerned"),
    _line(10, "Informations officielles sur la participation au vote", "Official information on how to take part"),
    _line(11, "Répertoire européen des annonces politiques", "European repository of political ads"),
    _line(12, "Comment signaler cette annonce", "How to report this ad"),
    _line(13, "Suspension ou retrait antérieur", "Earlier suspension or withdrawal"),
    _line(14, "Ciblage", "Targeting"),
    _line(15, "Précisions sur le ciblage", "Details of the targeting"),
    _line(16, "Vos droits sur vos données", "Your rights over your data"),
)
NOT_PUBLISHED = Refused(
    rule="RP-06",
    fr="La notice de transparence de cette campagne n’est pas publiée.",
    en="The transparency notice of this campaign is not published.",
    source=_SOURCE,
)


def check_complete(empty: Iterable[int]) -> Verdict:
    """Refuse when lines of the notice are empty, and name them."""
    missing = set(empty)
    lines = [line for line in LINES if line.number in missing]
    if not lines:
        return ALLOWED
    return Refused(
        rule="RP-06",
        fr="La notice de transparence est incomplète : " + ", ".join(f"{one.number} « {one.fr} »" for one in lines),
        en="The transparency notice is incomplete: " + ", ".join(f"{one.number} “{one.en}”" for one in lines),
        source=_SOURCE,
    )


def check_published(*, published: bool) -> Verdict:
    """Refuse while no complete notice of the campaign can be read."""
    return ALLOWED if published else NOT_PUBLISHED
