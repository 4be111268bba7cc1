"""Small files, small functions, each with its docstring; nothing half-done."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from statistics import median

from tests.architecture.source import modules

FILE_LINES, MEDIAN_LINES, FUNCTION_LINES = 400, 120, 60
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|misc)$")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_files_are_short() -> None:
    lines = {module.path: module.text.count("\n") for module in modules()}
    assert {path: count for path, count in lines.items() if count > FILE_LINES} == {}
    assert median(lines.values()) <= MEDIAN_LINES


def test_functions_are_short() -> None:
    long = {}
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > FUNCTION_LINES:
                    long[f"{module.path}:{node.lineno} {node.name}"] = size
    assert long == {}


def test_everything_public_has_a_docstring() -> None:
    bare = [module.path for module in modules() if module.text.strip() and not ast.get_docstring(module.tree)]
    for module in modules():
        bare += [
            f"{module.path}:{node.lineno} {node.name}"
            for node in public(module.tree)
            if not ast.get_docstring(node) and not gets_help_from_the_catalogue(node)
        ]
    assert bare == []


def public(parent: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    """Functions and classes at the top of a module, and methods of its public classes, without a leading `_`."""
    for node in parent.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def gets_help_from_the_catalogue(node: Definition) -> bool:
    """Whether `node` is a command, decorated with `help=t("…")`, which says there what it does."""
    calls = (call for call in node.decorator_list if isinstance(call, ast.Call))
    return any(keyword.arg == "help" for call in calls for keyword in call.keywords if is_command(call))


def is_command(call: ast.Call) -> bool:
    """Whether `call` is `click.command(…)` or the `.command(…)` or `.group(…)` of a group."""
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("command", "group")


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module.path for module in modules() if VAGUE.search(module.name.rpartition(".")[2])] == []


def test_nothing_is_left_half_done() -> None:
    found = [
        f"{module.path}:{number} {line.strip()}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []
