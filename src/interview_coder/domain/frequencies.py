"""Code frequencies: codings, transcripts, turns and words, for any crossing of keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

MEASURES = ("codings", "transcripts", "turns", "words")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
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


def count(entries: Iterable[tuple[Key, Place]]) -> dict[Key, Counts]:
    """Counts of each key over the codings listed with it; a coding may be listed under several keys."""
    cells: dict[Key, list[Place]] = defaultdict(list)
    for key, place in entries:
        cells[key].append(place)
    return {key: count_places(places) for key, places in cells.items()}


def count_places(places: list[Place]) -> Counts:
    """Counts over these codings taken together, the same turn or word once."""
    turns: dict[str, list[tuple[int, int]]] = defaultdict(list)
    words: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in places:
        words[place.transcript].append((place.word, place.last_word))
        if place.turn is not None and place.last_turn is not None:
            turns[place.transcript].append((place.turn, place.last_turn + 1))
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
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
