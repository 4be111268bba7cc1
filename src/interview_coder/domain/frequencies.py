"""Code frequencies: codings, transcripts, turns and words, for any crossing of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

MEASURES = ("codings", "transcripts", "turns", "words")
Key = tuple[str, ...]
Kind = tuple[str, str, str | None, str]
"""What a coding is counted by: its code, coder, speaker (None: nobody, or not asked for) and transcript."""

Placed = tuple[str, str, str | None, str, int | None, int | None, int, int]
"""A coding to count: the four of its kind, its first and last turn from 1 (None: outside all turns), its first word
from 0 and the word after its last."""


class Counts(NamedTuple):
    """How much one cell holds. A turn or word that several of its codings touch counts once."""

    codings: int
    transcripts: int
    turns: int
    words: int

    def of(self, measure: str) -> int:
        """One of MEASURES."""
        return int(getattr(self, measure))


class _Cell:
    """Counts in the making: `turn` and `word` say how far the transcript of the moment has been counted."""

    __slots__ = ("codings", "transcript", "transcripts", "turn", "turns", "word", "words")

    def __init__(self) -> None:
        self.codings = self.transcripts = self.turns = self.words = self.turn = self.word = 0
        self.transcript = ""

    def counts(self) -> Counts:
        """What was counted."""
        return Counts(self.codings, self.transcripts, self.turns, self.words)


def count(codings: Iterable[Placed], keys: Callable[[Kind], Iterable[Key]]) -> tuple[dict[Key, Counts], Counts]:
    """Counts of each key and of all codings together; `keys` gives the keys of a kind of coding, asked once.

    The codings must come transcript by transcript, each transcript's by the place where they start: then what a
    cell holds is known from how far it has been counted, in one pass.
    """
    cells: dict[Key, _Cell] = {}
    whole = _Cell()
    of_kind: dict[Kind, list[_Cell]] = {}
    for code, coder, speaker, transcript, turn, last_turn, word, last_word in codings:
        kind = (code, coder, speaker, transcript)
        targets = of_kind.get(kind)
        if targets is None:
            targets = of_kind[kind] = [whole, *(cells.setdefault(key, _Cell()) for key in keys(kind))]
        for cell in targets:
            if cell.transcript != transcript:
                cell.transcript = transcript
                cell.transcripts += 1
                cell.turn = cell.word = 0
            cell.codings += 1
            if last_word > cell.word:
                cell.words += last_word - (word if word > cell.word else cell.word)
                cell.word = last_word
            if turn is not None and last_turn is not None and last_turn > cell.turn:
                cell.turns += last_turn - (turn - 1 if turn > cell.turn else cell.turn)
                cell.turn = last_turn
    return {key: cell.counts() for key, cell in cells.items()}, whole.counts()
