"""What changed between two versions of a text: stretches that stayed, were replaced, came, went or moved.

Every offset counts Unicode code points; spans are half-open.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from interview_coder.domain.transcripts import Turn

_LONGEST_WORD = 100
_SIGNS = 4


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a transcript: its text and its turns."""

    text: str
    turns: Sequence[Turn] = ()


class Edit(NamedTuple):
    """A stretch of the old text and what stands for it in the new one; `equal`: the same, character by character."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    equal: bool


class Script:
    """The edits that lead from `old` to `new`, in order and without gaps in either; `moves` are equal stretches of
    several words that stand elsewhere now, each also part of one edit or more that is not equal.
    """

    def __init__(self, old: Version, new: Version, edits: Sequence[Edit], moves: Sequence[Edit] = ()) -> None:
        self.old, self.new = old, new
        self.edits, self.moves = tuple(edits), tuple(moves)
        self._solid = [edit for edit in self.edits if edit.old_end > edit.old_start]
        self._starts = [edit.old_start for edit in self._solid]
        self._beginning = {edit.new_start: n for n, edit in enumerate(self.edits) if edit.equal}
        self._ending = {edit.new_end: n for n, edit in enumerate(self.edits) if edit.equal}
        self._move_starts = [move.old_start for move in self.moves]

    def holding(self, offset: int) -> Edit:
        """The edit that holds the old character at `offset`. Raises IndexError beyond the old text."""
        found = self._solid[bisect_right(self._starts, offset) - 1]
        if not found.old_start <= offset < found.old_end:
            raise IndexError(offset)
        return found

    def touching(self, start: int, end: int) -> Iterator[Edit]:
        """The edits with old characters in a span, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        yield from self._solid[first : bisect_left(self._starts, end)]

    def widened(self, low: int, high: int) -> tuple[int, int]:
        """A span of the new text with the edits beside it that only signs or white space part from it."""
        while (at := self._ending.get(low, 0)) > 0 and self._says_nothing(self.edits[at]):
            low = self.edits[at - 1].new_start
        last = len(self.edits) - 1
        while (at := self._beginning.get(high, last)) < last and self._says_nothing(self.edits[at]):
            high = self.edits[at + 1].new_end
        return low, high

    def _says_nothing(self, edit: Edit) -> bool:
        text = self.old.text[edit.old_start : edit.old_end]
        return len(text) <= _SIGNS and not any(map(str.isalnum, text))

    def moved(self, start: int, end: int) -> Edit | None:
        """The move that carries a whole span of the old text, or None."""
        at = bisect_right(self._move_starts, start) - 1
        return self.moves[at] if at >= 0 and end <= self.moves[at].old_end else None

    def kept(self, start: int, end: int) -> int:
        """How many characters of a span of the old text stayed, white space not counted."""
        text = self.old.text
        return sum(
            solid_length(text[max(start, edit.old_start) : min(end, edit.old_end)])
            for edit in self.touching(start, end)
            if edit.equal or self._only_encoded_otherwise(edit)
        )

    def _only_encoded_otherwise(self, edit: Edit) -> bool:
        mine = self.old.text[edit.old_start : edit.old_end]
        theirs = self.new.text[edit.new_start : edit.new_end]
        return max(len(mine), len(theirs)) <= _LONGEST_WORD and same_quote(mine, theirs)

    @property
    def similarity(self) -> float:
        """The share of both texts, white space aside, that stayed or moved: 1 for equal texts, 0 for strangers."""
        old, new = self.old.text, self.new.text
        stayed = self.kept(0, len(old)) + sum(
            solid_length(old[move.old_start : move.old_end]) - self.kept(move.old_start, move.old_end)
            for move in self.moves
        )
        sizes = solid_length(old) + solid_length(new)
        return 2 * stayed / sizes if sizes else 1.0


def same_quote(one: str, other: str) -> bool:
    """Whether two quotes are the same characters, however their accents are encoded."""
    return one == other or unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def solid_length(text: str) -> int:
    """How many characters of `text` are not white space."""
    return sum(map(len, text.split()))


def joined(edits: Sequence[Edit]) -> list[Edit]:
    """`edits` with equal neighbours made one, and without empty ones."""
    found: list[Edit] = []
    for edit in edits:
        if edit.old_start == edit.old_end and edit.new_start == edit.new_end:
            continue
        if found and found[-1].equal and edit.equal:
            found[-1] = Edit(found[-1].old_start, edit.old_end, found[-1].new_start, edit.new_end, equal=True)
        else:
            found.append(edit)
    return found
