"""Which code follows which along an interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from interview_coder.domain.cooccurrence import TRANSCRIPT, TURN, Passage, ordered

WITHIN = (TURN, TRANSCRIPT)
LONGEST = 5

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """Some codes one after the other: how often, in how many transcripts.

    `share_of_next` of the sequences that begin with the same codes go on with the last one. `expected` is how often
    they would come if what follows had nothing to do with what came before, `lift` how many times as often they do.
    """

    codes: Codes
    count: int
    transcripts: int
    share: float
    share_of_next: float
    expected: float

    @property
    def lift(self) -> float:
        """Count divided by what chance alone would give."""
        return self.count / self.expected


@dataclass(frozen=True, slots=True)
class Successions:
    """All sequences that occur, the most frequent first, in `steps` windows of passages one after the other."""

    found: tuple[Succession, ...]
    count: int
    passages: int


def sequences(
    passages: Iterable[Passage], lineages: Mapping[str, Sequence[str]], *, within: str, length: int
) -> Successions:
    """How often codes follow one another over `length` passages, each coder's codings by themselves.

    A passage is a span with all codes that a coder put on it; passages follow one another by their start, then their
    end. All of a window's passages begin in one turn if `within` is TURN. Each code of a passage goes with each
    of the next, a code with itself included. The passages must come by transcript and start. A code counts under
    all names of its lineage; codes without one are passed over as if they were not there.
    """
    counts: Counter[Codes] = Counter()
    where: dict[Codes, set[str]] = {}
    number = 0
    for transcript, line in _lines(passages, lineages, within):
        number += len(line)
        for first in range(len(line) - length + 1):
            for codes in product(*line[first : first + length]):
                counts[codes] += 1
                where.setdefault(codes, set()).add(transcript)
    return Successions(_described(counts, where, ordered(lineages)), sum(counts.values()), number)


def _lines(
    passages: Iterable[Passage], lineages: Mapping[str, Sequence[str]], within: str
) -> Iterator[tuple[str, list[list[str]]]]:
    """What follows on one another without a break: the transcript, and the codes of each passage."""
    lists: dict[tuple[str, str, int | None], dict[tuple[int, int], dict[str, None]]] = {}
    for code, coder, transcript, start, end, turn, _ in passages:
        line = lineages.get(code)
        if line is not None:
            key = (transcript, coder, turn if within == TURN else None)
            lists.setdefault(key, {}).setdefault((start, end), {}).update(dict.fromkeys(line))
    for (transcript, _, turn), spans in lists.items():
        if within != TURN or turn is not None:
            yield transcript, [list(spans[span]) for span in sorted(spans)]


def _described(
    counts: Counter[Codes], where: Mapping[Codes, set[str]], order: Mapping[str, int]
) -> tuple[Succession, ...]:
    whole = sum(counts.values())
    beginnings: Counter[Codes] = Counter()
    at: dict[tuple[int, str], int] = {}
    for codes, count in counts.items():
        beginnings[codes[:-1]] += count
        for place in enumerate(codes):
            at[place] = at.get(place, 0) + count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], [order[code] for code in item[0]]))
    return tuple(
        Succession(
            codes,
            count,
            len(where[codes]),
            count / whole,
            count / beginnings[codes[:-1]],
            whole * prod(at[place] / whole for place in enumerate(codes)),
        )
        for codes, count in ranked
    )
