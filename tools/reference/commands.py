"""Every command of `selfcontact`, its arguments and options, as the program itself knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import get_args

import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from tools.reference.sentences import twin
from tools.reference.table import Language, code, plain, table

HEADER = {"fr": ("Argument ou option", "Sens", "Par défaut"), "en": ("Argument or option", "Meaning", "Default")}
HIDDEN = {"help"}
Parameter = TyperArgument | TyperOption


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command and its words after `selfcontact`."""

    words: str
    help: str
    parameters: tuple[Parameter, ...]


@cache
def ready() -> None:
    """Let models and addresses be imported; no database is started for it."""
    from selfcontact.cli.main import prepare

    prepare(offline=True)


@cache
def found() -> tuple[Command, ...]:
    """Return every command in the order of `selfcontact --help`."""
    from selfcontact.cli.main import assemble

    ready()
    return tuple(_walk(typer.main.get_command(assemble()), ""))


def page(language: Language) -> str:
    """Return a heading, a line of usage and a table of parameters for each command, noun by noun."""
    parts, noun = [], ""
    for command in found():
        first = command.words.split()[0]
        if first != noun:
            noun = first
            parts.append(f"## {noun}\n\n")
        parts.append(_section(command, language))
    return "\n".join(parts)


def usage(command: Command) -> str:
    """Return the line to type: arguments in capitals, options that are compulsory, the others in brackets."""
    told = " ".join(_placed(parameter) for parameter in command.parameters if parameter.name not in HIDDEN)
    return f"selfcontact {command.words} {told}".strip()


def _walk(command: object, words: str) -> Iterator[Command]:
    if isinstance(command, TyperGroup):
        for name, child in command.commands.items():
            yield from _walk(child, f"{words} {name}".strip())
    elif isinstance(command, TyperCommand):
        shown = tuple(one for one in command.params if isinstance(one, Parameter) and one.name not in HIDDEN)
        yield Command(words=words, help=(command.help or "").strip(), parameters=shown)


def _section(command: Command, language: Language) -> str:
    # A command without a noun has the page's heading for itself.
    heading = f"### {command.words}\n\n" if " " in command.words else ""
    rows = [
        [_spelled(one), _meaning(one, language), _default(one)] for one in command.parameters if one.name != "as_json"
    ]
    parameters = table(HEADER[language], rows) if rows else ""
    return f"{heading}{plain(twin(command.help, language))}\n\n```text\n{usage(command)}\n```\n\n{parameters}"


def _placed(parameter: Parameter) -> str:
    if isinstance(parameter, TyperOption):
        flag = parameter.opts[0] if parameter.is_flag else f"{parameter.opts[0]} {_metavar(parameter)}"
        return flag if parameter.required else f"[{flag}]"
    return (parameter.name or "").upper() if parameter.required else f"[{(parameter.name or '').upper()}]"


def _spelled(parameter: Parameter) -> str:
    if isinstance(parameter, TyperOption):
        return ", ".join(code(spelling) for spelling in [*parameter.opts, *parameter.secondary_opts])
    return code((parameter.name or "").upper())


def _meaning(parameter: Parameter, language: Language) -> str:
    told = plain(twin(parameter.help or "", language))
    return " ".join(part for part in (told, ", ".join(map(code, _choices(parameter)))) if part)


def _choices(parameter: Parameter) -> list[str]:
    """Return the words that a closed list accepts; nothing where any value will do."""
    annotation = parameter.type_descriptor.annotation
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(one.value) for one in annotation]
    return [str(one) for one in get_args(annotation) if isinstance(one, str) and one]


def _metavar(parameter: Parameter) -> str:
    return (parameter.name or "").upper()


def _default(parameter: Parameter) -> str:
    value = parameter.default
    if value is None or value is False or callable(value) or parameter.required:
        return ""
    return code(str(getattr(value, "value", value)))
