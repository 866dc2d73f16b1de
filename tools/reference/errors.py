"""Every error that a person may read: its code, its sentence, what to do."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tools.reference import source
from tools.reference.table import Language, code, plain, table

HEADER = {"fr": ("Code", "Ce qui est dit", "Que faire", "Où"), "en": ("Code", "What is said", "What to do", "Where")}


@dataclass(frozen=True, kw_only=True, order=True)
class Told:
    """An error as its call writes it."""

    code: str
    where: str
    fr: str
    en: str
    hint: str


def found() -> list[Told]:
    """Return the errors of the whole package, by code."""
    return sorted(set(_raised()) | set(_classes()))


def page(language: Language) -> str:
    """Return the table of the errors."""
    rows = ([code(one.code), plain(getattr(one, language)), code(one.hint), code(one.where)] for one in found())
    return table(HEADER[language], rows)


def _raised() -> Iterator[Told]:
    for call in source.calls(source.PACKAGE, "UserError"):
        if call.node.args and (told := source.keywords(call.node)).keys() >= {"fr", "en"}:
            yield _told(call.node.args[0], told, call.where)


def _classes() -> Iterator[Told]:
    """Yield the errors that are classes of their own: they hand code and sentences to `super().__init__`."""
    for call in source.calls(source.PACKAGE, "__init__"):
        told = source.keywords(call.node)
        if call.node.args and told.keys() >= {"fr", "en"}:
            yield _told(call.node.args[0], told, call.where)


def _told(name: ast.expr, told: dict[str, ast.expr], where: str) -> Told:
    sentences = {key: source.words(told[key]) for key in ("fr", "en")}
    return Told(
        code=source.words(name), where=where, hint=source.words(told.get("hint", ast.Constant(""))), **sentences
    )
