"""The programming interface, drawn from its own OpenAPI document: scopes, operations, events and answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tools.reference.commands import ready
from tools.reference.table import Language, code, plain, table

if TYPE_CHECKING:
    from selfcontact.web.api.reference import Operation, Value

SCOPES = {"fr": ("Portée", "Ce qu’elle ouvre", "Rôles"), "en": ("Scope", "What it opens", "Roles")}
VALUES = {"fr": ("Valeur", "Où", "Sorte", "Sens"), "en": ("Value", "Where", "Kind", "Meaning")}
ANSWERS = {"fr": ("Statut", "Sens"), "en": ("Status", "Meaning")}
EVENTS = {"fr": ("Événement", "Ce qui est dit en plus"), "en": ("Event", "What else is told")}
WORDS = {
    "fr": {"scope": "Portée", "address": "adresse", "query": "requête", "body": "corps", "answer": "Réponse"},
    "en": {"scope": "Scope", "address": "address", "query": "query", "body": "body", "answer": "Answer"},
}
COLON = {"fr": " :", "en": ":"}
SUBJECTS = {
    "fr": {
        "token": "Le jeton",
        "registers": "Registres",
        "deliveries": "Livraisons",
        "campaigns": "Campagnes",
        "figures": "Chiffres",
    },
    "en": {
        "token": "The token",
        "registers": "Registers",
        "deliveries": "Deliveries",
        "campaigns": "Campaigns",
        "figures": "Figures",
    },
}
#: Said once for all operations, in the text of the page.
SAID_ONCE = {"Idempotency-Key"}


def scopes(language: Language) -> str:
    """Return what each scope opens, and which of the owner's roles it asks for."""
    ready()
    from selfcontact.integrations.scopes import EVERY_STAFF, REACH

    every = {"fr": "tous", "en": "all"}[language]
    rows = (
        [
            code(scope),
            plain(getattr(reach, language)),
            every if reach.roles == EVERY_STAFF else ", ".join(code(role) for role in sorted(reach.roles)),
        ]
        for scope, reach in REACH.items()
    )
    return table(SCOPES[language], rows)


def page(language: Language) -> str:
    """Return every operation, subject by subject."""
    document = _document(language)
    from selfcontact.web.api.reference import sections

    parts: list[str] = []
    for section in sections(document):
        parts.append(f"## {SUBJECTS[language].get(section.name, section.name)}\n\n")
        parts += [_operation(one, language) for one in section.operations]
    return "\n".join(parts)


def answers(language: Language) -> str:
    """Return what every status but success means."""
    responses = _document(language)["components"]["responses"]
    rows = ([code(name.removeprefix("Problem")), plain(one["description"])] for name, one in responses.items())
    return table(ANSWERS[language], rows)


def events(language: Language) -> str:
    """Return the events, with the counts that each carries."""
    ready()
    from selfcontact.integrations.events import COUNTED
    from selfcontact.integrations.events import EVENTS as NAMES

    every, some = {
        "fr": ("tous les comptes", "ce qui est connu à cet instant"),
        "en": ("every count", "what is known at that moment"),
    }[language]
    return table(EVENTS[language], ([code(name), every if name in COUNTED else some] for name in NAMES))


def _document(language: Language) -> dict[str, Any]:
    ready()
    from selfcontact.web.api.document import document

    return document(language)


def _operation(one: "Operation", language: Language) -> str:
    words, colon = WORDS[language], COLON[language]
    rows = list(_values(one, words))
    said = [f"{plain(one.summary)}.", plain(one.description)]
    said += [f"{words['scope']}{colon} {code(one.scope)}."] if one.scope else []
    given = ", ".join(code(value.name) for value in one.answer)
    parts = [
        f"### {one.method} {one.path}\n",
        " ".join(said) + "\n",
        table(VALUES[language], rows) if rows else "",
        f"{words['answer']}{colon} {given}\n",
    ]
    return "\n".join(part for part in parts if part)


def _values(one: "Operation", words: dict[str, str]) -> Iterator[list[str]]:
    for value in one.parameters:
        if value.name not in SAID_ONCE:
            inside = f"{{{value.name}}}" in one.path
            yield _row(value, words["address"] if inside else words["query"])
    for value in one.body:
        yield _row(value, words["body"])


def _row(value: "Value", where: str) -> list[str]:
    return [code(value.name) + (" \\*" if value.required else ""), where, plain(value.kind), plain(value.said)]
