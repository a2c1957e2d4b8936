"""Every sentence the bot can say, read from its source."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bot
from segmentation.profile import Policy

SOURCE = Path(bot.__file__).parent


@cache
def sentences() -> dict[str, str | None]:
    """Return each sentence with its plural, None where there is none."""
    written = {
        one: many for file in sorted(SOURCE.rglob("*.py")) for one, many in _of_file(ast.parse(file.read_text()))
    }
    models = [segment for model in Policy().models for segments in model.segments.values() for segment in segments]
    return written | {segment.meaning: None for segment in models}


def _of_file(module: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Yield the sentences of a file: arguments of `say`, `count` and `sentence`, and those of errors."""
    constants = {
        target.id: assigned.value
        for assigned in module.body
        if isinstance(assigned, ast.Assign)
        for target in assigned.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args:
            yield from _of_call(node, constants)


def _of_call(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[tuple[str, str | None]]:
    """Yield the sentences that are arguments of a call."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in {"say", "sentence"} or (name == "__init__" and _raises(call)):
        yield from ((text, None) for text in _texts(call.args[0], constants))
    if name == "count" and len(call.args) >= 3:
        yield from zip(_texts(call.args[0], constants), _texts(call.args[1], constants), strict=True)


def _raises(call: ast.Call) -> bool:
    """Say whether a call is that of an error's `super().__init__` with places to fill, or nothing but a sentence."""
    base = call.func.value if isinstance(call.func, ast.Attribute) else None
    first = call.args[0]
    is_super = isinstance(base, ast.Call) and getattr(base.func, "id", "") == "super"
    return is_super and isinstance(first, ast.Constant) and isinstance(first.value, str)


def _texts(argument: ast.expr, constants: dict[str, ast.expr]) -> list[str]:
    """Return the texts an argument may be."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return _texts(argument.body, constants) + _texts(argument.orelse, constants)
    return _texts(constants[argument.id], {}) if isinstance(argument, ast.Name) and argument.id in constants else []
