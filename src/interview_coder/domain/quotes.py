"""Where a quote stands in a text, and whether a passage is the one that a quote shows."""

from __future__ import annotations

import re
from functools import lru_cache

from interview_coder.domain.text import fold

# A cell of a spreadsheet holds 32,767 UTF-16 units: longer quotes come back cut.
_WHOLE = 16_000
_APOSTROPHES, _QUOTATION = "'’‘", '"“”«»'
_PIECES = re.compile(rf"\s*[{_QUOTATION}]\s*|\s+|[{_APOSTROPHES}]|[^\s{_APOSTROPHES}{_QUOTATION}]+")
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "."})


def places(quote: str, text: str) -> list[tuple[int, int]]:
    """Spans of `text`, in code points, half-open, that read as `quote` does.

    As it is spelled, if it stands there so; else with white space, line breaks and the shape of apostrophes and
    quotation marks aside. Nothing for a quote without a letter or a digit.
    """
    wanted = quote.strip()
    if not any(character.isalnum() for character in wanted):
        return []
    found = [(at, at + len(wanted)) for at in _starts(wanted, text)]
    return found or [_trimmed(text, *match.span()) for match in _pattern(wanted).finditer(text)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    passage = text[start:end]
    return end - len(passage.lstrip()), start + len(passage.rstrip())


def _starts(wanted: str, text: str) -> list[int]:
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


@lru_cache(4)
def _pattern(wanted: str) -> re.Pattern[str]:
    """What reads as `wanted`: signs of quotation may have spaces around them, French ones do."""
    pieces = []
    for piece in _PIECES.findall(wanted):
        if piece.isspace():
            pieces.append(r"\s+")
        elif piece.strip() in _QUOTATION:
            pieces.append(rf"\s*[{_QUOTATION}]\s*")
        else:
            pieces.append(f"[{_APOSTROPHES}]" if piece in _APOSTROPHES else re.escape(piece))
    return re.compile("".join(pieces))


def same(quote: str, passage: str) -> bool:
    """Whether `quote` shows this passage, white space, accents, case and shapes of signs aside.

    A quote that is too long for a spreadsheet's cell may be cut.
    """
    if quote == passage:
        return True
    one, other = _plain(quote), _plain(passage)
    return one == other or (len(one) >= _WHOLE and other.startswith(one))


def _plain(text: str) -> str:
    return "".join(fold(text).translate(_MARKS).split())
