"""Breaking text into lines: after spaces and hyphens only, never at a no-break space."""

from __future__ import annotations

from collections.abc import Iterator


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
            broken = max(text.rfind(" ", start, stop + 1), text.rfind("-", start, stop) + 1)
            stop = broken if broken > start else stop
        yield start, stop
        start = stop
        while start < end and text[start] == " ":
            start += 1
