"""Search queries: words, prefixes and phrases, found without regard to accents and case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError
from interview_coder.locale import t


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that must stand one after the other; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool


Alternatives = tuple[tuple[Term, ...], ...]
"""What a query asks for: all terms of one of the alternatives, in one turn."""

_TERM = re.compile(r'"([^"]*)"(\*?)|(\S+)')
_OR = ("OR", "OU")


def parse_query(query: str) -> Alternatives:
    """The terms of `query`: bare words, `wor*` for prefixes, "several words" for phrases.

    OR or OU in capitals between terms separates alternatives; elsewhere it is a word. Raises RefusedError for a query
    without a word or with a quotation mark left open.
    """
    if query.count('"') % 2:
        raise RefusedError(t("search.open_quote", query=query), t("search.open_quote_hint"))
    found: list[list[Term]] = [[]]
    pieces = _TERM.findall(query)
    for number, (phrase, star, word) in enumerate(pieces):
        if word in _OR and found[-1] and any(map(_term, pieces[number + 1 :])):
            found.append([])
        elif term := _term((phrase, star, word)):
            found[-1].append(term)
    if not found[0]:
        raise RefusedError(t("search.empty"), t("search.empty_hint"))
    return tuple(map(tuple, found))


def _term(piece: tuple[str, str, str]) -> Term | None:
    phrase, star, word = piece
    words = tuple(re.findall(r"[^\W_]+", fold(_composed(phrase or word.rstrip("*")))))
    return Term(words, bool(star) or word.endswith("*")) if words else None


def phrase(text: str) -> Term | None:
    """The words of `text` one after the other, the last of which may go on before a star; None without a word."""
    return _term((text.removesuffix("*"), "*" if text.endswith("*") else "", ""))


def _composed(text: str) -> str:
    """`text` without combining accents: a query typed in decomposed letters means the same."""
    return "".join(character for character in text if not "\u0300" <= character <= "\u036f")


def matches(alternatives: Alternatives, text: str) -> Iterator[tuple[int, int]]:
    """Spans of every occurrence in `text` of the terms of alternatives all of whose terms occur, in order of place."""
    folded = fold(text)
    spans: set[tuple[int, int]] = set()
    for terms in alternatives:
        found = [{match.span() for match in _pattern(term).finditer(folded)} for term in terms]
        if all(found):
            spans.update(*found)
    yield from sorted(spans)


@cache
def _pattern(term: Term) -> re.Pattern[str]:
    gap = r"[\W_]+"
    words = gap.join(r"[\u0300-\u036f]*".join(map(re.escape, word)) + r"[\u0300-\u036f]*" for word in term.words)
    end = r"[^\W_]*" if term.prefix else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){words}{end}")
