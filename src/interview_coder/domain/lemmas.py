"""Finding lemmas in the list that `prepare` stored, without decoding it: a study's takes half a second to decode.

The list is JSON in UTF-8, `[[start,end,"lemma"],…]` without spaces, in order of place; lemmas are in lower case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache

from interview_coder.domain.search import Term
from interview_coder.domain.text import fold_character

_MARK = rb'[^\w"\[\]\x80-\xff]'
_NEXT = rb'%s*"\],\[\d+,\d+,"%s*' % (_MARK, _MARK)
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
_LETTERS = range(0xA0, 0x530)


def pattern(term: Term, lemmas: Mapping[str, frozenset[str]]) -> re.Pattern[bytes]:
    """What finds a term in the stored list; accents do not matter.

    A word of the term stands for the folded `lemmas` it maps to, if any, else for itself. The words of a phrase are
    lemmas of words that follow each other in a sentence, or parts of one such as `aujourd'hui`.
    """
    words = []
    for word in term.words:
        spellings = sorted(lemmas.get(word) or {word})
        words.append(b"(?:%s)" % b"|".join(b"".join(map(_letter, spelling)) for spelling in spellings))
    end = rb'[^"]*' if term.prefix else rb"%s*" % _MARK
    return re.compile(rb',"%s*' % _MARK + (rb"(?:%s+|%s)" % (_MARK, _NEXT)).join(words) + end + rb'"\]')


@cache
def _letter(character: str) -> bytes:
    alike = [one for one in _accented().get(character, ()) if one != character]
    choices = b"|".join(re.escape(one.encode()) for one in (character, *alike))
    return b"(?:%s)" % choices if alike else choices


@cache
def _accented() -> dict[str, list[str]]:
    """A letter without accent to the letters that are searched like it."""
    found: dict[str, list[str]] = {}
    for code in _LETTERS:
        if chr(code).islower():
            found.setdefault(fold_character(chr(code)), []).append(chr(code))
    return found


def places(stored: bytes, wanted: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Spans of the words, in code points of the text, that a pattern finds in the stored list, in order."""
    for match in wanted.finditer(stored):
        first = stored[stored.rfind(b"[", 0, match.start()) + 1 : match.start()]
        following = stored.rfind(b"],[", match.start(), match.end())
        last = first if following < 0 else stored[following + 3 : match.end()]
        yield int(first.split(b",")[0]), int(last.split(b",")[1])


def lemma_of(stored: bytes, start: int, end: int) -> str | None:
    """The lemma of the word with this span; None when the list has no such word."""
    head = b"[%d,%d," % (start, end)
    at = stored.find(head)
    found = _TEXT.match(stored, at + len(head)) if at >= 0 else None
    return str(json.loads(found[0])) if found else None
