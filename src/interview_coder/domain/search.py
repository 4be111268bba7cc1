"""Search queries: words, prefixes and phrases, found without regard to accents and case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError
from interview_coder.locale import t


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that must stand one after the other; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool


_TERM = re.compile(r'"([^"]*)"(\*?)|(\S+)')


def parse_query(query: str) -> tuple[Term, ...]:
    """The terms of `query`: bare words, `wor*` for prefixes, "several words" for phrases.

    Raises RefusedError for a query without a word or with a quotation mark left open.
    """
    if query.count('"') % 2:
        raise RefusedError(t("search.open_quote", query=query), t("search.open_quote_hint"))
    terms = []
    for phrase, star, word in _TERM.findall(query):
        text = phrase or word.rstrip("*")
        words = tuple(re.findall(r"[^\W_]+", fold(_composed(text))))
        if words:
            terms.append(Term(words, bool(star) or word.endswith("*")))
    if not terms:
        raise RefusedError(t("search.empty"), t("search.empty_hint"))
    return tuple(terms)


def _composed(text: str) -> str:
    """`text` without combining accents: a query typed in decomposed letters means the same."""
    return "".join(character for character in text if not "\u0300" <= character <= "\u036f")


def matches(terms: tuple[Term, ...], text: str) -> Iterator[tuple[int, int]]:
    """Spans of every occurrence of each term in `text`, in order of place; none unless all terms occur."""
    folded = fold(text)
    found = [{match.span() for match in _pattern(term).finditer(folded)} for term in terms]
    if all(found):
        yield from sorted(set().union(*found))


def _pattern(term: Term) -> re.Pattern[str]:
    gap = r"[\W_]+"
    words = gap.join(r"[\u0300-\u036f]*".join(map(re.escape, word)) + r"[\u0300-\u036f]*" for word in term.words)
    end = r"[^\W_]*" if term.prefix else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){words}{end}")
