"""Every rule of `compliance`: what it refuses or holds and on which source it rests, and the values in force."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from selfcontact.compliance import catalogue, elections, tables
from selfcontact.compliance.catalogue import How
from tools.reference import source
from tools.reference.sentences import sentence
from tools.reference.table import Language, code, plain, table

FOLDER = source.PACKAGE / "compliance"
HEADER = {"fr": ("Règle", "Effet", "Raison", "Source"), "en": ("Rule", "Effect", "Reason", "Source")}
EFFECTS = {"Refused": {"fr": "refuse", "en": "refuses"}, "Held": {"fr": "retient", "en": "holds"}}
WHOLE = {
    "fr": ("Règle", "Ce qu’elle dit", "Ce qu’en fait le programme", "Pourquoi", "Source", "Certitude"),
    "en": ("Rule", "What it says", "What the program makes of it", "Why", "Source", "Certainty"),
}
HOW = {
    How.CHECKED: {"fr": "vérifiée", "en": "checked"},
    How.EVIDENCE: {"fr": "preuve gardée", "en": "evidence kept"},
    How.MANUAL: {"fr": "par une personne", "en": "by a person"},
    How.NOT_APPLICABLE: {"fr": "sans objet", "en": "not applicable"},
}
VALUES = {
    "fr": ("Valeur", "À quoi elle sert", "Combien", "Depuis", "Source"),
    "en": ("Value", "What it is for", "How much", "Since", "Source"),
}
CALENDAR = {
    "fr": ("Code", "Tour", "Jours de vote", "Statut"),
    "en": ("Code", "Round", "Days of voting", "Status"),
}
STATUS = {"held": "tenu", "decreed": "décrété", "announced": "annoncé", "expected": "attendu", "unknown": "inconnu"}


@dataclass(frozen=True, kw_only=True, order=True)
class Rule:
    """One way in which a rule may answer no."""

    rule: str
    fr: str
    en: str
    source: str
    effect: str


def found() -> list[Rule]:
    """Return the refusals and holds by the number of their rule."""
    return sorted(set(_written()))


def page(language: Language) -> str:
    """Return the table of the rules."""
    rows = (
        [code(one.rule), EFFECTS[one.effect][language], plain(getattr(one, language)), plain(one.source)]
        for one in found()
    )
    return table(HEADER[language], rows)


def whole(language: Language) -> str:
    """Return the table of every rule of the trade, checked or not."""
    rows = (
        [
            code(one.id),
            plain(one.fr if language == "fr" else one.en),
            HOW[one.how][language],
            plain(one.why_fr if language == "fr" else one.why_en),
            plain(one.source),
            f"{one.confidence} {one.status}",
        ]
        for one in catalogue.rules()
    )
    return table(WHOLE[language], rows)


def values(language: Language) -> str:
    """Return the values in force: those without an end."""
    rows = (
        [code(row["name"]), sentence("values", row["name"], language), row["value"], row["valid_from"], row["source"]]
        for row in tables.rows("thresholds.csv")
        if not row["valid_to"]
    )
    return table(VALUES[language], rows)


def calendar(language: Language) -> str:
    """Return the elections that a mandate may name, except those that are over for good."""
    rows = (
        [code(one.code), str(ballots.number), ", ".join(_days(ballots)), _status(ballots, language)]
        for one in elections.load().values()
        if any(ballot.status != "held" for each in one.rounds for ballot in each.ballots)
        for ballots in one.rounds
    )
    return table(CALENDAR[language], rows)


def _days(one: elections.Round) -> list[str]:
    return sorted({ballot.vote_day.isoformat() for ballot in one.ballots})


def _status(one: elections.Round, language: Language) -> str:
    return ", ".join(sorted({STATUS[ballot.status] if language == "fr" else ballot.status for ballot in one.ballots}))


def _written() -> Iterator[Rule]:
    for call in source.calls(FOLDER, "Refused", "Held"):
        module = importlib.import_module("selfcontact." + call.where.removesuffix(".py").replace("/", "."))
        told = {name: _value(node, module) for name, node in source.keywords(call.node).items()}
        yield Rule(effect=_effect(call.node), **told)


def _effect(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _value(node: ast.expr, module: ModuleType) -> str:
    """Return a text, written in place or under the name of another rule: `source=LATE.source`."""
    return str(_looked_up(node, module)) if isinstance(node, ast.Name | ast.Attribute) else source.words(node)


def _looked_up(node: ast.expr, module: ModuleType) -> object:
    match node:
        case ast.Name(id=name):
            return getattr(module, name)
        case ast.Attribute(value=value, attr=name):
            return getattr(_looked_up(value, module), name)
        case _:
            raise ValueError(ast.unparse(node))
