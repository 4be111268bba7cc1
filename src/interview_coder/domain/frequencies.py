"""Code frequencies: codings, transcripts, turns and words, for any crossing of keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

MEASURES = ("codings", "transcripts", "turns", "words")
Key = tuple[str, ...]
Kind = TypeVar("Kind", bound=Hashable)


class Place(NamedTuple):
    """Where one coding lies: turns numbered from 1 (None: outside all turns), words from 0, `last_word` excluded."""

    transcript: str
    turn: int | None
    last_turn: int | None
    word: int
    last_word: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much one cell holds. A turn or word that several of its codings touch counts once."""

    codings: int
    transcripts: int
    turns: int
    words: int

    def of(self, measure: str) -> int:
        """One of MEASURES."""
        return int(getattr(self, measure))


def count(entries: Iterable[tuple[Kind, Place]], keys: Callable[[Kind], Iterable[Key]]) -> dict[Key, Counts]:
    """Counts of each key over the codings of the kinds that have it: `keys` gives those of a kind, asked once."""
    cells: dict[Key, list[Place]] = defaultdict(list)
    of_kind: dict[Kind, list[list[Place]]] = {}
    for kind, place in entries:
        targets = of_kind.get(kind)
        if targets is None:
            targets = of_kind[kind] = [cells[key] for key in keys(kind)]
        for target in targets:
            target.append(place)
    return {key: count_places(places) for key, places in cells.items()}


def count_places(places: list[Place]) -> Counts:
    """Counts over these codings taken together, the same turn or word once."""
    turns: dict[str, list[tuple[int, int]]] = defaultdict(list)
    words: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for transcript, turn, last_turn, word, last_word in places:
        words[transcript].append((word, last_word))
        if turn is not None and last_turn is not None:
            turns[transcript].append((turn, last_turn + 1))
    return Counts(
        len(places),
        len(words),
        sum(map(covered, turns.values())),
        sum(map(covered, words.values())),
    )


def covered(spans: list[tuple[int, int]]) -> int:
    """How many whole numbers lie in at least one of the half-open spans."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        if end > reached:
            total += end - (start if start > reached else reached)
            reached = end
    return total
