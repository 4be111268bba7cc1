"""The likeliest places of a passage that is no longer where it was: the words it shares, then characters."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest

from interview_coder.domain.text import WORD, fold

_KEPT = 3
_LOOKED_AT, _LOOKED_AT_IF_LONG, _LONG = 12, 3, 600
_LEAST = 0.55
_COMMON = 2000
_FEW_WORDS, _NEAR_SPELLINGS = 20, 3
_SPELLING = 60.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may hold a passage: a span in code points, and how alike it is, from 0 to 1."""

    start: int
    end: int
    similarity: float


def alike(one: str, other: str) -> float:
    """How alike two quotes are, from 0 to 1: rapidfuzz's normalized Indel similarity."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - only when passages are compared

    return Indel.normalized_similarity(one, other)


class Candidates:
    """Finds passages again in one text, which is indexed once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = [match.span() for match in WORD.finditer(text)]
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(self._words):
            self._places[fold(text[start:end])].append(number)

    def like(self, quote: str, near: int) -> list[Candidate]:
        """Up to three places that are like `quote`, the likest first, of equals the one next to `near`, an offset.

        Places that have little in common with it do not count.

        The likeness of the characters is rapidfuzz's normalized Indel similarity: 1 less the insertions and deletions
        by the length of both, from 0 to 1; the place is where its `partial_ratio` finds the best match.
        """
        found = {candidate.start: candidate for place in self._regions(quote) for candidate in self._best(quote, place)}
        kept: list[Candidate] = []
        for one in sorted(found.values(), key=lambda one: (-one.similarity, abs(one.start - near))):
            if one.similarity >= _LEAST and all(one.end <= other.start or one.start >= other.end for other in kept):
                kept.append(one)
        return kept[:_KEPT]

    def _regions(self, quote: str) -> Iterator[tuple[int, int]]:
        """Numbers of the first word and the one after the last of stretches that share words with the quote."""
        words = [fold(match.group()) for match in WORD.finditer(quote)]
        breadth = max(2, len(words) // 4)
        weights: dict[int, float] = defaultdict(float)
        for at, word in enumerate(words):
            for known, weight in self._spellings(word, few=len(words) <= _FEW_WORDS):
                places = self._places[known]
                if len(places) <= _COMMON:
                    gain = weight * (1 + math.log(len(self._words) / len(places)))
                    for place in places:
                        weights[(place - at) // breadth] += gain
        for bucket in nlargest(
            _LOOKED_AT if len(quote) < _LONG else _LOOKED_AT_IF_LONG, weights, key=weights.__getitem__
        ):
            first = bucket * breadth - breadth - 1
            yield max(0, first), min(len(self._words), first + 3 * breadth + len(words) + 2)

    def _spellings(self, word: str, *, few: bool) -> Iterator[tuple[str, float]]:
        """The word if the text has it, else the words that are spelled nearly so, with what each is worth."""
        if word in self._places:
            yield word, 1.0
        elif few:
            from rapidfuzz import process  # noqa: PLC0415 - only when passages are lost

            for known, score, _ in process.extract(
                word, list(self._places), limit=_NEAR_SPELLINGS, score_cutoff=_SPELLING
            ):
                yield known, score / 100

    def _best(self, quote: str, region: tuple[int, int]) -> Iterator[Candidate]:
        """The stretch of a region that is most like the quote, in whole words."""
        from rapidfuzz import fuzz  # noqa: PLC0415

        low = self._words[region[0]][0]
        high = self._words[region[1]][0] if region[1] < len(self._words) else len(self._text)
        place = fuzz.partial_ratio_alignment(fold(quote), fold(self._text[low:high]))
        if place is None or place.dest_start == place.dest_end:
            return
        start, end = low + place.dest_start, low + place.dest_end
        inside = [word for word in self._words[slice(*region)] if word[0] < end and word[1] > start]
        if inside:
            start, end = inside[0][0], max(end, inside[-1][1])
            end = start + len(self._text[start:end].rstrip())
            yield Candidate(start, end, alike(quote, self._text[start:end]))
