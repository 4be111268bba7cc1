"""Looking up what an expression names: codes, filters and saved queries of a project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from interview_coder.domain.query import Beside, Chain, Either, Filter, Leaf, Name, Not, Part, Saved
from interview_coder.domain.query_parser import parse
from interview_coder.domain.query_words import query_error, split
from interview_coder.errors import CoderError, QueryError
from interview_coder.locale import t

T = TypeVar("T")
DEEPEST, LONGEST = 120, 5_000
"""How deep the parts of a query may lie in each other, and how many it may have, saved queries in it included."""


class Names(Protocol):
    """What a project knows. Each raises CoderError (not QueryError) for a name that is not there."""

    def codes(self, text: str, *, below: bool) -> frozenset[str]:
        """Ids of the code that `text` names and, if `below`, of those below it."""

    def key(self, text: str) -> str:
        """The filter that `text` names: a filter of the language, or the attribute of cases."""

    def test(self, key: str, relation: str, value: str) -> Part:
        """The filter `key`, as `key` gave it, for one value."""

    def saved(self, name: str) -> str:
        """The expression of a saved query."""


def look_up(expression: str, names: Names) -> Part:
    """The parts of `expression` with codes and filters looked up, and saved queries put in.

    Raises QueryError that points at what cannot be read or is not there, or at the saved query that holds it.
    """
    return _Binding(names).query(expression)


def code_names(part: Part) -> list[Name]:
    """The names of codes in an expression that was read, in order; `*` names none."""
    return [one for one in _leaves(part) if isinstance(one, Name) and one.text]


def saved_names(part: Part) -> list[str]:
    """The names of saved queries in an expression that was read, in order."""
    return [one.name for one in _leaves(part) if isinstance(one, Saved)]


def _leaves(part: Part) -> Iterator[Part]:
    match part:
        case Not(part=inner):
            yield from _leaves(inner)
        case Either(parts=parts) | Chain(parts=parts):
            for one in parts:
                yield from _leaves(one)
        case Beside(left=left, right=right):
            yield from _leaves(left)
            yield from _leaves(right)
        case _:
            yield part


def respelled(expression: str, spelling: Callable[[Name], str]) -> str:
    """`expression` with every name of a code as `spelling` gives it. Raises QueryError."""
    pieces, done = [], 0
    for name in code_names(parse(expression)):
        pieces += [expression[done : name.at], spelling(name)]
        done = name.end
    return "".join([*pieces, expression[done:]])


def quoted(code: str, *, below: bool) -> str:
    """How the id or path of a code is written in an expression: between quotation marks where it must be."""
    word = next(split(code), None)
    plain = re.fullmatch(r"[\w/-]+", code) and word is not None and word.kind == "name"
    return (code if plain else f'"{code}"') + ("/*" if below else "")


class _Binding:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._inside: list[str] = []
        self._parts = 0

    def query(self, expression: str, depth: int = 0) -> Part:
        return self._bound(parse(expression), expression, depth)

    def _bound(self, part: Part, expression: str, depth: int) -> Part:
        self._parts += 1
        if depth > DEEPEST or self._parts > LONGEST:
            raise query_error(expression, 0, t("query.too_long"))

        def bound(inner: Part) -> Part:
            return self._bound(inner, expression, depth + 1)

        match part:
            case Name(text=""):
                return Leaf("code", None, filters=False)
            case Name(text=text, below=below):
                codes = self._at(expression, part.at, lambda: self._names.codes(text, below=below))
                return Leaf("code", codes, filters=False)
            case Filter():
                key = self._at(expression, part.at, lambda: self._names.key(part.key))
                test = self._names.test
                return self._at(expression, part.value_at, lambda: test(key, part.relation, part.value))
            case Saved():
                return self._saved(part, expression, depth)
            case Not(part=inner):
                return Not(bound(inner))
            case Either(parts=parts) | Chain(parts=parts):
                return type(part)(tuple(map(bound, parts)))
            case Beside(left=left, right=right):
                return replace(part, left=bound(left), right=bound(right))
            case Leaf():
                return part

    def _saved(self, part: Saved, expression: str, depth: int) -> Part:
        inner = self._at(expression, part.at, lambda: self._names.saved(part.name))
        if inner in self._inside or len(self._inside) >= DEEPEST:
            raise query_error(expression, part.at, t("query.circle", name=part.name))
        self._inside.append(inner)
        try:
            found = self.query(inner, depth + 1)
        except QueryError as error:
            what = t("query.in_saved", name=part.name, reason=error.what)
            raise query_error(expression, part.at, what, error.hint, cause=error.what) from error
        self._inside.pop()
        return found

    def _at(self, expression: str, at: int, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except CoderError as error:
            raise query_error(expression, at, error.message, error.hint) from error
