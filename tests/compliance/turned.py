"""Turns one condition of a rule's code for a moment: `<` into `<=`, `and` into `or`, yes into no."""

import __future__

import ast
import copy
import importlib
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.compliance import mutations

OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
Turn = Callable[[Any], None]


@dataclass(frozen=True, kw_only=True)
class Turned:
    """A function with one condition turned; `what` tells the function and the condition as it stands."""

    what: str
    function: FunctionType
    code: CodeType

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Let the rules run with it, and forget what they remember before and after."""
        usual, self.function.__code__ = self.function.__code__, self.code
        mutations.forget()
        try:
            yield
        finally:
            self.function.__code__ = usual
            mutations.forget()


def of(name: str) -> Iterator[Turned]:
    """Yield every function of a module of the rules with one of its conditions turned."""
    module = importlib.import_module(f"selfcontact.compliance.{name}")
    for path, written in _functions(ast.parse(inspect.getsource(module))):
        function = _function(module, path)
        for at, node in enumerate(ast.walk(written)):
            for turn in _turns(node):
                what = f"{name}.{path}: {ast.unparse(node)}"
                yield Turned(what=what, function=function, code=_compiled(written, at, turn))


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def _function(module: ModuleType, path: str) -> FunctionType:
    found: Any = module
    for part in path.split("."):
        found = vars(found)[part]
    found = getattr(found, "__wrapped__", found)
    found = found.fget if isinstance(found, property) else getattr(found, "__func__", found)
    assert isinstance(found, FunctionType), path
    return found


def _turns(node: ast.AST) -> Iterator[Turn]:
    """Yield what turns a node: each comparison of a chain on its own."""
    if isinstance(node, ast.Compare):
        yield from (partial(_compare, at) for at in range(len(node.ops)))
    elif isinstance(node, ast.BoolOp):
        yield _join
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.BoolOp):
        yield _deny


def _compare(at: int, node: ast.Compare) -> None:
    node.ops[at] = OTHER[type(node.ops[at])]()


def _join(node: ast.BoolOp) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _deny(node: ast.If | ast.IfExp) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _compiled(written: ast.FunctionDef, at: int, turn: Turn) -> CodeType:
    function = copy.deepcopy(written)
    turn(list(ast.walk(function))[at])
    # What decorates it was applied when the module was read: only its body is exchanged.
    function.decorator_list = []
    module = ast.fix_missing_locations(ast.Module([function], []))
    whole = compile(module, written.name, "exec", flags=__future__.annotations.compiler_flag)
    return next(one for one in whole.co_consts if isinstance(one, CodeType))
