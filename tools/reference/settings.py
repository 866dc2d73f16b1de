"""Every setting: the environment variables that the code reads, and how."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tools.reference import source
from tools.reference.sentences import sentence
from tools.reference.table import Language, code, table

#: What the functions of `lib.environment` accept, but for those whose bounds are told by the call itself.
KINDS = {
    "boolean": {"fr": "1 ou 0", "en": "1 or 0"},
    "email": {"fr": "adresse électronique", "en": "e-mail address"},
    "instant": {"fr": "instant ISO 8601 avec fuseau", "en": "ISO 8601 instant with its zone"},
    "networks": {"fr": "réseaux séparés par des virgules", "en": "networks separated by commas"},
    "secret": {"fr": "secret, ou fichier dans {name}_FILE", "en": "secret, or file in {name}_FILE"},
    "text": {"fr": "texte", "en": "text"},
}
HEADER = {
    "fr": ("Réglage", "À quoi il sert", "Accepté", "Par défaut"),
    "en": ("Setting", "What it is for", "Accepted", "Default"),
}
#: Read by the system's own programs or set by ourselves for a child process: not for the person who runs the server.
OTHERS = {"{name}_FILE", "{name}", "POLARS_MAX_THREADS", "DJANGO_SETTINGS_MODULE", "XDG_DATA_HOME", "LC_ALL", "LANG"}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A variable, how it is read and its default as written in the code."""

    name: str
    reader: str
    arguments: tuple[str, ...]
    default: str

    def accepted(self, language: Language) -> str:
        """Say what the variable accepts."""
        if self.reader == "integer":
            return " – ".join(self.arguments)
        if self.reader == "choice":
            return ", ".join(code(argument) for argument in self.arguments if argument)
        return KINDS[self.reader][language].format(name=self.name)


def found() -> list[Setting]:
    """Return the settings by name, each once."""
    seen = {one.name: one for one in [*_plain(), *_read()] if one.name not in OTHERS}
    return [seen[name] for name in sorted(seen)]


def page(language: Language) -> str:
    """Return the table of the settings."""
    rows = (
        [code(one.name), sentence("settings", one.name, language), one.accepted(language), code(one.default)]
        for one in found()
    )
    return table(HEADER[language], rows)


def _readers() -> list[str]:
    written = ast.parse((source.PACKAGE / "lib" / "environment.py").read_text(encoding="utf-8"))
    return [one.name for one in written.body if isinstance(one, ast.FunctionDef) and not one.name.startswith("_")]


def _read() -> Iterator[Setting]:
    for call in source.calls(source.PACKAGE, *_readers()):
        match call.node:
            case ast.Call(func=ast.Name(id=reader), args=[ast.Constant(value=str(name)), *rest]) if name.isupper():
                given = source.keywords(call.node)
                default = _default(given.get("default"))
                arguments = tuple(_values(given, rest))
                yield Setting(name=name, reader=reader, arguments=arguments, default=default)


def _plain() -> Iterator[Setting]:
    """Yield what is read as it is: `os.environ.get(NAME)`."""
    for call in source.calls(source.PACKAGE, "get", "setdefault"):
        match call.node:
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ")),
                args=[(ast.Constant(value=str()) | ast.JoinedStr()) as name, *rest],
            ):
                default = _default(rest[0] if rest else None)
                yield Setting(name=source.words(name), reader="text", arguments=(), default=default)


def _values(given: dict[str, ast.expr], rest: list[ast.expr]) -> Iterator[str]:
    if "least" in given:
        yield from (ast.unparse(given[bound]) for bound in ("least", "most"))
    for node in rest[:1]:
        yield from (
            part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )


def _default(node: ast.expr | None) -> str:
    match node:
        case ast.Constant(value=bool(value)):
            return "1" if value else "0"
        case ast.Constant(value=value) if value is not None:
            return str(value)
        case _:
            return ""
