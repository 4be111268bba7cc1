"""Words, and folding of accents and case that keeps every offset."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LETTERS = r"\w[\w\u0300-\u036f]*"
WORD = re.compile(rf"{_LETTERS}(?:['’\-]{_LETTERS})*")


def words(text: str) -> list[tuple[int, int]]:
    """Spans of the words of `text` in order: letters and digits, joined over apostrophe and hyphen.

    Combining accents belong to their letter, so that decomposed text has the same words.
    """
    return [match.span() for match in WORD.finditer(text)]


def count_words(text: str) -> int:
    """How many words `text` holds."""
    return sum(1 for _ in WORD.finditer(text))


@cache
def fold_character(character: str) -> str:
    """One character without accent and case, always exactly one character: `É` becomes `e`."""
    if character in "’ʼ":
        return "'"
    base = unicodedata.normalize("NFD", character)[0]
    folded = base.casefold()
    return folded if len(folded) == 1 else base


def fold(text: str) -> str:
    """`text` without accents and case, the same length: offsets found in it hold in `text`.

    Combining accents of decomposed text stay where they are, as themselves.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(fold_character, text))
