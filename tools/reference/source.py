"""Reads the source as it is written: calls and their words, without running anything."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "selfcontact"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call, and the file in which it stands, as a path inside the package."""

    where: str
    node: ast.Call


def calls(folder: Path, *names: str) -> Iterator[Call]:
    """Yield the calls to one of `names` in the Python files under `folder`, in the order of the files."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in names:
                yield Call(where=path.relative_to(PACKAGE).as_posix(), node=node)


def keywords(call: ast.Call) -> dict[str, ast.expr]:
    """Return the named arguments of a call."""
    return {word.arg: word.value for word in call.keywords if word.arg}


def words(node: ast.expr) -> str:
    """Return a text as a reader meets it: what varies stands in braces."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(words(part) for part in parts)
        case ast.FormattedValue(value=value):
            return f"{{{_short(value)}}}"
        case ast.IfExp(body=body, orelse=other):
            return " / ".join(text for text in (words(body), words(other)) if text)
        case _:
            return f"{{{_short(node)}}}"


def _short(node: ast.expr) -> str:
    """Return the telling word of an expression: `error.code` is a code, `day.isoformat()` a day."""
    match node:
        case ast.Name(id=name):
            return name.lower()
        case ast.Call(func=ast.Attribute(value=value), args=[]):
            return _short(value)
        case ast.Attribute(attr=name):
            return name.lower()
        case _:
            return "…"


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
