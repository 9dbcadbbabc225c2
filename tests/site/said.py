"""Every message that the parser may say, read from its source: strings with `{}` where a value stands.

The messages are the arguments of what raises or makes a finding, and the texts of the errors that others
quote. What cannot be told by reading (a variable of unknown origin) raises: the claim is about all of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2] / "parser"
#: What makes a finding: the places of what was found and of what was expected among its arguments.
MAKERS: Final = {
    "SourceError": (0, 1),
    "NotOursError": (0, 1),
    "Finding": (3, 4),
    "doubt": (1, 2),
    "report": (2, 3),
}
#: Texts that are no message of the parser's own: those of another error, of the system, of a table.
QUOTED: Final = frozenset({
    "str(error)", "error.found", "error.expected", "error.strerror", "folder.error",
    "str(error).partition('; ')", "labels.KIND_NAMES[kind]",
    "_shape(value)", "_shape(entry)", "_shape(known)",
})  # fmt: skip
#: Functions whose errors tell of their callers, never of a source.
_OF_CALLERS: Final = frozenset({"merged"})
#: They hand on what they are given; their callers are read.
_HANDING_ON: Final = frozenset({"doubt", "report"})


class UntoldError(Exception):
    """A message whose text the source does not tell."""


class Said:
    """The messages of all modules below a folder."""

    def __init__(self, folder: Path = ROOT) -> None:
        self._functions: list[tuple[Path, ast.FunctionDef]] = []
        self._calls: dict[str, list[tuple[Path, ast.FunctionDef, ast.Call]]] = {}
        for path in sorted(folder.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    self._functions.append((path, node))
        for path, function in self._functions:
            for call in _own_calls(function):
                self._calls.setdefault(_name(call.func), []).append((path, function, call))

    @cached_property
    def found(self) -> set[str]:
        """What was found."""
        return self._arguments(0)

    @cached_property
    def expected(self) -> set[str]:
        """What was expected, or done about it."""
        return self._arguments(1) - {""}

    @cached_property
    def errors(self) -> set[str]:
        """Texts of the errors that messages quote."""
        quoted = [*self._calls.get("ValueError", ()), *self._calls.get("_broken", ())]
        told = {
            template
            for path, function, call in quoted
            if function.name not in _OF_CALLERS
            for template in self._texts(call.args[0], path, function)
        }
        return told | {
            template
            for path, function, call in self._calls.get("OSError", ())
            for template in self._texts(call.args[1], path, function)
        }

    @cached_property
    def inner(self) -> set[str]:
        """What stands in a message in the place of a value, where the source tells it; but for codes."""
        told: set[str] = set()
        for path, function, argument in self._all(0, 1):
            for string, within in self._strings(argument, function):
                for part in string.values:
                    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
                        with suppress(UntoldError):
                            told |= self._texts(part.value, path, within)
        return {text for text in told if not text.isupper()}

    def _strings(
        self, node: ast.expr, function: ast.FunctionDef
    ) -> Iterator[tuple[ast.JoinedStr, ast.FunctionDef]]:
        """The strings with values that an expression is made of."""
        if isinstance(node, ast.Name):
            for value in _assigned(node.id, function):
                yield from self._strings(value, function)
        for part in ast.walk(node):
            if isinstance(part, ast.JoinedStr):
                yield part, function

    def _arguments(self, which: int) -> set[str]:
        return {
            template
            for path, function, argument in self._all(which)
            for template in self._texts(argument, path, function)
        }

    def _all(self, *which: int) -> Iterator[tuple[Path, ast.FunctionDef, ast.expr]]:
        for maker, places in MAKERS.items():
            for path, function, call in self._calls.get(maker, ()):
                if function.name in _HANDING_ON or _is_row(call):
                    continue
                for one in which:
                    given = _given(call, places[one], ("found", "expected")[one])
                    if given:
                        yield path, function, given

    def _texts(self, node: ast.expr, path: Path, function: ast.FunctionDef) -> set[str]:
        """The templates that an expression may be. Raises UntoldError."""
        if ast.unparse(node) in QUOTED:
            return set()
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.JoinedStr(values=parts):
                texts = ["{}" if isinstance(p, ast.FormattedValue) else _text(p) for p in parts]
                return {"".join(texts)}
            case ast.IfExp(body=one, orelse=other):
                return self._texts(one, path, function) | self._texts(other, path, function)
            case ast.BoolOp(values=values):
                return set().union(*(self._texts(value, path, function) for value in values))
            case ast.Subscript(value=ast.JoinedStr() as cut):
                return self._texts(cut, path, function)
            case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
                return self._texts(default, path, function)
            case ast.Name(id=name):
                return self._of_name(name, path, function)
        raise UntoldError(f"{path.name}:{node.lineno}: {ast.unparse(node)}")

    def _of_name(self, name: str, path: Path, function: ast.FunctionDef) -> set[str]:
        values = list(_assigned(name, function))
        parameters = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
        if not values and name in parameters:
            place = parameters.index(name) - (parameters[0] == "self")
            callers = [
                (caller, call)
                for where, caller, call in self._calls.get(function.name, ())
                if where == path
            ]
            if not callers:
                raise UntoldError(f"{path.name}: {function.name}: nobody gives {name}")
            told: set[str] = set()
            for caller, call in callers:
                given = _given(call, place, name)
                told |= self._texts(given, path, caller) if given else set()
            return told
        if not values:
            raise UntoldError(f"{path.name}:{function.lineno}: {function.name}: {name}")
        return set().union(*(self._texts(value, path, function) for value in values))


def _given(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """An argument, by place or name; None where it is left out. Raises UntoldError for one in a row."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    given = call.args[: place + 1]
    if any(isinstance(argument, ast.Starred) for argument in given):
        raise UntoldError(f"{call.lineno}: {ast.unparse(call)}")
    return given[place] if place < len(given) else None


def _is_row(call: ast.Call) -> bool:
    """Whether a finding is made of what another was kept as."""
    return any(isinstance(argument, ast.Starred) for argument in call.args)


def _assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The expressions that a variable gets its values from."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=single)], value=value) if single == name:
                yield value
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=value):
                for place in _places(name, targets):
                    yield value.elts[place] if isinstance(value, ast.Tuple) else value
            case ast.For(target=ast.Tuple(elts=targets), iter=ast.Tuple(elts=rows)):
                for place in _places(name, targets):
                    yield from (row.elts[place] for row in rows if isinstance(row, ast.Tuple))


def _places(name: str, targets: list[ast.expr]) -> Iterator[int]:
    for place, target in enumerate(targets):
        if isinstance(target, ast.Name) and target.id == name:
            yield place


def _own_calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """Calls in a function, but for those in the functions within."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, ast.FunctionDef):
            waiting += ast.iter_child_nodes(node)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text(part: ast.expr) -> str:
    assert isinstance(part, ast.Constant)
    return str(part.value)
