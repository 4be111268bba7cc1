"""The text of a coded transcript in HTML, line by line, with its coded passages marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from interview_coder.domain.coded_pages import Mark
from interview_coder.formats.code_looks import Look, html

_DEEPEST = 3


def title(mark: Mark, look: Look) -> str:
    """What is shown when the pointer rests on a coding: number, code, coder, memo."""
    memo = f"\n{mark.memo}" if mark.memo else ""
    return f"{look.number} {look.path} ({mark.coder}){memo}"


class Passages:
    """Marks passages: darker where several codings lie over each other, a bar in the code's colour at their ends."""

    def __init__(self, text: str, marks: Sequence[Mark], look: Mapping[str, Look]) -> None:
        self._text = text
        self._marks = sorted(marks, key=lambda mark: mark.start)
        self._look = look
        self._next = 0
        self._open: list[Mark] = []

    def line(self, start: int, end: int) -> str:
        """The HTML of the line `text[start:end]`; lines must come in the order of the text."""
        while self._next < len(self._marks) and self._marks[self._next].start < end:
            self._open.append(self._marks[self._next])
            self._next += 1
        self._open = [mark for mark in self._open if mark.end > start]
        if not self._open:
            return html(self._text[start:end])
        edges = {edge for mark in self._open for edge in (mark.start, mark.end)}
        cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
        return "".join(self._piece(first, last) for first, last in pairwise(cuts))

    def _piece(self, start: int, end: int) -> str:
        shown = html(self._text[start:end])
        over = [mark for mark in self._open if mark.start < end and mark.end > start]
        if not over:
            return shown
        begun = next((mark for mark in over if mark.start == start), None)
        ended = next((mark for mark in over if mark.end == end), None)
        edges = f" b k{self._look[begun.code].number}" if begun else ""
        edges += f" e f{self._look[ended.code].number}" if ended else ""
        titles = "\n".join(title(mark, self._look[mark.code]) for mark in over)
        return f'<mark class="m{min(len(over), _DEEPEST)}{edges}" title="{html(titles)}">{shown}</mark>'
