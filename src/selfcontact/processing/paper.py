"""The assessment as a document to read, correct and sign: the questions of the CNIL's tool in our words."""

from collections.abc import Iterator, Mapping

from selfcontact.answers.words import Said, say
from selfcontact.lib.opendocument import Items, Piece, Sheet, Title, text_document
from selfcontact.processing import words
from selfcontact.processing.assessment import Answer, Assessment

PARTS: Mapping[int, Said] = {
    11: Said("Vue d’ensemble", "Overview"),
    12: Said("Données, processus et supports", "Data, processes and supporting assets"),
    21: Said("Proportionnalité et nécessité", "Proportionality and necessity"),
    22: Said("Mesures protectrices des droits", "Controls that protect rights"),
    32: Said("Risque : accès illégitime", "Risk: illegitimate access"),
    33: Said("Risque : modification non désirée", "Risk: unwanted modification"),
    34: Said("Risque : disparition", "Risk: disappearance"),
}
QUESTIONS: Mapping[int, Said] = {
    111: Said("Le traitement", "The processing"),
    112: Said("Les responsabilités", "The responsibilities"),
    113: Said("Les référentiels", "The standards"),
    121: Said("Les données", "The data"),
    122: Said("Le cycle de vie", "The life cycle"),
    123: Said("Les supports", "The supporting assets"),
    211: Said("Finalités", "Purposes"),
    212: Said("Fondement", "Legal basis"),
    213: Said("Minimisation", "Minimisation"),
    214: Said("Exactitude", "Accuracy"),
    215: Said("Conservation", "Retention"),
    221: Said("Information des personnes", "Information of people"),
    222: Said("Consentement", "Consent"),
    223: Said("Accès et portabilité", "Access and portability"),
    224: Said("Rectification et effacement", "Rectification and erasure"),
    225: Said("Limitation et opposition", "Restriction and objection"),
    226: Said("Sous-traitance", "Subprocessing"),
    227: Said("Transferts", "Transfers"),
}
#: The six questions of each risk.
RISK: Mapping[int, Said] = {
    1: Said("Impacts", "Impacts"),
    2: Said("Menaces", "Threats"),
    3: Said("Sources", "Sources"),
    4: Said("Mesures en place", "Measures that are on"),
    5: Said("Gravité", "Severity"),
    6: Said("Vraisemblance", "Likelihood"),
}


def as_odt(assessment: Assessment) -> bytes:
    """Return the document."""
    pieces = list(_pieces(assessment))
    return text_document(pieces, title=assessment.name, language=assessment.language, made_at=assessment.made_at)


def _pieces(assessment: Assessment) -> Iterator[Piece]:
    language, part = assessment.language, 0
    yield Title(text=assessment.name, level=1)
    yield say(
        Said(
            "Pré-remplie par le programme d’après ce qui tourne. Les estimations, les avis et la validation restent à "
            "faire par des personnes.",
            "Filled in by the program from what runs. Estimates, opinions and validation remain to be given by people.",
        ),
        language,
    )
    for one in assessment.answers:
        if one.question // 10 != part:
            part = one.question // 10
            if part == min(number for number in PARTS if number > 30):
                yield from _measures(assessment)
            yield Title(text=say(PARTS[part], language))
        yield Title(text=say(_question(one), language), level=3)
        yield Items(texts=one.items) if one.items else one.text or "–"


def _question(one: Answer) -> Said:
    return QUESTIONS.get(one.question) or RISK[one.question % 10]


def _measures(assessment: Assessment) -> Iterator[Piece]:
    language = assessment.language
    title = say(Said("Mesures existantes", "Existing measures"), language)
    yield Title(text=title)
    yield Sheet(
        name=title,
        head=[say(Said("Mesure", "Measure"), language), say(Said("État", "State"), language), ""],
        rows=[
            [say(one.title, language), say(words.STATES[one.state], language), say(one.what, language)]
            for one in assessment.measures
        ],
    )
