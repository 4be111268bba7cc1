"""The catalogues of strings: French and English say the same things, and the program says nothing else."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from interview_coder.cli.main import main
from interview_coder.locale import LANGUAGES, set_language
from tests.architecture.source import PACKAGE, Module, modules

# What is not prose: code between backticks, placeholders, times such as 12:30, addresses.
NOT_PROSE = re.compile(r"`[^`]*`|\{[^}]*\}|\d+(?::\d\d)+|\w+://\S*")
NO_BREAK = "\u00a0\u202f"
FAULTS = {
    "fr": re.compile(rf"[^{NO_BREAK}?!…][:;?!]|[^{NO_BREAK}][»%]|«[^{NO_BREAK}]"),
    "en": re.compile(r"\s[:;?!,.](\s|$)|[«»\u00a0\u202f]"),
}


@cache
def strings(language: str) -> dict[str, str]:
    """Every string of a language by its key, `area.name`."""
    found: dict[str, str] = {}
    for path in sorted((PACKAGE / "locale" / language).glob("*.toml")):
        for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert isinstance(text, str), f"{path.name} {name}: not a text; the keys are flat"
            found[f"{path.stem}.{name}"] = text
    return found


def placeholders(text: str) -> set[str]:
    """Names of the `{placeholders}` in a string; raises ValueError for a brace that opens or closes none."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def areas() -> set[str]:
    """The first parts of the keys."""
    return {key.partition(".")[0] for key in strings("en")}


def calls(module: Module) -> Iterator[ast.Call]:
    """The calls of `t` in a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
            yield node


def pattern(node: ast.AST) -> re.Pattern[str] | None:
    """What keys a literal or an f-string such as `f"store.{key}_hint"` can be; None for what cannot be a key."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts = [node.value]
        expression = re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values]
        expression = "".join(re.escape(part) if part else r"[\w.]+" for part in parts)
    else:
        return None
    area, dot, _ = parts[0].partition(".") if parts else ("", "", "")
    return re.compile(expression) if dot and area in areas() else None


def paths(command: click.Command, context: click.Context, *above: str) -> Iterator[tuple[str, ...]]:
    """The words that name a command and each one under it."""
    yield above
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from paths(below, context, *above, name)


def test_french_and_english_have_the_same_strings() -> None:
    english, french = (set(strings(language)) for language in LANGUAGES)
    assert english ^ french == set()
    assert english


def test_french_and_english_have_the_same_placeholders() -> None:
    english, french = (strings(language) for language in LANGUAGES)
    both = english.keys() & french.keys()
    assert [key for key in both if placeholders(english[key]) != placeholders(french[key])] == []


def test_every_string_that_the_program_asks_for_is_there() -> None:
    absent = []
    for module in modules():
        for call in calls(module):
            key = call.args[0]
            wanted = pattern(key)
            literal = isinstance(key, ast.Constant | ast.JoinedStr)
            if literal and (wanted is None or not any(map(wanted.fullmatch, strings("en")))):
                absent.append(f"{module.path}:{call.lineno} {ast.unparse(key)}")
    assert absent == []


def test_every_placeholder_gets_its_value() -> None:
    unfilled = []
    for module in modules():
        for call in calls(module):
            given = {keyword.arg for keyword in call.keywords}
            key = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            if isinstance(key, str) and None not in given:
                missing = placeholders(strings("en").get(key, "")) - given
                unfilled += [f"{module.path}:{call.lineno} {key} lacks {name}" for name in sorted(missing)]
    assert unfilled == []


def test_no_string_is_left_that_nothing_asks_for() -> None:
    wanted = {
        found.pattern: found
        for module in modules()
        for node in ast.walk(module.tree)
        if (found := pattern(node)) is not None
    }
    idle = [key for key in strings("en") if not any(found.fullmatch(key) for found in wanted.values())]
    assert idle == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_explains_itself(language: str) -> None:
    asked = list(paths(main, click.Context(main)))
    assert len(asked) > 1
    try:
        for words in asked:
            answer = CliRunner().invoke(main, ["--lang", language, *words, "--help"])
            assert answer.exit_code == 0, (words, answer.exception)
            assert "--help" in answer.output, words
    finally:
        set_language(None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_around_signs_follow_the_language(language: str) -> None:
    wrong = {
        key: found.group()
        for key, text in strings(language).items()
        if (found := FAULTS[language].search(NOT_PROSE.sub("x", text)))
    }
    assert wrong == {}
