"""Breaking text into lines: after spaces and hyphens only, never at a no-break space nor where French has one."""

from __future__ import annotations

from collections.abc import Iterator

# Typists leave an ordinary space where French typography has a no-break one.
_NOT_FIRST, _NOT_LAST = frozenset("?!:;»"), frozenset("«")


def wrap(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Spans of lines of at most `width` code points that cover `text[start:end]`; newlines end a line.

    A word longer than `width` is cut.
    """
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield from _lines(text, at, stop, width)
        at = stop + 1


def _lines(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    if start == end:
        yield start, end
    while start < end:
        stop = min(end, start + width)
        if stop < end:
            stop = next((at for at in range(stop, start, -1) if _breakable(text, at)), stop)
        yield start, stop
        start = stop
        while start < end and text[start] == " ":
            start += 1


def _breakable(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`: at a space, or after a hyphen."""
    if text[at] == " ":
        return text[at + 1 : at + 2] not in _NOT_FIRST and text[at - 1] not in _NOT_LAST
    return text[at - 1] == "-"
