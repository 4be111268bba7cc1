"""Which code follows which along an interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from math import prod
from operator import itemgetter

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
    of the next, a code with itself included. The passages must come by transcript, start and end. A code counts under
    all names of its lineage; codes without one are passed over as if they were not there.
    """
    counts: Counter[Codes] = Counter()
    transcripts: Counter[Codes] = Counter()
    number = 0
    for _, group in groupby(passages, key=itemgetter(2)):
        found: list[Codes] = []
        for line in _lines(group, lineages, within):
            number += len(line)
            for first in range(len(line) - length + 1):
                found.extend(product(*line[first : first + length]))
        counts.update(found)
        transcripts.update(set(found))
    return Successions(_described(counts, transcripts, ordered(lineages)), counts.total(), number)


def _lines(
    passages: Iterable[Passage], lineages: Mapping[str, Sequence[str]], within: str
) -> Iterable[list[list[str]]]:
    """What follows on one another in a transcript without a break, each passage as the names of its codes."""
    spans: dict[tuple[str, int | None], list[tuple[int, int]]] = {}
    lines: dict[tuple[str, int | None], list[list[str]]] = {}
    for code, coder, _, start, end, turn, _ in passages:
        names = lineages.get(code)
        if names is None or (turn is None and within == TURN):
            continue
        key, span = (coder, turn if within == TURN else None), (start, end)
        if key not in spans:
            spans[key], lines[key] = [], []
        if spans[key] and spans[key][-1] == span:
            here = lines[key][-1]
            here += [name for name in names if name not in here]
        else:
            spans[key].append(span)
            lines[key].append(list(names))
    return lines.values()


def _described(counts: Counter[Codes], transcripts: Counter[Codes], order: Mapping[str, int]) -> tuple[Succession, ...]:
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
            transcripts[codes],
            count / whole,
            count / beginnings[codes[:-1]],
            whole * prod(at[place] / whole for place in enumerate(codes)),
        )
        for codes, count in ranked
    )
